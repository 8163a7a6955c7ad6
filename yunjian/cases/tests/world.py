"""A unit where cases are worked on: two kinds of matters, their desks, and the people who sit there."""

from datetime import datetime, time, timedelta

from django.test import Client

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE, SHANGHAI
from tests.district import RULE, START, publish, small_district
from tests.roles import actor
from yunjian.cases import actions
from yunjian.cases.definitions import (
    CAUSE_MOVES,
    CaseExample,
    Cause,
    CauseExample,
    Procedure,
    SpecialProcedure,
    StepPlan,
)
from yunjian.cases.models import Case, Desk, Seat, Stage, Step
from yunjian.kernel.actor import Actor
from yunjian.kernel.testing import arranging
from yunjian.parties.models import Account, Grant

from .calendars import years

MON = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # no holiday until 4 April
SIGN, ENQUIRY, RENEWAL, PLAIN = "shop-sign", "enquiry", "renewal", "plain-sign"

# 林 is at the window, 顾 too; 江 and 唐 review at the Service Centre, 许 at the Data Bureau; 贺 decides, 罗 heads the
# unit, 白 keeps its records, 韩 works elsewhere. 李's shop is enterprise 7.
LIN = actor("account:910001", "林窗口", ("case-window", SERVICE_CENTRE))
GU = actor("account:910002", "顾窗口", ("case-window", SERVICE_CENTRE))
JIANG = actor("account:910003", "江审查", ("case-reviewer", SERVICE_CENTRE))
TANG = actor("account:910004", "唐审查", ("case-reviewer", SERVICE_CENTRE))
XU = actor("account:910005", "许审查", ("case-reviewer", DATA_BUREAU))
HE_DECIDES = actor("account:910006", "贺审批", ("case-approver", SERVICE_CENTRE), ("case-reviewer", SERVICE_CENTRE))
LUO = actor("account:910007", "罗主任", ("case-head", SERVICE_CENTRE))
BAI = actor("account:910008", "白档案", ("case-archivist", SERVICE_CENTRE))
HAN = actor("account:910009", "韩外人", ("case-window", DATA_BUREAU), ("case-reviewer", DATA_BUREAU))
HUANG = actor("account:910010", "黄主任", ("case-head", DATA_BUREAU))
# Nobody has seated these two: 方 could stand in at the window, 任 has a role there that does no work on cases.
FANG = actor("account:910098", "方代班", ("case-window", SERVICE_CENTRE))
REN = actor("account:910099", "任档案", ("case-archivist", SERVICE_CENTRE))
MEI = actor("account:910097", "梅评查", ("case-inspector", SERVICE_CENTRE))
STAFF = (MEI, LIN, GU, JIANG, TANG, XU, HE_DECIDES, LUO, BAI, HAN, HUANG, FANG, REN)
SHOP = "enterprise:7"
MISSING, ELSEWHERE, UNMET, GONE, OTHER = ("missing",), ("elsewhere",), ("unmet",), ("gone",), ("other",)  # causes
LI_OF_THE_SHOP = Actor("account:900105", "李民", owns=frozenset({"person:5", SHOP}))


def procedure(key: str, **more) -> Procedure:
    values = {
        "title": "设置店招",
        "matter_type": "01",
        "unit": SERVICE_CENTRE,
        "handling": "promised",
        "legal_days": 20,
        "promised_days": 10,
        "extension_days": 10,
        "correction_days": 15,
        "remedies": "可以在六十日内申请行政复议，或者在六个月内提起行政诉讼",
        "basis": RULE,
        "valid_from": START,
        "example": CaseExample(accepted_on=MON.date(), due_on=(MON + timedelta(days=14)).date()),
    }
    return Procedure(**{"key": key, **values, **more})


def sign() -> Procedure:
    """First a check, then the street and the data bureau side by side, one of them four-eyed."""
    return procedure(
        SIGN,
        certificate=True,
        four_eyes=True,
        supplement="stops",
        supplement_basis="测试条例第九条",
        special=(
            SpecialProcedure(kind="HEARING", basis="测试条例第八条", at_most=20),
            SpecialProcedure(kind="TESTING", basis="测试条例第七条"),
        ),
        steps=(
            StepPlan(key="check", title="核对", units=(SERVICE_CENTRE,), days=2),
            StepPlan(key="street", title="会审", units=(SERVICE_CENTRE, DATA_BUREAU), days=5, after=("check",)),
            StepPlan(key="fire", title="复核", units=(SERVICE_CENTRE,), days=5, after=("check",), four_eyes=True),
        ),
        example=CaseExample(
            waves=(("check",), ("street", "fire")), accepted_on=MON.date(), due_on=(MON + timedelta(days=14)).date()
        ),
    )


def enquiry() -> Procedure:
    return procedure(
        ENQUIRY,
        title="咨询",
        matter_type="20",
        handling="on-the-spot",
        legal_days=5,
        promised_days=0,
        extension_days=0,
        remedies="",
        example=CaseExample(accepted_on=MON.date(), due_on=MON.date()),
    )


def renewal() -> Procedure:
    return procedure(RENEWAL, title="延续", silence="approved", silence_basis="中华人民共和国行政许可法第五十条")


def plain() -> Procedure:
    """One step, a hearing, no certificate: what the attacks are tried on."""
    return procedure(
        PLAIN,
        special=(SpecialProcedure(kind="HEARING", basis="测试条例第八条", at_most=20),),
        steps=(StepPlan(key="check", title="核对", units=(SERVICE_CENTRE,), days=2),),
        example=CaseExample(waves=(("check",),), accepted_on=MON.date(), due_on=(MON + timedelta(days=14)).date()),
    )


def cause(key: str, *moves: str, **more) -> Cause:
    values = {
        "title": key,
        "title_en": f"{key} (en)",
        "moves": moves,
        "basis": RULE,
        "valid_from": START,
        "example": CauseExample(words="情形", given_for=moves[0]),
    }
    return Cause(**{"key": key, **values, **more})


def causes() -> list[Cause]:
    """Enough for every move."""
    back = ("return_for_changes", "notify_correction")
    return [
        cause("missing", *back, title="材料不齐全"),
        cause("unreadable", *back, title="复印件看不清"),
        cause("elsewhere", "refuse_acceptance", title="不归本单位管"),
        cause("unmet", "refuse", title="不符合条件"),
        cause("gone", "terminate", title="申请人终止"),
        cause("earlier", "fall_away", title="前面的没有办成"),
        cause("other", *(move for move in CAUSE_MOVES if move != "fall_away"), title="其他"),
    ]


def accounts() -> None:
    """Those who work here have accounts, and the roles they hold are granted."""
    with arranging():
        Account.objects.bulk_create(
            Account(pk=int(each.id.partition(":")[2]), username=each.id, name=each.name, password="!") for each in STAFF
        )
        Grant.objects.bulk_create(
            Grant(account_id=int(each.id.partition(":")[2]), role=role, unit=unit, starts_at=NOON.replace(year=2025))
            for each in STAFF
            for role, unit in sorted(each.grants)
        )


def world() -> None:
    """Everything declared, everybody in their seat."""
    small_district()
    accounts()
    publish(*years(), *causes(), sign(), enquiry(), renewal(), at=MON)
    seats()


def seats() -> None:
    """Everybody at the desks they have from the beginning."""
    at_desks = {
        Stage.INTAKE: (LIN, GU),
        Stage.DELIVER: (LIN, GU),
        Stage.REVIEW: (JIANG, TANG, HE_DECIDES),
        Stage.DECIDE: (HE_DECIDES,),
    }
    wanted = [(SERVICE_CENTRE, kind, *each) for kind in (SIGN, ENQUIRY, RENEWAL) for each in at_desks.items()]
    wanted.append((DATA_BUREAU, SIGN, Stage.REVIEW, (XU,)))
    with arranging():
        desks = Desk.objects.bulk_create(
            Desk(unit_id=unit, procedure=kind, stage=stage) for unit, kind, stage, _ in wanted
        )
        Seat.objects.bulk_create(
            Seat(desk=desk, account=who.id, starts_at=MON)
            for desk, (*_, people) in zip(desks, wanted, strict=True)
            for who in people
        )


def sit(who: Actor, kind: str, stage: str) -> None:
    actions.seat(who.id, SERVICE_CENTRE, kind, stage, by=LUO, at=MON)


def of(who: Actor) -> Client:
    """The browser of one who works here."""
    client = Client()
    client.force_login(Account.objects.get(username=who.id))
    return client


def day(number: int, month: int = 3) -> datetime:
    return datetime.combine(MON.date().replace(month=month, day=number), time(10), tzinfo=SHANGHAI)


def the(case_id: int) -> Case:
    return Case.objects.get(pk=case_id)


def waiting(case_id: int, stage: str = "", key: str = "") -> list[int]:
    """The open steps of a case."""
    rows = Step.objects.open().filter(case=case_id)
    rows = rows.filter(desk__stage=stage) if stage else rows
    return list((rows.filter(key=key) if key else rows).order_by("pk").values_list("pk", flat=True))


# A case at each point of its way


def draft(kind: str = SIGN, by: Actor = LIN, at: datetime = MON) -> int:
    return actions.open_case(kind, SHOP, "换一块店招", materials=("material:1",), by=by, at=at)


def submitted(kind: str = SIGN, at: datetime = MON) -> int:
    case = draft(kind, at=at)
    actions.submit(case, by=LIN, at=at)
    return case


def received(kind: str = SIGN, at: datetime = MON) -> int:
    case = submitted(kind, at)
    actions.receive(case, by=LIN, at=at)
    return case


def accepted(kind: str = SIGN, at: datetime = MON) -> int:
    case = received(kind, at)
    actions.accept(case, by=LIN, at=at)
    return case


def reviewed(at: datetime = MON) -> int:
    """All steps are done; the decision waits."""
    case = accepted(SIGN, at)
    actions.review_step(waiting(case, key="check")[0], True, "", by=JIANG, at=at)
    ours, theirs = waiting(case, key="street")
    actions.review_step(ours, True, "", by=JIANG, at=at)
    actions.review_step(theirs, True, "", by=XU, at=at)
    for who in (JIANG, TANG):
        actions.review_step(waiting(case, key="fire")[0], True, "", by=who, at=at)
    return case


def decided(granted: bool = True, at: datetime = MON) -> int:
    case = reviewed(at)
    actions.decide(case, granted, "" if granted else "离路口太近", () if granted else UNMET, by=HE_DECIDES, at=at)
    return case
