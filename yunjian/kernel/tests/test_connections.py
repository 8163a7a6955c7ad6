"""The operators' page of outside connections."""

from dataclasses import dataclass

import pytest
from django.http import HttpRequest
from django.utils import timezone, translation

from tests.cast import CHEN, HE, LI, NOON, ZHENG, ZHOU
from yunjian.kernel import connections, sealer, subscribers
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.connections import Check, check_database, check_jobs, check_ledger
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.jobs import enqueue, job
from yunjian.kernel.pages import overview

from .sample import ring

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Mailbox:
    """An outside system."""

    up: bool = True

    def check(self) -> Check:
        if not self.up:
            raise ConnectionRefusedError("port 25")
        return Check(True, "可以寄信。")


@job()
def post_letter(letter: int) -> None:
    """Nothing to do."""


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(connections, "_checks", dict(connections._checks))
    monkeypatch.setattr(subscribers, "_subscribers", {})


@pytest.mark.parametrize("reader", [ANONYMOUS, LI, ZHOU, ZHENG, CHEN])
def test_is_for_administrators_only(reader):
    with pytest.raises(Forbidden):
        connections.connections(reader=reader)
    with pytest.raises(Forbidden):
        connections.readings(reader=reader)


def test_shows_what_domains_register_beside_the_kernels_own():
    connections.connection("mail", "寄信")(Mailbox().check)

    shown = {each.name: each for each in connections.connections(reader=HE)}

    assert {"database", "jobs", "ledger", "mail"} <= set(shown)
    assert (shown["mail"].ok, shown["mail"].title, shown["mail"].sentence) == (True, "寄信", "可以寄信。")


def test_shows_a_check_that_breaks_as_a_connection_that_is_down():
    connections.connection("mail", "寄信")(Mailbox(up=False).check)

    [mail] = [each for each in connections.connections(reader=HE) if each.name == "mail"]

    assert not mail.ok
    assert mail.sentence == "检查没有完成：ConnectionRefusedError: port 25"


def test_takes_each_name_once():
    with pytest.raises(TypeError, match="two connections are called jobs"):
        connections.connection("jobs", "任务")(Mailbox().check)


def test_says_which_database_answers_and_how_fast():
    outcome = check_database()

    assert outcome.ok
    assert outcome.sentence.startswith("PostgreSQL ")


def test_says_what_waits_for_the_worker():
    assert check_jobs() == Check(False, "0 个后台进程在工作；0 个任务在等，最久 0 秒；0 个中断，0 个失败。")

    enqueue(post_letter, letter=1)
    assert "1 个任务在等" in check_jobs().sentence


def test_says_what_waits_for_the_sealer():
    ring(1, by=ZHOU, at=timezone.now())
    assert check_ledger() == Check(True, "已封存 0 条，1 条待封存，最早一条记于 0 秒前。")

    sealer.seal()
    assert check_ledger() == Check(True, "已封存 1 条，没有待封存的。")

    ring(2, by=ZHOU, at=NOON)
    assert not check_ledger().ok


def test_shows_how_far_each_subscriber_has_read():
    @subscribers.subscriber("kernel.bell.rung")
    def listen(entry):
        raise ValueError("耳背")

    ring(1, by=ZHOU, at=NOON)
    sealer.seal()
    [before] = connections.readings(reader=HE)
    subscribers.deliver(at=NOON)
    [after] = connections.readings(reader=HE)

    assert (before.behind, before.failures) == (1, 0)
    assert (after.behind, after.failures, after.error) == (1, 1, "kernel.bell.rung #0: ValueError: 耳背")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_is_a_page(language, rf):
    request: HttpRequest = rf.get("/")
    request.actor = HE
    connections.connection("mail", "寄信")(Mailbox(up=False).check)

    with translation.override(language):
        page = overview(request).content.decode()

    assert "PostgreSQL " in page
    assert "ConnectionRefusedError" in page
    assert ("The check did not finish" in page) == (language == "en")
