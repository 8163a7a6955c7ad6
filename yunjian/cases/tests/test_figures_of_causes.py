"""Every figure of causes is as long as its list, however it is narrowed, and for the reader's own units only."""

import csv
import io
import re
from datetime import date
from itertools import product

import pytest

from tests.cast import DATA_BUREAU, SERVICE_CENTRE
from tests.district import publish
from yunjian.cases import actions, queries
from yunjian.cases.models import Cause, Desk, Seat
from yunjian.cases.queries import ONLINE, Narrowed
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import arranging

from .world import (
    ELSEWHERE,
    ENQUIRY,
    FANG,
    GONE,
    GU,
    HAN,
    HUANG,
    JIANG,
    LI_OF_THE_SHOP,
    LIN,
    LUO,
    MISSING,
    MON,
    OTHER,
    SHOP,
    SIGN,
    UNMET,
    accepted,
    cause,
    day,
    decided,
    draft,
    of,
    procedure,
    received,
)

pytestmark = pytest.mark.usefixtures("desks")
BUREAUS = "data-matter"


@pytest.fixture
def given() -> None:
    """Causes at two units, for three matters, in cases taken in at two windows and by the applicant, on three days."""
    publish(procedure(BUREAUS, unit=DATA_BUREAU), at=MON)
    with arranging():
        Seat.objects.create(
            desk=Desk.objects.create(unit_id=DATA_BUREAU, procedure=BUREAUS, stage="INTAKE"), account=HAN.id,
            starts_at=MON,
        )  # fmt: skip
    for kind, by, own in ((SIGN, LIN, False), (SIGN, GU, False), (ENQUIRY, LIN, True), (BUREAUS, HAN, False)):
        case = actions.open_case(kind, SHOP, "店招", by=LI_OF_THE_SHOP, at=MON) if own else draft(kind, by=by)
        actions.submit(case, by=LI_OF_THE_SHOP if own else by, at=MON)
        actions.return_for_changes(case, "改", MISSING, by=by, at=MON)
        actions.submit(case, by=by, at=day(3))
        actions.return_for_changes(case, "再改", [*MISSING, *OTHER], by=by, at=day(3))
        actions.submit(case, by=by, at=day(4))
        actions.receive(case, by=by, at=day(4))
        actions.notify_correction(case, ["合同"], [*MISSING, "unreadable"], by=by, at=day(4))
    actions.refuse_acceptance(received(), "不归", ELSEWHERE, by=LIN, at=MON)
    actions.terminate(accepted(), "注销", [*GONE, *OTHER], by=LIN, at=day(3))
    actions.settle_at_once(received(ENQUIRY), False, "没有", UNMET, by=LIN, at=MON)
    decided(granted=False)
    decided()


def test_each_figure_is_as_long_as_its_list_and_as_what_the_cases_say(given):
    wanted = (
        ("", SERVICE_CENTRE), ("", SIGN, ENQUIRY), ("", LIN.id, GU.id, ONLINE),
        (None, date(2026, 3, 3)), (None, date(2026, 3, 3)),
    )  # fmt: skip
    seen = 0
    for unit, kind, window, since, until in product(*wanted):
        narrowed = {"unit": unit, "procedure": kind, "window": window, "since": since, "until": until}
        for each in queries.cause_figures(Narrowed(**narrowed), at=MON, reader=LUO):
            for move, number in (("", each.cases), *each.moves):
                asked = Narrowed(**narrowed, cause=each.code, move=move)
                found = queries.caused(asked, at=MON, reader=LUO)
                assert found.total == len(found.rows) == number, asked
                seen += number
                for row in found.rows:
                    view = queries.case_view(row.case, at=MON, reader=LIN)
                    assert any(
                        said.code == each.code
                        and (not move or said.move == move)
                        and (not since or said.given_on >= since)
                        and (not until or said.given_on <= until)
                        for said in view.causes
                    )
                    assert not unit or view.unit == unit
                    assert not kind or view.procedure == kind
    assert seen > 100


def test_the_whole_is_the_sum_of_its_units_matters_and_windows(given):
    def counted(reader, **narrowed):
        found = queries.cause_figures(Narrowed(**narrowed), at=MON, reader=reader)
        return {each.code: each.cases for each in found}

    whole = counted(LUO)
    assert whole["missing"] == 3
    for name, parts in {"procedure": (SIGN, ENQUIRY), "window": (LIN.id, GU.id, ONLINE)}.items():
        each = [counted(LUO, **{name: part}) for part in parts]
        assert whole == {code: sum(part.get(code, 0) for part in each) for code in whole}
    assert counted(HUANG) == {"missing": 1, "other": 1, "unreadable": 1}
    assert counted(HUANG, unit=SERVICE_CENTRE) == {}
    in_all = Cause.objects.filter(code="missing").values("case").distinct().count()
    assert in_all == whole["missing"] + counted(HUANG)["missing"]


@pytest.mark.parametrize("asked", [queries.cause_figures, queries.caused], ids=lambda each: each.__name__)
def test_who_counts_nothing_is_told_so(given, asked):
    for stranger in (JIANG, FANG, LI_OF_THE_SHOP, SYSTEM):
        with pytest.raises(Forbidden):
            asked(at=MON, reader=stranger)
    for stranger in (JIANG, LIN):
        assert of(stranger).get("/cases/figures/causes/").status_code == 403


def test_every_number_of_the_page_leads_to_a_list_of_that_length(given):
    for narrowed in ("", f"?procedure={SIGN}&window={LIN.id}", "?day_from=2026-03-03&day_to=2026-03-03"):
        page = of(LUO).get(f"/cases/figures/{narrowed}").text
        links = re.findall(r'<a href="(/cases/figures/causes/\?[^"]+)">(\d+)<', page)
        assert len(links) >= 4, narrowed
        for address, number in links:
            listed = of(LUO).get(address.replace("&amp;", "&")).text
            assert listed.count('<th scope="row"') == int(number), address


def test_the_sheet_says_what_the_page_says_narrowed_as_asked(given):
    def sheet(narrowed: str) -> list[dict[str, str]]:
        answer = of(LUO).get(f"/cases/figures/export/?of=causes{narrowed}")
        return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    found = queries.cause_figures(at=MON, reader=LUO)
    assert [(row["原因"], row["办件数"]) for row in sheet("")] == [(each.title, str(each.cases)) for each in found]
    assert [row["一次告知补正"] for row in sheet("") if row["原因"] == "材料不齐全"] == ["3"]
    assert [row["办件数"] for row in sheet(f"&procedure={ENQUIRY}") if row["原因"] == "材料不齐全"] == ["1"]


def test_a_cause_that_is_no_longer_given_is_still_counted_and_listed(given):
    publish(cause("missing", "return_for_changes", valid_from=day(9).date(), valid_to=day(9).date()), at=day(9))
    [figure] = [each for each in queries.cause_figures(at=day(9), reader=LUO) if each.code == "missing"]

    assert figure.cases == queries.caused(Narrowed(cause="missing"), at=day(9), reader=LUO).total == 3
    assert "missing" in queries.cause_titles(at=day(9), reader=LUO)
