"""The districts that come with the platform are sound, and Songjiang says what its documents say."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.songjiang import whole
from yunjian.budgets.definitions import CodeTable, DisclosureFile
from yunjian.budgets.logic.reading import read as read_disclosure
from yunjian.cases.definitions import CAUSE_MOVES, Cause
from yunjian.kernel.pack import commands
from yunjian.kernel.pack.reading import read
from yunjian.kernel.working_days import Calendar, WorkingCalendar, is_working_day
from yunjian.parties.definitions import Role, Unit
from yunjian.projects.definitions import Project
from yunjian.site.definitions import ALL

DISTRICTS = Path(__file__).parent.parent / "districts"


@pytest.fixture(scope="module")
def songjiang():
    return whole()


def of(pack, kind):
    return {each.key: each for each in pack.definitions if isinstance(each, kind)}


def test_pass_the_check_and_use_every_kind(songjiang):
    template = DISTRICTS / "template"

    assert commands.check(template, ALL) == 0
    for pack in (songjiang, read(template, ALL)):
        assert {type(each) for each in pack.definitions} == set(ALL)


def test_every_move_against_the_applicant_has_causes_and_those_of_no_law_are_marked(songjiang):
    for pack in (songjiang, read(DISTRICTS / "template", ALL)):
        found = of(pack, Cause).values()
        assert {move for each in found for move in each.moves} == set(CAUSE_MOVES)
        own = {each.key for each in found if all("自拟" in basis.title for basis in each.basis)}
        assert own == {each.key for each in found if each.house}


def test_songjiang_has_its_departments_sections_streets_towns_and_zones(songjiang):
    units = of(songjiang, Unit)
    below = Counter(unit.parent for unit in units.values())

    assert (below["data-bureau"], below["government-service-centre"]) == (5, 11)
    assert Counter(unit.level for unit in units.values() if unit.division and unit.parent) == {
        "township": 17,
        "zone": 3,
    }
    assert len({unit.division for unit in units.values() if unit.division}) == 21
    roles = {role.key for role in of(songjiang, Role).values() if role.holds_on(date(2026, 3, 2))}
    administrators = {"system-administrator", "security-administrator", "audit-administrator"}
    social_use = {"social-use-officer", "social-use-approver"}
    officers = {"budget-officer", "budget-reviewer", "budget-approver"}
    of_cases = {f"case-{part}" for part in ("window", "reviewer", "approver", "head", "archivist", "inspector")}
    of_items = {f"item-{part}" for part in ("officer", "reviewer", "publisher")}
    assert (
        roles
        == {"leader", "clerk", "privacy-officer", "certificate-officer", "certificate-verifier"}
        | officers
        | administrators
        | social_use
        | of_cases
        | of_items
    )


def test_songjiang_counts_the_classification_codes_and_how_sure_they_are(songjiang):
    tables = of(songjiang, CodeTable)

    assert {key: len(table.codes) for key, table in tables.items()} == {
        "functional": 306, "economic": 109, "government-economic": 15}  # fmt: skip
    sure = {key: sum(code.certainty == "confirmed" for code in table.codes) for key, table in tables.items()}
    assert sure == {"functional": 100, "economic": 64, "government-economic": 0}


def test_songjiang_adds_its_projects_up_to_the_published_totals(songjiang):
    projects = of(songjiang, Project).values()
    total = {year: sum(each.amount.yuan for each in projects if each.year == year) for year in (2025, 2026)}

    assert Counter(each.year for each in projects) == {2025: 15, 2026: 43}
    assert total == {2025: Decimal("31306310.00"), 2026: Decimal("76205501.91")}
    by_code = Counter()
    for each in projects:
        by_code[each.function] += each.amount.yuan
    assert by_code == {
        "201-41-02": Decimal("5306310.00"),
        "215-05-17": Decimal("26000000.00"),
        "201-99-99": Decimal("76205501.91"),
    }
    assert sorted(each.line for each in projects if each.year == 2026) == list(range(1, 44))


def test_songjiang_says_of_every_project_what_its_disclosure_says(songjiang):
    projects = {(each.unit, each.year, each.title): each for each in of(songjiang, Project).values()}
    apart = []
    for file in of(songjiang, DisclosureFile).values():
        path = songjiang.folder / file.file
        for line, note in enumerate(read_disclosure(path.read_bytes(), path.name).projects, start=1):
            project = projects.pop((file.unit, file.year, note.title))
            assert (project.line, project.period.starts_on) == (line, note.period_start)
            assert (project.period.ends_before - note.period_end).days == 1
            if note.amount.printed.yuan != project.amount.yuan:
                apart.append(
                    (project.key, note.amount.printed.as_unit(project.amount.unit).yuan == project.amount.yuan)
                )

    assert not projects
    # Two amounts are printed with 元 where 万元 is meant; the sums close only with 万元.
    assert apart == [("2026-big-data-platform-1-operation", True), ("2026-citizen-store", True)]


def test_songjiang_pays_its_projects_as_the_disclosure_says(songjiang):
    projects = {(each.unit, each.title): each for each in of(songjiang, Project).values()}
    compared = 0
    for file in of(songjiang, DisclosureFile).values():
        path = songjiang.folder / file.file
        for note in read_disclosure(path.read_bytes(), path.name).projects:
            project = projects[file.unit, note.title]
            shares = [payment.share for payment in note.payments if payment.share is not None]
            if project.payment == "milestones" and len(shares) == len(project.milestones):
                assert shares == [step.share / 100 for step in project.milestones], project.key
                compared += 1

    assert compared >= 25


@pytest.mark.parametrize(("year", "days"), [(2024, 366 - 104 - 11), (2025, 365 - 104 - 13), (2026, 365 - 104 - 13)])
def test_songjiang_knows_how_many_working_days_a_year_has(songjiang, year, days):
    """The days of the year less its Saturdays and Sundays and its statutory holidays (11, and 13 from 2025 on)."""
    calendar = Calendar(of(songjiang, WorkingCalendar).values())
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days

    assert sum(is_working_day(calendar, first + timedelta(n)) for n in range(count)) == days
