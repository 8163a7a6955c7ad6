"""A statement written once asks with the values of the moment."""

from datetime import date

import pytest

from yunjian.kernel.compiled import Compiled
from yunjian.kernel.models import Cursor, Edition

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


def test_says_so_when_a_value_has_no_place_in_the_statement():
    careless = Compiled(lambda on: Edition.objects.values_list("key"), on=date)
    with pytest.raises(TypeError, match="leaves out"):
        careless(on=date(2026, 3, 2))
