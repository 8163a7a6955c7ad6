"""A session."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from yunjian.site.sessions import SessionStore

pytestmark = pytest.mark.django_db


def begun(**values) -> str:
    session = SessionStore()
    session.update(values)
    session.create()
    return session.session_key or ""


def test_holds_what_was_put_into_it():
    assert dict(SessionStore(begun(colour="绿"))) == {"colour": "绿"}


def test_is_read_by_one_statement(django_assert_num_queries):
    key = begun(colour="绿")

    with django_assert_num_queries(1):
        assert SessionStore(key).get("colour") == "绿"


def test_that_is_over_or_never_was_is_empty_and_gets_a_new_key():
    over = begun(colour="绿")
    Session.objects.filter(session_key=over).update(expire_date=timezone.now() - timedelta(seconds=1))

    for key in (over, "0" * 32):
        found = SessionStore(key)
        assert found.get("colour") is None
        assert found.session_key is None


def test_that_was_tampered_with_is_empty():
    key = begun(colour="绿")
    Session.objects.filter(session_key=key).update(session_data="x:y:z")

    assert SessionStore(key).get("colour") is None
