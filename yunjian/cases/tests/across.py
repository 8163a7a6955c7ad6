"""A matter that another region decides, and the region, whose window also takes one of ours in."""

from tests.district import RULE, START, publish
from yunjian.cases import actions
from yunjian.cases.definitions import CaseExample, Procedure, Region, RegionExample

from .world import LIN, MON, SIGN, day, procedure, received, sit

THERE, JIAXING = "business-in-jiaxing", "jiaxing"


def region(**more) -> Region:
    values = {
        "title": "嘉兴市",
        "title_en": "Jiaxing",
        "code": "330400",
        "alliance": "长三角G60科创走廊",
        "window": "嘉兴市政务服务中心跨域通办窗口",
        "address": "嘉兴市测试路1号",
        "phone": "0573-00000000",
        "takes_in": (SIGN,),
        "basis": RULE,
        "valid_from": START,
        "example": RegionExample(procedure=SIGN, takes_in=True),
    }
    return Region(**{"key": JIAXING, **values, **more})


def decided_there() -> Procedure:
    return procedure(
        THERE,
        title="个体工商户登记（嘉兴办理）",
        matter_type="07",
        region=JIAXING,
        legal_days=3,
        promised_days=3,
        extension_days=0,
        remedies="",
        example=CaseExample(accepted_on=MON.date(), due_on=day(5).date()),
    )


def across_regions() -> None:
    """Declared, and 林 at the window for it."""
    publish(region(), decided_there(), at=MON)
    for stage in ("INTAKE", "DELIVER"):
        sit(LIN, THERE, stage)


def forwarded() -> int:
    """Taken in and sent on, on Monday."""
    case = received(THERE)
    actions.forward(case, "POST", "SF1234567890", by=LIN, at=MON)
    return case
