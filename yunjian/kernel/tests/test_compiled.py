"""A statement written once asks with the values of the moment."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON, ZHOU
from yunjian.kernel.compiled import Compiled, CompiledRows, among, insert, update
from yunjian.kernel.models import Checkpoint, Cursor, Edition, Entry, WitnessState

from .sample import ring

pytestmark = pytest.mark.django_db


def test_answers_as_the_queryset_would_for_every_value():
    Cursor.objects.create(subscriber="one", position=1)
    Cursor.objects.create(subscriber="two", position=2)
    ahead = Compiled(
        lambda position, name: (
            Cursor.objects.filter(position__gte=position).exclude(subscriber=name).values_list("subscriber", "position")
        ),
        position=int,
        name=str,
    )

    assert ahead(position=0, name="one") == [("two", 2)]
    assert ahead(position=0, name="two") == [("one", 1)]
    assert ahead(position=2, name="one") == [("two", 2)]
    assert ahead(position=3, name="'; drop table kernel_cursor; --") == []


def test_keeps_what_it_says_by_itself_whatever_signs_are_in_it():
    odd = "100% of 'it' %s \\"
    Cursor.objects.create(subscriber=odd, position=1)
    named = Compiled(
        lambda position: Cursor.objects.filter(subscriber=odd, position=position).values_list("position"), position=int
    )

    assert named(position=1) == [(1,)]
    assert named(position=2) == []


def test_answers_the_same_when_the_database_has_prepared_it_and_tells_what_was_asked():
    Cursor.objects.create(subscriber="far", position=5_000_000_000)
    upto = Compiled(lambda most: Cursor.objects.filter(position__lte=most).values_list("subscriber"), most=int)

    for most, found in ((1, []), (70_000, []), (5_000_000_000, [("far",)]), (10**15, [("far",)])):
        assert [upto(most=most) for _ in range(12)] == [found] * 12
    with CaptureQueriesContext(connection) as asked:
        upto(most=1)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements where statement like '%kernel_cursor%'")
        (prepared,) = cursor.fetchone()

    assert prepared >= 1
    assert [("kernel_cursor" in each["sql"]) for each in asked.captured_queries] == [True]


def test_says_so_when_a_value_has_no_place_in_the_statement():
    careless = Compiled(lambda on: Edition.objects.values_list("key"), on=date)
    with pytest.raises(TypeError, match="leaves out"):
        careless(on=date(2026, 3, 2))


def test_of_whole_rows_answers_with_instances_as_the_queryset_would():
    for bell in (1, 2, 3):
        ring(bell, by=ZHOU, at=NOON)
    first, _, last = Entry.objects.order_by("pk").values_list("pk", flat=True)
    several = CompiledRows[Entry](
        lambda numbers: Entry._base_manager.filter(among(numbers)).order_by("pk"), numbers=list
    )

    found = several.rows(numbers=[last, first, last, 0])

    assert found == list(Entry.objects.filter(pk__in=[first, last]).order_by("pk"))
    assert [(each.payload["bell"], each.at, each._state.adding) for each in found] == [
        (1, NOON, False),
        (3, NOON, False),
    ]
    assert several.rows(numbers=[]) == []


def test_of_some_fields_fetches_another_when_it_is_asked_for():
    ring(7, by=ZHOU, at=NOON)
    kinds = CompiledRows[Entry](lambda pk: Entry._base_manager.only("kind").filter(pk=pk), pk=int)

    [entry] = kinds.rows(pk=Entry.objects.get().pk)

    assert entry.get_deferred_fields() >= {"payload", "at"}
    assert (entry.kind, entry.payload["bell"]) == ("kernel.bell.rung", 7)


def test_of_rows_of_several_tables_is_refused():
    joined = CompiledRows[Entry](lambda pk: Entry.objects.select_related("seal").filter(pk=pk), pk=int)
    with pytest.raises(TypeError, match="one table"):
        joined.rows(pk=1)


def state(witness: str, **more) -> WitnessState:
    return WitnessState(origin="here", witness=witness, **more)


def test_inserts_rows_as_they_are_saved_otherwise():
    one, two = state("one", retry_at=NOON), state("two", size=9, said="100%s")

    insert(one, two)

    assert [(each.pk, each._state.adding) for each in (one, two)] == [(one.pk, False), (one.pk + 1, False)]
    assert list(WitnessState.objects.order_by("pk").values_list("witness", "size", "said", "retry_at", "trouble")) == [
        ("one", 0, "", NOON, "NONE"),
        ("two", 9, "100%s", None, "NONE"),
    ]
    with pytest.raises(IntegrityError):
        insert(state("one"))


def test_inserts_no_row_whose_value_is_the_databases():
    with pytest.raises(ProgrammingError):
        insert(Checkpoint(size=1, root_hash=b"0" * 32))


def test_updates_the_fields_it_is_told_and_no_other():
    row = WitnessState.objects.create(origin="here", witness="one")
    row.size, row.failures, row.retry_at = 5, 6, NOON

    update(row, "size", "retry_at")

    assert WitnessState.objects.values_list("size", "failures", "retry_at").get() == (5, 0, NOON)
    WitnessState.objects.all().delete()
    with pytest.raises(ObjectDoesNotExist):
        update(row, "size")
