"""Questions about second factors."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from yunjian.kernel.actor import Actor

from .. import policy


@dataclass(frozen=True, slots=True)
class FactorView:
    """An authenticator app or a passkey."""

    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account can prove itself with beside a password."""

    app: FactorView | None
    passkeys: tuple[FactorView, ...]
    recovery_codes_left: int

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def factors(account_id: int, *, reader: Actor) -> Factors:
    """The second factors of an account, for its owner."""
    policy.require_owner(account_id, reader)
    rows = list(Authenticator.objects.filter(user_id=account_id).order_by("pk"))
    kind = Authenticator.Type
    app = next((_view(row) for row in rows if row.type == kind.TOTP), None)
    codes = next((row for row in rows if row.type == kind.RECOVERY_CODES), None)
    left = len(codes.data["hashes"]) if codes else 0
    return Factors(app, tuple(_view(row) for row in rows if row.type == kind.WEBAUTHN), left)


def _view(row: Authenticator) -> FactorView:
    return FactorView(row.pk, row.data.get("name", ""), row.created_at, row.last_used_at)
