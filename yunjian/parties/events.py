"""What others may hear of parties. Past tense; ids, keys and digests only, never personal data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitsAdopted:
    """The unit tree was brought in step with the district's definitions."""

    kind = "parties.units.adopted"
    created: tuple[str, ...]
    changed: tuple[str, ...]
    closed: tuple[str, ...]

    @property
    def subject(self) -> str:
        return "parties.units:all"


@dataclass(frozen=True)
class _OfAccount:
    account: int

    @property
    def subject(self) -> str:
        return f"parties.account:{self.account}"


@dataclass(frozen=True)
class AccountOpened(_OfAccount):
    kind = "parties.account.opened"
    person: int | None


@dataclass(frozen=True)
class PasswordSet(_OfAccount):
    kind = "parties.account.password_set"


@dataclass(frozen=True)
class AccountSignedIn(_OfAccount):
    kind = "parties.account.signed_in"


@dataclass(frozen=True)
class AccountSignedOut(_OfAccount):
    kind = "parties.account.signed_out"


@dataclass(frozen=True)
class RoleGranted(_OfAccount):
    kind = "parties.role.granted"
    grant: int
    role: str
    unit: str


@dataclass(frozen=True)
class RoleRevoked(_OfAccount):
    kind = "parties.role.revoked"
    grant: int
    role: str
    unit: str


@dataclass(frozen=True)
class _OfPerson:
    person: int

    @property
    def subject(self) -> str:
        return f"parties.person:{self.person}"


@dataclass(frozen=True)
class PersonRegistered(_OfPerson):
    kind = "parties.person.registered"
    flags: tuple[str, ...]


@dataclass(frozen=True)
class PersonalDataRead(_OfPerson):
    """Somebody looked at the unmasked data of a person, and said why."""

    kind = "parties.person.data_read"
    purpose: str


@dataclass(frozen=True)
class PersonAppointed(_OfPerson):
    kind = "parties.person.appointed"
    post: int
    unit: str


@dataclass(frozen=True)
class PersonRelieved(_OfPerson):
    kind = "parties.person.relieved"
    post: int
    unit: str


@dataclass(frozen=True)
class EnterpriseRegistered:
    kind = "parties.enterprise.registered"
    enterprise: int
    flags: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"parties.enterprise:{self.enterprise}"
