"""An action."""

import contextvars
import threading
from contextlib import suppress
from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.transaction import TransactionManagementError

from tests.cast import NOON, ZHOU
from yunjian.kernel import ledger, policy
from yunjian.kernel.action import ActionError, action, attempt, hold, hold_all, running
from yunjian.kernel.actor import Actor
from yunjian.kernel.compiled import CompiledRows, among
from yunjian.kernel.errors import Declined, NotFound
from yunjian.kernel.models import Cursor, Entry
from yunjian.kernel.testing import recorded

from .sample import FREE, Rung, Tuned, ring, tune


class TooLate(Declined):
    """已经过了时间。"""


@action
def ring_and_tune(bell: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    ledger.record(Rung(bell), by=by, at=at)
    tune(bell, by=by, at=at)


@action
def ring_then_decline(bell: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    ledger.record(Rung(bell), by=by, at=at)
    raise TooLate("晚了一天")


@action
def go_on_after_a_refusal(bell: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    with pytest.raises(TooLate), attempt():
        ring_then_decline(bell, by=by, at=at)
    ledger.record(Tuned(bell), by=by, at=at)


@action
def only_refused(bell: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    with pytest.raises(TooLate), attempt():
        ring_then_decline(bell, by=by, at=at)


@action
def idle(*, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)


@action
def lean_on_an_idle_one(bell: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    ledger.record(Rung(bell), by=by, at=at)
    idle(by=by, at=at)


@action
def undecided(bell: int, *, by: Actor, at: datetime) -> None:
    if policy.may(by, FREE):
        ledger.record(Rung(bell), by=by, at=at)


@action
def lean_on_an_undecided_one(bell: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    ledger.record(Rung(bell), by=by, at=at)
    undecided(bell, by=by, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize("act", [undecided, lean_on_an_undecided_one])
def test_is_an_error_when_it_asked_no_policy_to_decide(act):
    with pytest.raises(ActionError, match="undecided asked no policy"):
        act(1, by=ZHOU, at=NOON)

    assert recorded() == []


@pytest.mark.django_db
def test_returns_what_its_function_returns_and_leaves_a_record():
    assert ring(3, by=ZHOU, at=NOON) == 3

    [entry] = recorded()
    assert (entry.kind, entry.subject, entry.payload) == ("kernel.bell.rung", "kernel.bell:3", {"bell": 3, "tone": "G"})
    assert (entry.actor, entry.at, entry.position) == (ZHOU.id, NOON, None)
    assert entry.action == "kernel.tests.sample.ring"


@pytest.mark.django_db
def test_joins_the_action_that_calls_it():
    ring_and_tune(1, by=ZHOU, at=NOON)

    assert [(e.kind, e.action) for e in recorded()] == [
        ("kernel.bell.rung", "kernel.tests.test_action.ring_and_tune"),
        ("kernel.bell.tuned", "kernel.tests.test_action.ring_and_tune"),
    ]


@pytest.mark.django_db
def test_leaves_nothing_when_declined():
    with pytest.raises(TooLate, match="已经过了时间：晚了一天"):
        ring_then_decline(1, by=ZHOU, at=NOON)

    assert recorded() == []
    assert running() is None


@pytest.mark.django_db
def test_leaves_nothing_of_an_attempt_that_was_declined_when_it_goes_on():
    go_on_after_a_refusal(1, by=ZHOU, at=NOON)

    assert [e.kind for e in recorded()] == ["kernel.bell.tuned"]


@pytest.mark.django_db
def test_cannot_go_on_after_a_refusal_outside_an_attempt():
    @action
    def carry_on(*, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        with suppress(TooLate):
            ring_then_decline(1, by=by, at=at)
        ledger.record(Tuned(1), by=by, at=at)

    with pytest.raises(TransactionManagementError):
        carry_on(by=ZHOU, at=NOON)

    assert recorded() == []


@pytest.mark.django_db
def test_may_be_attempted_where_none_is_under_way():
    with pytest.raises(TooLate), attempt():
        ring_then_decline(1, by=ZHOU, at=NOON)
    with attempt():
        ring(2, by=ZHOU, at=NOON)

    assert [e.kind for e in recorded()] == ["kernel.bell.rung"]


@pytest.mark.django_db
@pytest.mark.parametrize("silent", [only_refused, lean_on_an_idle_one])
def test_is_an_error_when_it_or_one_it_called_recorded_nothing(silent):
    with pytest.raises(ActionError, match="recorded no event"):
        silent(1, by=ZHOU, at=NOON)

    assert recorded() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {},
        {"by": ZHOU},
        {"by": "zhou", "at": NOON},
        {"by": ZHOU, "at": NOON.date()},
        {"by": ZHOU, "at": NOON.replace(tzinfo=None)},
    ],
)
def test_is_told_who_and_when(said):
    with pytest.raises(ActionError, match="needs by=Actor and at=aware datetime"):
        ring(1, **said)


@pytest.mark.django_db(transaction=True)
def test_is_one_durable_transaction_and_refuses_to_be_part_of_another():
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        ring(1, by=ZHOU, at=NOON)

    ring(2, by=ZHOU, at=NOON)
    assert connection.get_autocommit()
    assert [e.subject for e in recorded()] == ["kernel.bell:2"]


@pytest.mark.django_db(transaction=True)
def test_leaves_nothing_when_the_database_refuses_to_commit():
    @action
    def double(*, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        with connection.cursor() as cursor:
            cursor.execute("create temporary table twice (n int unique deferrable initially deferred) on commit drop")
            cursor.execute("insert into twice values (1), (1)")
        ledger.record(Rung(1), by=by, at=at)

    with pytest.raises(IntegrityError, match="twice_n_key"):
        double(by=ZHOU, at=NOON)

    assert recorded() == []
    ring(2, by=ZHOU, at=NOON)
    assert [e.subject for e in recorded()] == ["kernel.bell:2"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", ["select 1/0", "select no_such_column"])
def test_leaves_nothing_when_a_statement_failed_and_nobody_said_so(broken):
    @action
    def hush(*, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(broken)
        ledger.record(Rung(1), by=by, at=at)

    with pytest.raises(DatabaseError, match="current transaction is aborted"):
        hush(by=ZHOU, at=NOON)

    assert recorded() == []


@pytest.mark.django_db
def test_is_an_error_when_it_records_inside_a_savepoint_that_may_be_rolled_back_without_it():
    @action
    def waver(*, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        with transaction.atomic():
            ledger.record(Rung(1), by=by, at=at)

    with pytest.raises(ActionError, match="inside a savepoint of its own"):
        waver(by=ZHOU, at=NOON)

    assert recorded() == []


@pytest.mark.django_db(transaction=True)
def test_names_itself_to_the_database_for_its_transaction_only():
    said = []

    @action
    def look(*, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        ledger.record(Rung(1), by=by, at=at)
        said.append(_announced())

    look(by=ZHOU, at=NOON)

    assert said == ["kernel.tests.test_action.look"]
    assert not _announced()


@pytest.mark.django_db
def test_falls_silent_inside_a_test_too():
    ring(1, by=ZHOU, at=NOON)

    assert not _announced()


@pytest.mark.django_db(transaction=True)
def test_stays_in_its_thread_even_when_its_context_is_copied_to_another():
    seen = []

    def look() -> None:
        try:
            seen.append(running())
            ledger.record(Rung(2), by=ZHOU, at=NOON)
        except ActionError as error:
            seen.append(error)
        finally:
            connections.close_all()

    @action
    def branch(*, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        ledger.record(Rung(1), by=by, at=at)
        thread = threading.Thread(target=contextvars.copy_context().run, args=(look,))
        thread.start()
        thread.join()

    branch(by=ZHOU, at=NOON)

    assert seen[0] is None
    assert isinstance(seen[1], ActionError)
    assert [e.subject for e in recorded()] == ["kernel.bell:1"]


@pytest.mark.django_db
def test_holds_a_row_or_says_it_is_not_there():
    Cursor.objects.create(subscriber="a")
    held = []

    @action
    def take(name: str, *, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        held.append(hold(Cursor.objects, name).pk)
        ledger.record(Rung(1), by=by, at=at)

    take("a", by=ZHOU, at=NOON)
    with pytest.raises(NotFound):
        take("b", by=ZHOU, at=NOON)
    with pytest.raises(ActionError, match="outside an action"):
        hold(Cursor.objects, "a")

    assert held == ["a"]


@pytest.mark.django_db
def test_holds_rows_in_their_order_or_says_that_one_is_not_there():
    ring(1, by=ZHOU, at=NOON)
    ring(2, by=ZHOU, at=NOON)
    first, second = Entry.objects.order_by("id").values_list("pk", flat=True)
    rows = CompiledRows[Entry](
        lambda numbers: Entry._base_manager.filter(among(numbers)).select_for_update(of=("self",)).order_by("pk"),
        numbers=list,
    )
    held = []

    @action
    def take(numbers: list[int], *, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        held.extend(each.payload["bell"] for each in hold_all(rows, numbers))
        ledger.record(Rung(3), by=by, at=at)

    take([second, first, second], by=ZHOU, at=NOON)
    with pytest.raises(NotFound):
        take([first, 0], by=ZHOU, at=NOON)
    with pytest.raises(ActionError, match="outside an action"):
        hold_all(rows, [first])

    assert held == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_keeps_others_from_a_held_row_until_it_ends(elsewhere):
    Cursor.objects.create(subscriber="a")

    @action
    def take(*, by: Actor, at: datetime) -> None:
        policy.require(by, FREE)
        hold(Cursor.objects, "a")
        ledger.record(Rung(1), by=by, at=at)
        free = "select subscriber from kernel_cursor for update skip locked"
        assert elsewhere.execute(free).fetchall() == []

    take(by=ZHOU, at=NOON)

    assert elsewhere.execute("select subscriber from kernel_cursor for update skip locked").fetchall() == [("a",)]


def _announced() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('yunjian.action', true)")
        return cursor.fetchone()[0]
