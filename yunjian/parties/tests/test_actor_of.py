"""The actor behind a request."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.cast import DATA_BUREAU
from tests.district import open_account, small_district
from yunjian.kernel.actor import ANONYMOUS
from yunjian.parties import queries

pytestmark = pytest.mark.django_db


def test_costs_a_visitor_no_query(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.actor_of(AnonymousUser()) == ANONYMOUS


def test_costs_a_citizen_one_query_beside_the_users_own(django_assert_num_queries):
    account = open_account("li")

    with django_assert_num_queries(1):
        assert queries.actor_of(account).held == ()


def test_holds_the_roles_in_force_for_two_queries_beside_the_users_own(django_assert_num_queries):
    small_district()
    account = open_account("zhou", ("budget-officer", DATA_BUREAU), name="周晓云")

    with django_assert_num_queries(2):
        actor = queries.actor_of(account)
    assert actor.id == f"account:{account.pk}"
    assert actor.name == "周晓云"
    assert actor.grants == {("budget-officer", DATA_BUREAU)}


def test_is_nobody_when_the_account_is_switched_off():
    account = open_account("zhou")
    account.is_active = False

    assert queries.actor_of(account) == ANONYMOUS


def test_is_nobody_for_a_user_of_another_kind():
    assert queries.actor_of(SimpleNamespace(pk=1, name="x")) == ANONYMOUS
