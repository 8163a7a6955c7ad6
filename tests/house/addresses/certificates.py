"""Who may open the addresses of certificates."""

from django.utils import timezone

from tests.roles import actor
from yunjian.certificates import actions
from yunjian.certificates.logic.draft import Draft
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import actions as parties

from .audiences import CERTIFICATE_OFFICER, EVERYONE, SENT, SIGNED_IN

OPEN_TO = {
    "certificates:issued": CERTIFICATE_OFFICER,
    "certificates:export": CERTIFICATE_OFFICER,
    "certificates:choose_type": CERTIFICATE_OFFICER,
    "certificates:issue": CERTIFICATE_OFFICER,
    "certificates:certificate": CERTIFICATE_OFFICER,
    "certificates:reveal": CERTIFICATE_OFFICER,
    "certificates:change": CERTIFICATE_OFFICER,
    "certificates:batches": CERTIFICATE_OFFICER,
    "certificates:hand_in": CERTIFICATE_OFFICER,
    "certificates:template": CERTIFICATE_OFFICER,
    "certificates:batch": CERTIFICATE_OFFICER,
    "certificates:refused": CERTIFICATE_OFFICER,
    "certificates:paper": SENT,
    "certificates:sealed": SENT,
    "certificates:code": SENT,
    "certificates:mine": SIGNED_IN,
    "certificates:own": SENT,
    "certificates:verify": CERTIFICATE_OFFICER,
    "certificates:check": EVERYONE,
}


def arguments() -> dict[str, object]:
    now = timezone.now()
    officer = actor("account:0", "顾证", ("certificate-officer", "market-supervision"))
    parties.register_enterprise("松江数据有限公司", "91350100M000100Y43", by=SYSTEM, at=now)
    values = {"number": "JY1", "legal_representative": "王建国", "place": "思贤路1号", "trade": "catering",
              "items": "热食类食品制售"}  # fmt: skip
    draft = Draft("91350100M000100Y43", "松江数据有限公司", values)
    made = actions.issue_certificate("food-business-licence", draft, by=officer, at=now)
    rows = [{"number": "0"}]
    batch = actions.receive_batch("food-business-licence", "a.csv", "0" * 64, rows, by=officer, at=now)
    return {"batch_id": batch, "certificate_id": made.id, "type_key": "food-business-licence", "change": "suspend"}
