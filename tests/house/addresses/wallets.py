"""Who may open the addresses of wallets: the protocols' are for everybody, the pages for holders and windows."""

from django.utils import timezone

from tests.roles import actor
from yunjian.certificates import actions

from .audiences import CERTIFICATE_OFFICER, EVERYONE, SENT

OPEN_TO = {
    "wallets:vc_issuer": EVERYONE,
    "wallets:credential_issuer": EVERYONE,
    "wallets:authorization_server": EVERYONE,
    "wallets:type_metadata": EVERYONE,
    "wallets:extract_metadata": EVERYONE,
    # A list is there once a credential was given; what takes a code, a token or an answer shows nothing by itself.
    "wallets:states": SENT,
    "wallets:push": SENT,
    # What no wallet pushed is not there; what one did, only for its holder.
    "wallets:authorize": SENT,
    "wallets:token": SENT,
    "wallets:nonce": SENT,
    "wallets:credential": SENT,
    "wallets:question": SENT,
    "wallets:answer": SENT,
    "wallets:wallet": SENT,
    "wallets:ask": CERTIFICATE_OFFICER,
    "wallets:asked": SENT,
    "wallets:close": SENT,
}
ONLY: dict[str, dict[str, object]] = {
    "wallets:type_metadata": {"key": "food-business-licence", "edition": "2025-01-01"},
    "wallets:extract_metadata": {"key": "open-bank-account", "edition": "2026-01-01"},
}


def arguments() -> dict[str, object]:
    officer = actor("account:0", "顾证", ("certificate-officer", "market-supervision"))
    asked = actions.ask_wallet("food-business-licence", "", by=officer, at=timezone.now())
    return {"reference": "guessed", "question_id": asked.id}
