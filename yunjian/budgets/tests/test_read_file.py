"""The job that reads one file."""

import pytest

from tests.cast import DATA_BUREAU, NOON, SERVICE_CENTRE, WU, ZHOU
from yunjian.budgets import actions, jobs, queries
from yunjian.budgets.logic.disclosure import Unreadable
from yunjian.budgets.tests.papers import findings, paper
from yunjian.budgets.tests.seeds import SERVICE_CENTRE as CENTRE_2026
from yunjian.budgets.tests.seeds import seed_files
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(handed_in):
    return handed_in(read=False)


def answers(monkeypatch, structure):
    """Have the reader answer with a structure made by hand, or with an error."""

    def read(data, name, *, seconds, megabytes):
        if isinstance(structure, Exception):
            raise structure
        return structure

    monkeypatch.setattr(jobs, "read_confined", read)
    monkeypatch.setattr(jobs, "reconcile", lambda structure, codes: findings())


def state(disclosure):
    found = queries.disclosure(disclosure, reader=ZHOU)
    return found.state, found.reason


def test_reads_a_real_disclosure_in_a_confined_process(songjiang):
    path = seed_files()[CENTRE_2026]
    disclosure = actions.receive_disclosure(SERVICE_CENTRE, path.name, path.read_bytes(), by=WU, at=NOON)

    jobs.read_file(disclosure)

    found = queries.find_disclosure(SERVICE_CENTRE, 2026, reader=ANONYMOUS)
    assert (found.id, found.note_count, str(found.expenditure)) == (disclosure, 43, "93555945.79")
    assert queries.finding_counts([disclosure], reader=ANONYMOUS)[disclosure].error


def test_keeps_what_was_read_and_found(waiting, monkeypatch):
    answers(monkeypatch, paper())

    jobs.read_file(waiting)

    assert state(waiting) == ("READ", "")
    assert len(queries.findings(waiting, reader=ANONYMOUS)) == 2
    kinds = [entry.kind.removeprefix("budgets.disclosure.") for entry in recorded()]
    assert kinds[-2:] == ["reading_started", "read"]


def test_reads_a_file_once_however_often_it_is_told(waiting, monkeypatch):
    answers(monkeypatch, paper())

    jobs.read_file(waiting)
    jobs.read_file(waiting)

    assert len(recorded("budgets.disclosure.read")) == 1


def test_reads_it_again_with_another_edition_of_the_reader(waiting, monkeypatch):
    answers(monkeypatch, paper())
    jobs.read_file(waiting)

    monkeypatch.setattr(jobs, "reader_edition", lambda: "another")
    jobs.read_file(waiting)

    assert len(recorded("budgets.disclosure.read")) == 2


def test_keeps_the_sentence_of_a_file_that_cannot_be_read(waiting, monkeypatch):
    answers(monkeypatch, Unreadable("这个 PDF 没有文字层，请先做文字识别。"))

    jobs.read_file(waiting)

    assert state(waiting) == ("UNREADABLE", "这个 PDF 没有文字层，请先做文字识别。")


def test_refuses_the_file_of_another_department(waiting, monkeypatch):
    answers(monkeypatch, paper(body="上海市松江区政务服务中心"))

    jobs.read_file(waiting)

    assert state(waiting)[0] == "UNREADABLE"
    assert "上海市松江区政务服务中心" in state(waiting)[1]


def test_takes_a_department_written_in_another_way(waiting, monkeypatch):
    answers(monkeypatch, paper(body="松江区数据局（本级）"))

    jobs.read_file(waiting)

    assert state(waiting)[0] == "READ"


def test_says_so_when_the_reader_itself_fails_and_is_tried_again(waiting, monkeypatch):
    answers(monkeypatch, ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        jobs.read_file(waiting)

    assert state(waiting) == ("UNREADABLE", jobs.SOMETHING_WENT_WRONG)
    answers(monkeypatch, paper())
    jobs.read_file(waiting)
    assert state(waiting) == ("READ", "")


def test_leaves_a_withdrawn_file_alone(waiting, monkeypatch):
    answers(monkeypatch, paper())
    actions.withdraw_disclosure(waiting, by=ZHOU, at=NOON)

    jobs.read_file(waiting)

    assert state(waiting)[0] == "WITHDRAWN"


def test_is_queued_again_for_an_officer_who_asks(waiting, monkeypatch):
    actions.mark_unreadable(waiting, "读不出来。", by=SYSTEM, at=NOON)
    actions.request_reading(waiting, by=ZHOU, at=NOON)
    answers(monkeypatch, paper())

    jobs.read_file(waiting)

    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).id == waiting
