"""To whom an address is open, and a client for each of them."""

from django.test import Client

from tests.district import open_account
from yunjian.parties.models import Account

SYSTEM_ADMINISTRATOR = frozenset({"system administrator"})
SECURITY_ADMINISTRATOR = frozenset({"security administrator"})
AUDIT_ADMINISTRATOR = frozenset({"audit administrator"})
ADMINISTRATORS = SYSTEM_ADMINISTRATOR | SECURITY_ADMINISTRATOR | AUDIT_ADMINISTRATOR
EVERYONE = (
    frozenset({"visitor", "citizen", "clerk", "certificate officer", "privacy officer", "officer", "other officer"})
    | {"leader", "social-use officer", "social-use approver"}
    | ADMINISTRATORS
)
SIGNED_IN = EVERYONE - {"visitor"}
STAFF = SIGNED_IN - {"citizen", "social-use officer", "social-use approver"}  # who reads the registers of parties
OFFICERS = frozenset({"officer", "other officer"})
OFFICER = frozenset({"officer"})  # the Data Bureau's
NOBODY: frozenset[str] = frozenset()  # 503 where no worker is at work, as here; or only in the middle of signing in
CLERK = frozenset({"clerk"})
CERTIFICATE_OFFICER = frozenset({"certificate officer"})
SOCIAL_USE_OFFICER = frozenset({"social-use officer"})
SOCIAL_USE_APPROVER = frozenset({"social-use approver"})
SOCIAL_USE = SOCIAL_USE_OFFICER | SOCIAL_USE_APPROVER
PRIVACY_OFFICER = frozenset({"privacy officer"})
OVERSIGHT = OFFICERS | AUDIT_ADMINISTRATOR | {"leader"}  # who sees what is not yet public
OF_DRAFTS = OVERSIGHT - {"other officer"}  # the draft is the Data Bureau's
SENT = frozenset({"nobody by looking"})  # takes only what is sent to it: the tests of its action say who may

LOGINS = {
    "officer": "officer-data-bureau",
    "other officer": "officer-government-service-centre",
    "leader": "leader",
    "system administrator": "system-administrator",
    "security administrator": "security-administrator",
    "audit administrator": "audit-administrator",
}


def visitors() -> dict[str, Client]:
    """A client for each kind of person."""
    clients = {"visitor": Client(), "citizen": Client()}
    clients["citizen"].force_login(open_account("li"))
    clients["clerk"] = Client()
    clients["clerk"].force_login(open_account("clerk", ("clerk", "data-bureau")))
    clients["certificate officer"] = Client()
    clients["certificate officer"].force_login(
        open_account("certificates", ("certificate-officer", "market-supervision"))
    )
    for who in SOCIAL_USE:
        clients[who] = Client()
        clients[who].force_login(open_account(who.replace(" ", "-"), (who.replace(" ", "-"), "data-bureau")))
    clients["privacy officer"] = Client()
    clients["privacy officer"].force_login(open_account("privacy", ("privacy-officer", "")))
    for who, username in LOGINS.items():
        clients[who] = Client()
        clients[who].force_login(Account.objects.get(username=username))
    return clients
