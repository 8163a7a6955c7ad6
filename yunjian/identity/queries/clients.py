"""Questions about the other systems that let people sign in here."""

from dataclasses import dataclass
from datetime import datetime

from allauth.idp.oidc.models import Client

from yunjian.kernel.actor import Actor

from .. import policy


@dataclass(frozen=True, slots=True)
class ClientView:
    """Another system of the district."""

    id: str
    name: str
    redirect_uris: tuple[str, ...]
    created_at: datetime


def clients(*, reader: Actor) -> tuple[ClientView, ...]:
    """The registered systems, by name; for the security administrator."""
    policy.require_may_secure(reader, policy.KEEP_CLIENTS)
    rows = Client.objects.order_by("name", "id")
    return tuple(ClientView(row.id, row.name, tuple(row.get_redirect_uris()), row.created_at) for row in rows)
