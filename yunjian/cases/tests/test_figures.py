"""The figures by window and by what was missing are those of the cases themselves, for the reader's own units."""

import csv
import io

import pytest

from tests.cast import SERVICE_CENTRE
from yunjian.cases import actions, queries
from yunjian.cases.models import Case
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden

from .world import (
    ELSEWHERE,
    ENQUIRY,
    FANG,
    GU,
    HUANG,
    JIANG,
    LI_OF_THE_SHOP,
    LIN,
    LUO,
    MISSING,
    MON,
    SHOP,
    SIGN,
    decided,
    draft,
    of,
    received,
    the,
)

pytestmark = pytest.mark.usefixtures("desks")


@pytest.fixture
def some() -> list[int]:
    """Cases taken in by two clerks and by the applicant; of three it was said what is missing."""
    asked = [received(), received(), received(ENQUIRY)]
    for case, missing in zip(asked, (["合同", "图纸"], ["合同"], ["合同"]), strict=True):
        actions.notify_correction(case, missing, MISSING, by=LIN, at=MON)
    actions.open_case(SIGN, SHOP, "店招", by=LI_OF_THE_SHOP, at=MON)
    refused = draft(by=GU)
    for act in (actions.submit, actions.receive):
        act(refused, by=GU, at=MON)
    actions.refuse_acceptance(refused, "不归本单位", ELSEWHERE, by=GU, at=MON)
    done = received(ENQUIRY)
    actions.settle_at_once(done, True, "", by=LIN, at=MON)
    decided()
    return asked


def test_every_case_stands_with_whoever_took_it_in(some):
    found = {each.account: each for each in queries.windows(reader=LUO)}

    assert set(found) == {"", LIN.id, GU.id}
    for who, row in found.items():
        cases = Case.objects.filter(opened_by=who) if who else Case.objects.exclude(opened_by__in=(LIN.id, GU.id))
        views = [queries.case_view(each.pk, at=MON, reader=LIN) for each in cases]
        assert (row.unit, row.opened) == (SERVICE_CENTRE, len(views))
        assert row.corrected == sum(each.correction is not None for each in views)
        assert row.not_accepted == sum(each.state == "NOT_ACCEPTED" for each in views)
        assert row.done == row.done_in_time == sum(each.state == "DONE" for each in views)
    assert sum(each.opened for each in found.values()) == sum(
        each.opened for each in queries.figures(at=MON, reader=LUO)
    )


def test_who_left_the_window_keeps_what_they_took_in(some):
    before = queries.windows(reader=LUO)
    actions.unseat(GU.id, SERVICE_CENTRE, SIGN, "INTAKE", by=LUO, at=MON)

    assert queries.windows(reader=LUO) == before


def test_what_was_missing_is_counted_by_cases_the_most_frequent_first(some):
    said = [(each.procedure, each.missing, each.cases) for each in queries.missing(reader=LUO)]

    assert said == [(SIGN, "合同", 2), (ENQUIRY, "合同", 1), (SIGN, "图纸", 1)]
    views = [queries.case_view(case, at=MON, reader=LIN) for case in some]
    assert sum(count for *_, count in said) == sum(len(each.correction.missing) for each in views)
    assert {the(case).unit_id for case in some} == {each.unit for each in queries.missing(reader=LUO)}


@pytest.mark.parametrize("asked", [queries.windows, queries.missing], ids=lambda each: each.__name__)
def test_a_leader_sees_their_own_unit_and_nobody_else_any(some, asked):
    assert asked(reader=HUANG) == ()
    for stranger in (JIANG, FANG, LI_OF_THE_SHOP, SYSTEM):
        with pytest.raises(Forbidden):
            asked(reader=stranger)


def test_the_page_and_the_spreadsheets_say_the_same(some):
    page = of(LUO).get("/cases/figures/").text
    exported = {name: of(LUO).get(f"/cases/figures/export/?of={name}") for name in ("windows", "missing")}
    sheets = {
        name: list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        for name, answer in exported.items()
    }

    assert all(words in page for words in ("按窗口", "补正的内容", "申请人自己提交", "图纸"))
    assert [(row["窗口人员"], row["登记"]) for row in sheets["windows"]] == [
        ("申请人自己提交", "1"), ("林窗口", "5"), ("顾窗口", "1")
    ]  # fmt: skip
    assert [(row["要补正的内容"], row["办件数"]) for row in sheets["missing"]] == [
        ("合同", "2"),
        ("合同", "1"),
        ("图纸", "1"),
    ]
