"""Who may do what with accounts, people and enterprises."""

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Forbidden

ADMINISTRATOR = "administrator"
BUDGET_OFFICER = "budget-officer"


def is_staff(reader: Actor) -> bool:
    """Whether the reader works for the district: holds any role, anywhere."""
    return reader.is_system or bool(reader.grants)


def require_staff(reader: Actor) -> None:
    if not is_staff(reader):
        raise Forbidden()


def may_administer(actor: Actor) -> bool:
    return actor.is_system or actor.holds(ADMINISTRATOR)


def require_administrator(actor: Actor) -> None:
    """Units, accounts, roles and people are the administrator's, and the system's at the first start."""
    if not may_administer(actor):
        raise Forbidden()


def may_register_enterprises(actor: Actor) -> bool:
    return may_administer(actor) or BUDGET_OFFICER in actor.roles


def require_may_register_enterprises(actor: Actor) -> None:
    """Auditors and leaders read; they add nothing."""
    if not may_register_enterprises(actor):
        raise Forbidden()


def require_account(account_id: int, actor: Actor) -> None:
    """One's own account, or any for the administrator."""
    if actor.id != f"account:{account_id}" and not may_administer(actor):
        raise Forbidden()


def may_read_personal_data(reader: Actor, *, account_of_person: int | None) -> bool:
    """Unmasked data of a person: the person themself, or the administrator. Every reading is recorded."""
    return may_administer(reader) or (account_of_person is not None and reader.id == f"account:{account_of_person}")


def require_may_read_personal_data(reader: Actor, *, account_of_person: int | None) -> None:
    if not may_read_personal_data(reader, account_of_person=account_of_person):
        raise Forbidden()
