"""Who may open the addresses of certificates."""

from datetime import datetime, timedelta

from django.utils import timezone

from tests.roles import actor
from yunjian.certificates import actions
from yunjian.certificates.logic.draft import Draft
from yunjian.certificates.models import UnusualUse
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.testing import arranging
from yunjian.parties import actions as parties

from .audiences import (
    CERTIFICATE_OFFICER,
    EVERYONE,
    SENT,
    SIGNED_IN,
    SOCIAL_USE,
    SOCIAL_USE_APPROVER,
    SOCIAL_USE_OFFICER,
)

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
    "certificates:scenarios": EVERYONE,
    "certificates:scenario": EVERYONE,
    "certificates:users": EVERYONE,
    "certificates:exemptions": EVERYONE,
    "certificates:export_exemptions": EVERYONE,
    "certificates:requests": SIGNED_IN,
    "certificates:request_code": SIGNED_IN,
    # A request is its holder's, or who has the holder's mandate: to everybody else it is not there.
    "certificates:request": SENT,
    "certificates:consent": SENT,
    "certificates:refuse": SENT,
    "certificates:withdraw": SENT,
    "certificates:receipt": SENT,
    "certificates:receipt_file": SENT,
    "certificates:organisations": SOCIAL_USE,
    "certificates:export_organisations": SOCIAL_USE,
    "certificates:organisation": SOCIAL_USE,
    "certificates:register_organisation": SOCIAL_USE_OFFICER,
    "certificates:change_organisation": SOCIAL_USE_OFFICER,  # the step below is the registrar's
    "certificates:give_key": SOCIAL_USE_APPROVER,
    "certificates:end_key": SENT,
    "certificates:askings": SOCIAL_USE,
    "certificates:export_askings": SOCIAL_USE,
    "certificates:statistics": SOCIAL_USE,
    "certificates:export_statistics": SOCIAL_USE,
    "certificates:unusual": SOCIAL_USE,
    "certificates:settle": SOCIAL_USE_OFFICER,
    "api:list_certificate_types": EVERYONE,
    "api:read_certificate_type": EVERYONE,
    "api:list_certificates": SENT,
    "api:issue_certificate": SENT,
    "api:verify_certificate": SENT,
    "api:read_certificate": SENT,
    "api:read_certificate_contents": SENT,
    "api:suspend_certificate": SENT,
    "api:resume_certificate": SENT,
    "api:revoke_certificate": SENT,
    "api:list_scenarios": EVERYONE,
    "api:ask_holder": SENT,
    "api:read_asking": SENT,
    "api:fetch_disclosure": SENT,
    "api:read_asking_receipt": SENT,
    "api:read_asking_proof": SENT,
}


ONLY: dict[str, dict[str, object]] = {
    "api:read_certificate_type": {"key": "food-business-licence"},
    "certificates:change_organisation": {"step": "suspend"},
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
    bank, asking, finding = _social_use(now)
    return {
        "batch_id": batch, "certificate_id": made.id, "type_key": "food-business-licence", "change": "suspend",
        "scenario": "open-bank-account", "organisation_id": bank, "asking_id": asking, "finding_id": finding,
        "asking": "0" * 32,
    }  # fmt: skip


def _social_use(now: datetime) -> tuple[int, int, int]:
    """An approved bank, a request of it, a finding about it."""
    registrar = actor("account:1", "唐登记", ("social-use-officer", "data-bureau"))
    approver = actor("account:2", "宋审批", ("social-use-approver", "data-bureau"))
    last = timezone.localdate(now) + timedelta(days=100)
    agreed = actions.Agreed(
        "松江银行", "913100001000001137", "bank", "赵联系", "021-57810000", "XY-1", timezone.localdate(now), last,
        ("open-bank-account",),
    )  # fmt: skip
    bank = actions.register_organisation(agreed, by=registrar, at=now)
    actions.approve_organisation(bank, by=approver, at=now)
    key = Actor("key:0", "柜面系统", owns=frozenset({f"organisation:{bank}"}))
    wanted = actions.Wanted("open-bank-account", "R1", "李民", "310117199001011235")
    asking = actions.ask(wanted, by=key, at=now)
    with arranging():
        finding = UnusualUse.objects.create(
            organisation_id=bank, scenario="open-bank-account", day=timezone.localdate(now), kind="NIGHT", measured=9,
            usual=3, found_at=now,
        )  # fmt: skip
    return bank, asking.pk, finding.pk
