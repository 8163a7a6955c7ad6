"""Names of parties for those who deal with them: staff in full to whom they served, others masked."""

from collections.abc import Iterable

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden

from .. import logic, policy
from ..models import Account, Enterprise, Person


def party_known_as(name: str, number: str, *, reader: Actor) -> str:
    """The one party that both the name and the number mean, ``person:7`` or ``enterprise:3``; empty when none does."""
    policy.require_staff(reader)
    plain = logic.plain_identity_number(number)
    person = Person.objects.filter(identity_number=plain, identity_flag="", name=name.strip(), erased_at=None).first()
    if plain and person:
        return f"person:{person.pk}"
    code = logic.plain_credit_code(number)
    enterprise = Enterprise.objects.filter(uscc=code, uscc_flag="", name=name.strip()).first()
    return f"enterprise:{enterprise.pk}" if code and enterprise else ""


def parties_called(name: str, *, reader: Actor) -> tuple[str, ...]:
    """The people of exactly this name, the enterprises in whose name it stands: to search among what staff deals with.

    Who they are is not told; past two hundred of either the word says too little.
    """
    policy.require_staff(reader)
    name = name.strip()
    if len(name) < 2:
        return ()
    people = Person.objects.filter(name=name, erased_at=None).order_by("pk").values_list("pk", flat=True)[:200]
    firms = Enterprise.objects.filter(name__icontains=name).order_by("pk").values_list("pk", flat=True)[:200]
    return (*(f"person:{pk}" for pk in people), *(f"enterprise:{pk}" for pk in firms))


def masked_names(parties: Iterable[str], *, reader: Actor) -> dict[str, str]:
    """What staff reads of parties it deals with: people masked, enterprises in full."""
    policy.require_staff(reader)
    people, enterprises, accounts = (_numbers(parties, of) for of in ("person", "enterprise", "account"))
    found = {f"person:{pk}": logic.masked_name(name) for pk, name in _names(Person, people)}
    found |= {f"account:{pk}": logic.masked_name(name) for pk, name in _names(Account, accounts)}
    return found | {f"enterprise:{pk}": name for pk, name in _names(Enterprise, enterprises)}


def name_for_letter(party: str, *, reader: Actor) -> str:
    """To whom a letter is written, in full: for the platform alone, which sets it."""
    if not reader.is_system:
        raise Forbidden()
    models: dict[str, type[Person] | type[Enterprise]] = {"person": Person, "enterprise": Enterprise}
    kind = party.partition(":")[0]
    found = _names(models[kind], _numbers([party], kind)) if kind in models else []
    return found[0][1] if found else ""


def number_and_name(party: str, *, reader: Actor) -> tuple[str, str]:
    """The registered number and name of a party, in full: for the platform alone, which writes its certificate."""
    if not reader.is_system:
        raise Forbidden()
    kind, _, number = party.partition(":")
    columns = {"person": (Person, "identity_number"), "enterprise": (Enterprise, "uscc")}
    if kind not in columns or not number.isdecimal():
        return "", ""
    model, column = columns[kind]
    found = model._default_manager.filter(pk=int(number)).values_list(column, "name").first()
    return (found[0], found[1]) if found else ("", "")


def names_of_staff(actors: Iterable[str], *, reader: Actor) -> dict[str, str]:
    """Who they were that acted on something of the reader's: a person may know who looked."""
    if reader.is_anonymous:
        return {}
    return {f"account:{pk}": name for pk, name in _names(Account, _numbers(actors, "account"))}


def _numbers(parties: Iterable[str], of: str) -> list[int]:
    return [int(number) for kind, _, number in (each.partition(":") for each in parties) if kind == of]


def _names(model: type[Person] | type[Enterprise] | type[Account], numbers: list[int]) -> list[tuple[int, str]]:
    return list(model.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else []
