"""What the tests of certificates stand on: two types, a unit that issues them, a person and an enterprise."""

from datetime import date
from typing import Any

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE
from tests.district import RULE, START, publish, small_district
from tests.roles import actor
from yunjian.certificates import actions
from yunjian.certificates.definitions import CertificateType
from yunjian.certificates.logic.draft import Draft
from yunjian.certificates.models import Certificate
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.parties import actions as parties
from yunjian.parties.definitions import Retention

NUMBER = "310117199001011235"
USCC = "91350100M000100Y43"
CODE = "11310117000000000X"
LICENCE = {"number": "JY1", "principal": "王建国", "trade": "catering"}
# 顾 issues the Data Bureau's certificates, 秦 those of another unit; 金 verifies at a window.
GU = actor("account:900121", "顾证", ("certificate-officer", DATA_BUREAU))
QIN = actor("account:900122", "秦证", ("certificate-officer", SERVICE_CENTRE))
JIN = actor("account:900123", "金窗", ("certificate-verifier", SERVICE_CENTRE))


def licence(key: str = "licence", sequence: str = "001", **more: Any) -> CertificateType:
    """A licence of an enterprise for two years, reminded of 60 and 30 days ahead."""
    values: dict[str, Any] = {
        "title": "食品经营许可证",
        "title_en": "Food business licence",
        "code": CODE + sequence,
        "code_certainty": "provisional",
        "issuer": DATA_BUREAU,
        "issuer_code": "310117",
        "holder": "enterprise",
        "fields": (
            {"name": "number", "title": "许可证编号", "title_en": "Number", "kind": "identifier", "disclosable": False},
            {"name": "principal", "title": "负责人", "title_en": "Principal", "grade": "PERSONAL", "mask": "name"},
            {
                "name": "trade", "title": "业态", "title_en": "Trade", "kind": "code", "required": False,
                "choices": ({"code": "catering", "title": "餐饮", "title_en": "Catering"},),
            },
        ),
        "validity": {"rule": "fixed", "months": 24, "remind_days": (60, 30)},
        "layout": {"order": ("number", "principal", "trade")},
        "purposes": ({"key": "entry", "title": "入网审核", "title_en": "Admission", "fields": ("number", "trade")},),
        "example": {"valid_from": date(2026, 1, 1), "values": LICENCE, "valid_through": date(2027, 12, 31)},
        "basis": RULE,
        "valid_from": START,
        **more,
    }  # fmt: skip
    return CertificateType(key=key, **values)


def permit(**more: Any) -> CertificateType:
    """A permit of a person until a day the issuer writes down."""
    return licence(
        "permit",
        "002",
        **{
            "title": "居住证",
            "title_en": "Residence permit",
            "holder": "person",
            "fields": (
                {
                    "name": "home", "title": "居住地址", "title_en": "Residence", "kind": "address",
                    "grade": "SENSITIVE", "mask": "address",
                },
            ),
            "validity": {"rule": "until", "months": 12, "remind_days": (30,)},
            "layout": {"order": ("home",)},
            "purposes": ({"key": "school", "title": "入学核对", "title_en": "School", "fields": ("home",)},),
            "example": {
                "valid_from": date(2026, 1, 1), "written_through": date(2026, 6, 30), "values": {"home": "文诚路500弄"},
                "valid_through": date(2026, 6, 30),
            },
            **more,
        },
    )  # fmt: skip


def retention(key: str, months: int) -> Retention:
    example = {"last_used": date(2024, 1, 1), "due": date(2024 + months // 12, 1 + months % 12, 1)}
    return Retention(key=key, title=key, months=months, then="erase", basis=RULE, valid_from=START, example=example)


def district(*types: CertificateType) -> None:
    """The small district with these types (a licence and a permit), a person and an enterprise."""
    small_district()
    publish(*(types or (licence(), permit())), retention("certificates", 120), retention("batches", 3))
    parties.register_person("李民", NUMBER, by=SYSTEM, at=NOON)
    parties.register_enterprise("松江数据有限公司", USCC, by=SYSTEM, at=NOON)


def beside() -> int:
    """In a district that stands already: the two types, an enterprise, and a licence of it."""
    publish(licence(), permit(), retention("certificates", 120))
    parties.register_enterprise("松江数据有限公司", USCC, by=SYSTEM, at=NOON)
    return issued()


def of_enterprise(**more: Any) -> Draft:
    return Draft(**{"number": USCC, "name": "松江数据有限公司", "values": LICENCE, **more})


def of_person(**more: Any) -> Draft:
    values = {"home": "上海市松江区方松街道文诚路500弄3号"}
    return Draft(**{"number": NUMBER, "name": "李民", "values": values, "valid_through": date(2026, 8, 31), **more})


def issued(type_key: str = "licence", draft: Draft | None = None) -> int:
    """A certificate, issued at noon."""
    wanted = draft or (of_enterprise() if type_key == "licence" else of_person())
    return actions.issue_certificate(type_key, wanted, by=GU, at=NOON).id


def holder_of(certificate_id: int, account: str = "account:900105") -> Actor:
    """The party itself, signed in."""
    owner = Certificate.objects.values_list("holder", flat=True).get(pk=certificate_id)
    return Actor(account, "持证人", owns=frozenset({owner}))
