"""What others may hear of social use. Past tense; ids, keys and digests only; an organisation hears of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _OfOrganisation:
    organisation: int

    @property
    def subject(self) -> str:
        return f"certificates.organisation:{self.organisation}"


@dataclass(frozen=True)
class OrganisationRegistered(_OfOrganisation):
    """An outside organisation was put down with its agreement; nobody may ask for it before it is approved."""

    kind = "certificates.organisation.registered"
    title = "外部机构登记"
    scenarios: tuple[str, ...]


@dataclass(frozen=True)
class OrganisationApproved(_OfOrganisation):
    kind = "certificates.organisation.approved"
    title = "外部机构批准"


@dataclass(frozen=True)
class OrganisationTurnedDown(_OfOrganisation):
    kind = "certificates.organisation.turned_down"
    title = "外部机构未批准"


@dataclass(frozen=True)
class OrganisationReviewed(_OfOrganisation):
    """The yearly look at how it keeps the agreement."""

    kind = "certificates.organisation.reviewed"
    title = "外部机构年度检查"
    next_review: str


@dataclass(frozen=True)
class OrganisationSuspended(_OfOrganisation):
    kind = "certificates.organisation.suspended"
    title = "外部机构暂停"


@dataclass(frozen=True)
class OrganisationResumed(_OfOrganisation):
    kind = "certificates.organisation.resumed"
    title = "外部机构恢复"


@dataclass(frozen=True)
class OrganisationTerminated(_OfOrganisation):
    kind = "certificates.organisation.terminated"
    title = "外部机构终止"


@dataclass(frozen=True)
class OrganisationKeyGiven(_OfOrganisation):
    """A key was given to it; the gateway's entry beside this one has its scopes."""

    kind = "certificates.organisation.key_given"
    title = "外部机构密钥发放"
    key: int


@dataclass(frozen=True)
class OrganisationKeyEnded(_OfOrganisation):
    kind = "certificates.organisation.key_ended"
    title = "外部机构密钥吊销"
    key: int


@dataclass(frozen=True)
class AgreementOver(_OfOrganisation):
    """The agreement has run out; the keys that were left were taken out of use."""

    kind = "certificates.organisation.agreement_over"
    title = "外部机构协议到期"


@dataclass(frozen=True)
class UnusualUseFound(_OfOrganisation):
    """The use of a scenario on a day was unusual; ``suspended`` when that suspended the organisation."""

    kind = "certificates.organisation.unusual_use_found"
    title = "异常使用"
    scenario: str
    day: str
    what: tuple[str, ...]
    suspended: bool


@dataclass(frozen=True)
class UnusualUseSettled(_OfOrganisation):
    kind = "certificates.organisation.unusual_use_settled"
    title = "异常使用处理"
    finding: int


@dataclass(frozen=True)
class _OfAsking:
    asking: str  # the token
    organisation: int
    scenario: str

    @property
    def subject(self) -> str:
        return f"certificates.asking:{self.asking}"


@dataclass(frozen=True)
class Asked(_OfAsking):
    """An organisation asked a holder; the entry does not say whom, nor whether there is such a person."""

    kind = "certificates.asking.asked"
    title = "机构请求证照内容"
    edition: str


@dataclass(frozen=True)
class ConsentGiven(_OfAsking):
    """The holder agreed; ``consent`` binds organisation, scenario, fields and how long they may be kept."""

    kind = "certificates.asking.consented"
    title = "持证人同意"
    consent: str


@dataclass(frozen=True)
class AskingRefused(_OfAsking):
    kind = "certificates.asking.refused"
    title = "持证人拒绝"


@dataclass(frozen=True)
class DisclosureFetched(_OfAsking):
    """The fields travelled, once; ``disclosure`` is the digest of what was signed and sent."""

    kind = "certificates.asking.fetched"
    title = "证照内容取回"
    consent: str
    disclosure: str


@dataclass(frozen=True)
class ConsentWithdrawn(_OfAsking):
    """The holder withdrew; ``to_delete`` when the fields had travelled and have to be deleted."""

    kind = "certificates.asking.withdrawn"
    title = "持证人撤回"
    to_delete: bool


@dataclass(frozen=True)
class CodeShown:
    """A holder had a code made to show; ``code`` is its row."""

    kind = "certificates.code.shown"
    title = "出示授权码"
    code: int

    @property
    def subject(self) -> str:
        return f"certificates.code:{self.code}"
