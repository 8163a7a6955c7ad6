"""The database's own guard."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import NOON, ZHOU
from yunjian.kernel import ledger, policy
from yunjian.kernel.action import action
from yunjian.kernel.testing import arranging

from .conftest import another_connection
from .sample import FREE, Rung

REFUSED = "表 kernel_bell 只能由业务动作（action）写入"


@action
def cast_bell(table, *, by, at):
    policy.require(by, FREE)
    ledger.record(Rung(1), by=by, at=at)
    return table.objects.create(tone="G").pk


@action
def recast_all(table, *, by, at):
    policy.require(by, FREE)
    ledger.record(Rung(1), by=by, at=at)
    table.objects.update(tone="A")
    table.objects.create(tone="B").delete()


def test_lets_an_action_write(bell):
    cast_bell(bell, by=ZHOU, at=NOON)
    recast_all(bell, by=ZHOU, at=NOON)

    assert list(bell.objects.values_list("tone", flat=True)) == ["A"]


@pytest.mark.parametrize(
    "write",
    [
        lambda table: table.objects.create(tone="C"),
        lambda table: table.objects.bulk_create([table(tone="C")]),
        lambda table: table.objects.update(tone="C"),
        lambda table: table.objects.filter(tone="none such").update(tone="C"),
        lambda table: table.objects.all().delete(),
        lambda table: table.objects.get().save(),
    ],
)
def test_refuses_every_write_of_the_application_outside_an_action(bell, write):
    cast_bell(bell, by=ZHOU, at=NOON)

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        write(bell)

    assert list(bell.objects.values_list("tone", flat=True)) == ["G"]


def test_refuses_every_write_of_another_program(bell, elsewhere):
    cast_bell(bell, by=ZHOU, at=NOON)

    for statement in (
        "insert into kernel_bell (tone) values ('C')",
        "update kernel_bell set tone = 'C'",
        "delete from kernel_bell",
        "with gone as (delete from kernel_bell returning *) select * from gone",
        "insert into kernel_bell (id, tone) values (1, 'C') on conflict (id) do update set tone = 'C'",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=REFUSED):
            elsewhere.execute(statement)

    assert elsewhere.execute("select tone from kernel_bell").fetchall() == [("G",)]


def test_lets_a_tests_database_be_emptied(bell, elsewhere):
    cast_bell(bell, by=ZHOU, at=NOON)

    elsewhere.execute("truncate kernel_bell")

    assert not bell.objects.exists()


def test_refuses_to_have_any_other_database_emptied(bell, elsewhere):
    trigger = bell._meta.triggers[0].compile(bell).install_sql
    elsewhere.execute("create database no_tests_database template template0")
    try:
        with another_connection("no_tests_database") as real:
            real.execute("create table kernel_bell (tone text)")
            real.execute(trigger)
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match=REFUSED):
                real.execute("truncate kernel_bell")
    finally:
        elsewhere.execute("drop database no_tests_database with (force)")


def test_wakes_up_again_when_the_action_has_ended(bell):
    with arranging():
        bell.objects.create(tone="G")

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        bell.objects.create(tone="C")


def test_sleeps_for_no_other_connection(bell, elsewhere):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('yunjian.action', 'mine', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            elsewhere.execute("insert into kernel_bell (tone) values ('C')")


def test_keeps_an_append_only_row_for_good(inscription):
    with arranging():
        inscription.objects.create(tone="G")

    with pytest.raises(DatabaseError, match="只能由业务动作"), transaction.atomic():
        inscription.objects.create(tone="C")
    for write in (lambda: inscription.objects.update(tone="C"), lambda: inscription.objects.all().delete()):
        with pytest.raises(DatabaseError, match="只增不改不删"), arranging():
            write()

    assert list(inscription.objects.values_list("tone", flat=True)) == ["G"]


def test_keeps_an_append_only_row_from_another_program(inscription, elsewhere):
    with arranging():
        inscription.objects.create(tone="G")

    for statement in ("update kernel_inscription set tone = 'C'", "delete from kernel_inscription"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="只增不改不删"):
            elsewhere.execute(statement)
