"""A district's pack is published."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.cast import HE, NOON, TODAY, ZHOU
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.definitions import Basis, Definition, Part
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.models import Edition, Entry

pytestmark = pytest.mark.django_db


class HoursExample(Part):
    hours: int


class Desk(Definition):
    kind: ClassVar[str] = "desks"
    noun: ClassVar[str] = "窗口"

    hours: int = 8
    example: HoursExample

    def check_example(self) -> list[str]:
        return [] if self.example.hours == self.hours else [f"每天开 {self.hours} 小时"]


@dataclass
class Pack:
    definitions: tuple[Definition, ...]
    key: str = "somewhere"


def desk(key="front", day=date(2026, 1, 1), until=None, hours=8, title="前台"):
    return Desk(
        key=key,
        title=title,
        basis=(Basis(title="窗口管理办法"),),
        valid_from=day,
        valid_to=until,
        hours=hours,
        example=HoursExample(hours=hours),
    )


def publish(*definitions, by=HE, at: datetime = NOON):
    return catalogue.publish(Pack(definitions), by=by, at=at)


def test_puts_its_editions_in_force_and_records_each():
    published = publish(desk(), desk("back", title="后台"))

    assert catalogue.in_force(Desk, "front", on=TODAY) == desk()
    assert [each.key for each in catalogue.all_in_force(Desk, on=TODAY)] == ["back", "front"]
    assert len(published.added) == 2
    recorded = Entry.objects.order_by("id").values_list("kind", "subject", "actor")
    assert list(recorded) == [
        ("catalogue.edition.published", "catalogue.desks:front", HE.id),
        ("catalogue.edition.published", "catalogue.desks:back", HE.id),
        ("catalogue.pack.published", "catalogue.pack:somewhere", HE.id),
    ]


def test_keeps_the_earlier_edition_for_days_and_cases_before_the_new_one():
    publish(desk(hours=8))
    publish(desk(hours=8), desk(day=date(2026, 3, 1), hours=9))

    assert catalogue.in_force(Desk, "front", on=date(2026, 2, 28)).hours == 8
    assert catalogue.in_force(Desk, "front", on=date(2026, 3, 1)).hours == 9
    assert catalogue.edition(Desk, "front", date(2026, 1, 1)).hours == 8
    assert [each.hours for each in catalogue.editions(Desk, "front")] == [8, 9]


def test_ends_an_edition_on_the_day_it_names():
    publish(desk(until=date(2026, 2, 1)))

    assert catalogue.in_force(Desk, "front", on=date(2026, 1, 31)) == desk(until=date(2026, 2, 1))
    with pytest.raises(catalogue.NotInForce, match="front"):
        catalogue.in_force(Desk, "front", on=date(2026, 2, 1))
    assert catalogue.all_in_force(Desk, on=date(2026, 2, 1)) == []


def test_withdraws_what_a_later_edition_ends_on_its_first_day():
    publish(desk(), desk(day=date(2026, 5, 1), until=date(2026, 5, 1)))

    assert catalogue.in_force(Desk, "front", on=date(2026, 4, 30))
    with pytest.raises(catalogue.NotInForce):
        catalogue.in_force(Desk, "front", on=date(2026, 5, 1))


def test_is_not_in_force_before_its_first_day():
    publish(desk())

    with pytest.raises(catalogue.NotInForce, match="2025-12-31"):
        catalogue.in_force(Desk, "front", on=date(2025, 12, 31))
    with pytest.raises(catalogue.NotInForce):
        catalogue.edition(Desk, "front", date(2026, 1, 2))


def test_again_changes_nothing_and_says_so():
    publish(desk())
    again = publish(desk())

    assert (again.added, again.unchanged) == ((), 1)
    assert Edition.objects.count() == 1
    assert Entry.objects.order_by("id").last().payload == {"pack": "somewhere", "added": 0, "unchanged": 1}


def test_is_declined_by_name_when_a_published_edition_was_changed():
    publish(desk())
    recorded = Entry.objects.count()

    with pytest.raises(catalogue.EditionChanged, match="窗口 front（前台）2026-01-01 起的版本"):
        publish(desk(hours=9), desk("back"))

    assert Edition.objects.count() == 1
    assert Entry.objects.count() == recorded


def test_is_declined_when_it_overlaps_an_edition_published_before():
    publish(desk(until=date(2026, 6, 1)))

    with pytest.raises(catalogue.EditionsOverlap, match="desks front"):
        publish(desk(day=date(2026, 5, 1)))

    assert Edition.objects.count() == 1


def test_is_nothing_a_stranger_can_do():
    with pytest.raises(Forbidden):
        publish(desk(), by=ZHOU)

    assert not Edition.objects.exists()
    assert not Entry.objects.exists()


def test_may_be_done_by_the_system_at_installation():
    assert publish(desk(), by=SYSTEM).unchanged == 0


def test_makes_editions_that_nobody_can_change_or_delete():
    publish(desk())
    statements = ("update kernel_edition set digest = ''", "delete from kernel_edition")

    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="只增不改不删"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert catalogue.in_force(Desk, "front", on=TODAY) == desk()


def test_shows_at_once_in_a_process_that_read_the_catalogue_before(django_assert_num_queries):
    publish(desk(hours=8))
    assert catalogue.in_force(Desk, "front", on=TODAY).hours == 8
    publish(desk(hours=8), desk(day=date(2026, 2, 1), hours=9))

    assert catalogue.in_force(Desk, "front", on=TODAY).hours == 9
    with django_assert_num_queries(1):
        catalogue.in_force(Desk, "front", on=TODAY)
    with django_assert_num_queries(1):
        catalogue.all_in_force(Desk, on=TODAY)


def test_tells_what_is_new_changed_the_same_and_missing_without_changing_anything():
    publish(desk(), desk("back"), desk("side"))

    found = catalogue.compare(Pack((desk(), desk("back", hours=4), desk("new"))))

    assert [each.key for each in found.added] == ["new"]
    assert [each.definition.key for each in found.changed] == ["back"]
    assert found.unchanged == 1
    assert found.missing == (("desks", "side", date(2026, 1, 1)),)
    assert Edition.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_adds_each_edition_once():
    packs = [Pack(tuple(desk(f"{name}-{number}") for number in range(20))) for name in ("a", "a", "b")]

    def attempt(pack):
        try:
            return len(catalogue.publish(pack, by=HE, at=NOON).added)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as several:
        added = list(several.map(attempt, packs))

    assert sorted(added) == [0, 20, 20]
    assert Edition.objects.count() == 40
