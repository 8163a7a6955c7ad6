"""The disclosures a district's pack carries are kept and read at the first start."""

import pytest

from tests.cast import CHEN, DATA_BUREAU, NOON, ZHOU
from tests.district import RULE, START, publish
from yunjian.budgets import actions, jobs, queries
from yunjian.budgets.definitions import DisclosureFile
from yunjian.budgets.tests.papers import findings, paper
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(songjiang, tmp_path, monkeypatch):
    """A pack's folder with one disclosure, published, and a reader that answers with a structure made by hand."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "2026.txt").write_text("2026年部门预算", encoding="utf-8")
    definition = DisclosureFile(
        key="2026-data-bureau",
        title="数据局2026年部门预算",
        basis=RULE,
        valid_from=START,
        unit=DATA_BUREAU,
        year=2026,
        file="documents/2026.txt",
        example={"heading": "2026年部门预算"},
    )
    publish(definition)
    monkeypatch.setattr(jobs, "read_confined", lambda data, name, **limits: paper())
    monkeypatch.setattr(jobs, "reconcile", lambda structure, codes: findings())
    return tmp_path


def test_are_read_at_once_and_public(folder):
    assert jobs.load_pack_disclosures(folder) == 1

    found = queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS)
    assert (found.origin, found.file_name, found.received_by) == ("PACK", "2026.txt", SYSTEM.id)


def test_are_left_alone_the_second_time(folder):
    jobs.load_pack_disclosures(folder)

    assert jobs.load_pack_disclosures(folder) == 0
    assert len(recorded("budgets.disclosure.read")) == 1


def test_are_read_again_by_a_better_reader(folder, monkeypatch):
    jobs.load_pack_disclosures(folder)
    monkeypatch.setattr(jobs, "reader_edition", lambda: "better")

    assert jobs.load_pack_disclosures(folder) == 1
    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).edition == 1


def test_become_a_new_edition_when_the_file_changed(folder):
    jobs.load_pack_disclosures(folder)
    (folder / "documents" / "2026.txt").write_text("2026年部门预算（更正）", encoding="utf-8")

    jobs.load_pack_disclosures(folder)

    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).edition == 2


def test_do_not_stop_the_start_when_one_cannot_be_read(folder, monkeypatch):
    def fail(data, name, **limits):
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "read_confined", fail)

    jobs.load_pack_disclosures(folder)

    [entry] = recorded("budgets.disclosure.unreadable")
    assert queries.disclosure(entry.payload["disclosure"], reader=ZHOU).state == "UNREADABLE"


def test_are_declined_twice_with_the_same_file(songjiang):
    actions.load_published(DATA_BUREAU, "预算.txt", b"2026", by=SYSTEM, at=NOON)

    with pytest.raises(actions.AlreadyReceived):
        actions.load_published(DATA_BUREAU, "预算.txt", b"2026", by=SYSTEM, at=NOON)


@pytest.mark.parametrize("stranger", [ANONYMOUS, ZHOU, CHEN], ids=lambda actor: actor.name)
def test_are_kept_by_the_system_only(stranger, songjiang):
    with pytest.raises(Forbidden):
        actions.load_published(DATA_BUREAU, "预算.txt", b"2026", by=stranger, at=NOON)

    assert not recorded("budgets.disclosure.received")
