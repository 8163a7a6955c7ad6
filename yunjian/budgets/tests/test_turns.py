"""Several things at once happen to one unit's disclosures."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.cast import DATA_BUREAU, NOON, ZHOU
from yunjian.budgets import actions, queries
from yunjian.budgets.models import Disclosure
from yunjian.budgets.tests.papers import findings, paper
from yunjian.kernel.actor import ANONYMOUS, SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads of their own; what each answered, or the error it raised."""

    def alone(call):
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(alone, calls))


def test_the_same_file_handed_in_twice_is_kept_once(songjiang):
    def hand_in():
        return actions.receive_disclosure(DATA_BUREAU, "预算.txt", b"2026", by=ZHOU, at=NOON)

    answers = at_once(hand_in, hand_in, hand_in)

    [kept] = [answer for answer in answers if isinstance(answer, int)]
    assert [answer.disclosure for answer in answers if isinstance(answer, actions.AlreadyReceived)] == [kept, kept]


def test_files_of_one_year_read_together_leave_one_in_force(handed_in):
    waiting = [handed_in(read=False, content=f"第{n}份".encode()) for n in range(4)]

    def read(disclosure):
        return lambda: actions.read_disclosure(disclosure, paper(2026), findings(), reader="hand", by=SYSTEM, at=NOON)

    assert at_once(*(read(disclosure) for disclosure in waiting)) == [None] * 4

    rows = Disclosure.objects.order_by("edition").values_list("edition", "state")
    assert list(rows) == [(1, "SUPERSEDED"), (2, "SUPERSEDED"), (3, "SUPERSEDED"), (4, "READ")]
    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).edition == 4


def test_a_withdrawal_and_a_reading_do_not_wait_for_each_other_for_ever(handed_in):
    first = handed_in(year=2026)
    waiting = handed_in(read=False, content=b"next")

    answers = at_once(
        lambda: actions.withdraw_disclosure(first, by=ZHOU, at=NOON),
        lambda: actions.read_disclosure(waiting, paper(2026), (), reader="hand", by=SYSTEM, at=NOON),
    )

    assert answers == [None, None]
    assert queries.find_disclosure(DATA_BUREAU, 2026, reader=ANONYMOUS).id == waiting
