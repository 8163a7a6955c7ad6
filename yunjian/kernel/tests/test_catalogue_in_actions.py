"""An action knows how new the catalogue is from the moment it begins."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from tests.cast import HE, NOON, TODAY, ZHOU
from yunjian.kernel import catalogue, ledger, policy
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

from .sample import FREE, Rung
from .test_publish import Desk, Pack, desk, publish

pytestmark = pytest.mark.django_db


@dataclass
class Heard:
    hours: list[int]


@action
def open_up(times: int, heard: Heard, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    heard.hours += [catalogue.in_force(Desk, "front", on=TODAY).hours for _ in range(times)]
    ledger.record(Rung(times), by=by, at=at)


@action
def reorganise(heard: Heard, *, by: Actor, at: datetime) -> None:
    heard.hours.append(catalogue.in_force(Desk, "front", on=TODAY).hours)
    catalogue.publish(Pack((desk(day=date(2026, 2, 1), hours=9),)), by=by, at=at)
    heard.hours.append(catalogue.in_force(Desk, "front", on=TODAY).hours)


def statements(capture) -> list[str]:
    return [each["sql"] for each in capture.captured_queries if "kernel_edition" in each["sql"]]


def test_and_goes_by_what_was_answered_of_that(django_assert_max_num_queries):
    publish(desk(hours=8))
    heard = Heard([])

    with django_assert_max_num_queries(20) as first:
        open_up(5, heard, by=ZHOU, at=NOON)
    with django_assert_max_num_queries(20) as second:
        open_up(5, heard, by=ZHOU, at=NOON)

    assert heard.hours == [8] * 10
    assert len(statements(first)) <= 2  # which edition, and its body where no process read it
    assert statements(second) == []


def test_so_the_next_action_knows_what_was_published_meanwhile():
    publish(desk(hours=8))
    heard = Heard([])
    open_up(1, heard, by=ZHOU, at=NOON)
    publish(desk(day=date(2026, 2, 1), hours=9))
    open_up(1, heard, by=ZHOU, at=NOON)

    assert heard.hours == [8, 9]


def test_and_again_after_it_published_something_itself():
    publish(desk(hours=8))
    heard = Heard([])

    reorganise(heard, by=HE, at=NOON)

    assert heard.hours == [8, 9]


def test_and_what_was_answered_is_forgotten_when_it_grows_long(monkeypatch):
    publish(desk(hours=8))
    monkeypatch.setattr(catalogue, "_answers", {})
    monkeypatch.setattr(catalogue, "ANSWERS_KEPT", 1)
    heard = Heard([])

    open_up(1, heard, by=ZHOU, at=NOON)
    publish(desk(day=date(2026, 2, 1), hours=9))
    open_up(2, heard, by=ZHOU, at=NOON)

    assert heard.hours == [8, 9, 9]
    assert len(catalogue._answers) == 1
