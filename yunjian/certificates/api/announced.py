"""Which events of certificates programs may be told of: what became of an asking, to the organisation that asked."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel.announcements import announced
from yunjian.kernel.ledger import Recorded

from .. import events
from ..policy import ORGANISATION


def asking_organisation(entry: Recorded) -> str:
    """The one organisation that hears of it."""
    return f"{ORGANISATION}{entry.payload['organisation']}"


def announce() -> None:
    announced(events.ConsentGiven.kind, _("持证人同意了请求，可以取回"), audience=asking_organisation)
    announced(events.ConsentWithdrawn.kind, _("持证人撤回了同意，已经取回的应当删除"), audience=asking_organisation)
