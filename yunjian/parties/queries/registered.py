"""Who is registered under a number somebody shows: asked by the doors where people bring their papers."""

from collections.abc import Iterable
from dataclasses import dataclass

from yunjian.kernel.actor import Actor

from .. import logic, policy
from ..models import Enterprise, Person


@dataclass(frozen=True, slots=True)
class Registered:
    """A person or enterprise as actors name parties (``person:7``), with its registered name."""

    owner: str
    name: str


def registered(numbers: Iterable[str], *, reader: Actor) -> dict[str, Registered]:
    """People by sound identity number and enterprises by sound credit code, all at once; unknown ones are left out.

    For staff: who asks knows the number already and compares the name.
    """
    policy.require_staff(reader)
    wanted = set(numbers)
    people = Person.objects.filter(identity_number__in=wanted, identity_flag="").exclude(identity_number="")
    enterprises = Enterprise.objects.filter(uscc__in=wanted, uscc_flag="").exclude(uscc="")
    found = {
        number: Registered(f"person:{pk}", name)
        for number, pk, name in people.values_list("identity_number", "pk", "name")
    }
    return found | {
        code: Registered(f"enterprise:{pk}", name) for code, pk, name in enterprises.values_list("uscc", "pk", "name")
    }


def masked(mask: str, text: str, *, reader: Actor) -> str:
    """The text as a mask shows it: the same to every reader, with or without an account."""
    return logic.masked(mask, text)
