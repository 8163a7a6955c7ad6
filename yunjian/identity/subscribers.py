"""What identity does when others announce: a text goes out; whose roles or account changed signs in again."""

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import actions, jobs, queries


@subscriber("identity.phone_code.sent")
def send_the_text(entry: Recorded) -> None:
    enqueue(jobs.send_text, text_id=entry.payload["text"])


@subscriber("parties.role.granted", "parties.role.revoked")
def begin_anew_with_other_roles(entry: Recorded) -> None:
    _end(entry, "ROLES")


@subscriber("parties.account.closed")
def end_what_a_closed_account_left_open(entry: Recorded) -> None:
    _end(entry, "CLOSED")


def _end(entry: Recorded, why: str) -> None:
    account = entry.payload["account"]
    if queries.is_signed_in(account, before=entry.at, reader=SYSTEM):
        actions.end_devices(account, why, by=SYSTEM, at=entry.at)
