"""Columns that only the platform can read."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from yunjian.kernel import sealed
from yunjian.kernel.testing import arranging
from yunjian.parties.models import Person

NUMBER = "310117199001011234"
OTHER_KEY = "another key of this installation, sixty characters long or so"


@pytest.fixture
def wang(db):
    with arranging():
        return Person.objects.create(name="王一", identity_number=NUMBER, identity_flag="", phone="13800000001")


def raw(pk: int) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select identity_number, phone from parties_person where id = %s", [pk])
        return cursor.fetchone()


def test_the_table_tells_nothing_and_the_platform_reads_it(wang):
    number, phone = raw(wang.pk)

    for written in (number, phone):
        assert written.startswith("siv1:")
        assert NUMBER not in written
        assert "13800000001" not in written
    assert Person.objects.values_list("identity_number", "phone").get(pk=wang.pk) == (NUMBER, "13800000001")


def test_a_sealed_column_is_found_by_equality_alone(wang):
    assert Person.objects.get(identity_number=NUMBER) == wang
    assert Person.objects.get(identity_number__in=["x", NUMBER]) == wang
    assert not Person.objects.filter(identity_number="").exists()
    for question in ("identity_number__startswith", "identity_number__gt", "identity_number__icontains"):
        with pytest.raises(FieldError):
            Person.objects.filter(**{question: "31"}).exists()


def test_what_is_empty_stays_empty(db):
    with arranging():
        person = Person.objects.create(name="李二")

    assert raw(person.pk) == ("", "")
    assert Person.objects.get(identity_number="") == person


def test_a_value_moved_to_another_column_or_row_of_another_table_does_not_open(wang):
    number, _ = raw(wang.pk)

    with pytest.raises(sealed.NotOurs):
        sealed.unseal(number, "parties_person.phone")


@given(st.text(), st.text())
def test_any_text_comes_back_and_equal_texts_have_equal_tokens(one, other):
    first, second = sealed.seal(one, "table.column"), sealed.seal(other, "table.column")

    assert sealed.unseal(first, "table.column") == one
    assert (first == second) == (one == other)


@given(st.integers(0, 60), st.integers(1, 255))
def test_a_changed_token_never_opens(place, change):
    token = sealed.seal(NUMBER, "table.column")
    at = len("siv1:") + place % (len(token) - len("siv1:"))
    changed = token[:at] + chr(ord(token[at]) ^ change % 128 or 1) + token[at + 1 :]
    if changed == token:
        changed = token[:-4]

    with pytest.raises(sealed.NotOurs):
        sealed.unseal(changed, "table.column")


def test_after_an_exchange_of_keys_everything_opens_is_found_and_comes_under_the_new_key(wang, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = OTHER_KEY
    before = raw(wang.pk)

    assert Person.objects.get(identity_number=NUMBER).phone == "13800000001"
    with arranging():
        assert sealed.reseal() == (2, 0)
        assert sealed.reseal() == (0, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert raw(wang.pk) != before
    assert Person.objects.get(identity_number=NUMBER).phone == "13800000001"


def test_what_lay_open_is_read_found_and_sealed(wang):
    with arranging(), connection.cursor() as cursor:
        cursor.execute("update parties_person set identity_number = %s where id = %s", [NUMBER, wang.pk])

    assert Person.objects.get(identity_number=NUMBER).identity_number == NUMBER
    with arranging():
        assert sealed.reseal() == (1, 0)
    assert raw(wang.pk)[0].startswith("siv1:")


def test_what_another_installation_sealed_is_counted_and_left(wang, settings):
    before = raw(wang.pk)
    settings.SECRET_KEY = OTHER_KEY
    settings.SECRET_KEY_FALLBACKS = []

    with arranging():
        assert sealed.reseal() == (0, 2)
    assert raw(wang.pk) == before
