"""What was read of a file is kept."""

import dataclasses
from decimal import Decimal

import pytest

from tests.cast import DATA_BUREAU, NOON, ZHOU
from yunjian.budgets import actions, queries
from yunjian.budgets.logic.disclosure import TextLine
from yunjian.budgets.tests.papers import NOWHERE, figure, findings, paper
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


def read_disclosure(disclosure, structure=None, found=(), reader="one"):
    structure = paper() if structure is None else structure
    actions.read_disclosure(disclosure, structure, found, reader=reader, by=SYSTEM, at=NOON)


def test_makes_it_public_with_its_headline_amounts(handed_in):
    disclosure = handed_in(read=False)

    read_disclosure(disclosure, paper(2026), findings())

    found = queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS)
    assert (found.id, found.state, found.edition) == (disclosure, "READ", 1)
    assert (found.income, found.expenditure) == (Decimal(1_500_000), Decimal(1_500_000))
    assert (found.basic, found.project) == (Decimal(500_000), Decimal(1_000_000))
    assert (found.note_count, found.note_total) == (2, Decimal(1_000_000))
    [entry] = recorded("budgets.disclosure.read")
    assert entry.payload["errors"] == 1
    assert (entry.payload["unit"], entry.payload["year"]) == (DATA_BUREAU, 2026)


def test_keeps_the_whole_structure(handed_in):
    disclosure = handed_in(year=2026)

    kept = queries.structure(disclosure, reader=ANONYMOUS)
    assert kept == dataclasses.replace(paper(), source=kept.source)


def test_gives_a_corrected_file_the_next_edition_and_keeps_the_one_before(handed_in):
    first = handed_in(year=2026)
    second = handed_in(year=2026, basic="600000.00")

    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).id == second
    before = queries.find_disclosure(DATA_BUREAU, 2026, edition=1, reader=ANONYMOUS)
    assert (before.id, before.state, before.period) == (first, "SUPERSEDED", "2026-e1")
    [entry] = recorded("budgets.disclosure.superseded")
    assert (entry.payload["disclosure"], entry.payload["successor"]) == (first, second)


def test_leaves_another_year_and_the_final_accounts_alone(handed_in):
    handed_in(year=2025)
    handed_in(year=2026)
    handed_in(year=2025, kind="final")

    current = queries.department(DATA_BUREAU, reader=ANONYMOUS)
    assert [row.disclosure.period for row in current.rows] == ["2026", "2025", "2025-final"]


def test_read_again_keeps_the_edition_the_notes_ids_and_the_judgements(handed_in):
    disclosure = handed_in(year=2026)
    note = queries.note(disclosure, 1, reader=ANONYMOUS)
    [error, _] = queries.findings(disclosure, reader=ANONYMOUS)
    actions.judge_finding(disclosure, error.fingerprint, "FALSE_ALARM", "四舍五入", by=ZHOU, at=NOON)

    read_disclosure(disclosure, paper(projects=[("政务云租用（改）", "60")]), findings(), reader="two")

    again = queries.disclosure(disclosure, reader=ANONYMOUS)
    assert (again.edition, again.state, again.note_count) == (1, "READ", 1)
    assert queries.note(disclosure, 1, reader=ANONYMOUS).id == note.id
    assert queries.note(disclosure, 1, reader=ANONYMOUS).title == "政务云租用（改）"
    [error, _] = queries.findings(disclosure, reader=ANONYMOUS)
    assert error.judgement.words == "四舍五入"
    with pytest.raises(NotFound):
        queries.note(disclosure, 2, reader=ANONYMOUS)


def test_tells_two_findings_with_the_same_words_apart(handed_in):
    twice = findings()[:1] * 2

    disclosure = handed_in(found=twice)

    first, second = queries.findings(disclosure, reader=ANONYMOUS)
    assert first.fingerprint != second.fingerprint


def test_drops_the_characters_the_database_cannot_hold(handed_in):
    disclosure = handed_in(read=False)
    structure = paper()
    odd = dataclasses.replace(structure, title="预算\x00\ud800", lines=(TextLine("a\x00b", NOWHERE),))

    read_disclosure(disclosure, odd)

    assert queries.structure(disclosure, reader=ANONYMOUS).lines[0].text == "ab"
    assert "\x00" not in queries.disclosure(disclosure, reader=ANONYMOUS).title


def test_is_declined_when_an_amount_is_beyond_reason(handed_in):
    disclosure = handed_in(read=False)
    structure = paper()
    [first, second] = structure.projects
    absurd = dataclasses.replace(first, amount=figure("9" * 30))

    with pytest.raises(actions.AmountTooLarge):
        read_disclosure(disclosure, dataclasses.replace(structure, projects=(absurd, second)))

    assert queries.disclosure(disclosure, reader=ZHOU).state == "RECEIVED"
    assert not recorded("budgets.disclosure.read")


def test_is_declined_without_a_year(handed_in):
    disclosure = handed_in(read=False)

    with pytest.raises(actions.YearMissing):
        read_disclosure(disclosure, dataclasses.replace(paper(), year=0))


def test_is_declined_once_the_file_was_withdrawn(handed_in):
    disclosure = handed_in(read=False)
    actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)

    with pytest.raises(actions.NotWaiting):
        read_disclosure(disclosure)


def test_is_never_done_in_a_persons_name(handed_in):
    disclosure = handed_in(read=False)

    with pytest.raises(Forbidden):
        actions.read_disclosure(disclosure, paper(), (), reader="one", by=ZHOU, at=NOON)

    assert queries.disclosure(disclosure, reader=ZHOU).state == "RECEIVED"


def test_is_begun_by_the_system_and_seen_by_the_officer(handed_in):
    disclosure = handed_in(read=False)

    actions.start_reading(disclosure, by=SYSTEM, at=NOON)

    assert queries.disclosure(disclosure, reader=ZHOU).state == "READING"
    assert recorded("budgets.disclosure.reading_started")
    with pytest.raises(Forbidden):
        actions.start_reading(disclosure, by=ZHOU, at=NOON)


def test_is_not_begun_once_the_file_was_withdrawn(handed_in):
    disclosure = handed_in(read=False)
    actions.withdraw_disclosure(disclosure, by=ZHOU, at=NOON)

    with pytest.raises(actions.NotWaiting):
        actions.start_reading(disclosure, by=SYSTEM, at=NOON)
