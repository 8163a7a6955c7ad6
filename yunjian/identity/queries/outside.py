"""Questions about the outside identity provider: is there one, and whose account is a subject of it."""

from dataclasses import dataclass

from django.conf import settings

from yunjian.kernel.actor import Actor

from .. import policy
from ..logic import codes
from ..models import OutsideIdentity


@dataclass(frozen=True, slots=True)
class Provider:
    """The government identity provider this installation trusts."""

    key: str
    title: str
    url: str


def provider(*, reader: Actor) -> Provider | None:
    """The provider that is configured, if any."""
    configured = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    if not configured:
        return None
    [app] = configured
    return Provider(app["provider_id"], app["name"], app["settings"]["server_url"].rstrip("/"))


def account_of_subject(provider_key: str, subject: str, *, reader: Actor) -> int | None:
    """The account tied to this subject."""
    policy.require_system(reader)
    found = OutsideIdentity.objects.filter(provider=provider_key, subject=subject)
    return found.values_list("account_id", flat=True).first()


def subject_digest(subject: str, *, reader: Actor) -> str:
    """What the ledger calls a subject."""
    return codes.digest("subject", subject, settings.SECRET_KEY)[:40]
