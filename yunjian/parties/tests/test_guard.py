"""A write to a guarded table without an action."""

import pytest
from django.db import InternalError, ProgrammingError, transaction

from tests.district import open_account, small_district
from yunjian.parties.models import Account, Enterprise, Grant, Person, Post, Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Account, Enterprise, Grant, Person, Post, Unit])
def test_is_refused_by_the_database(model):
    small_district()
    open_account("zhou", ("audit-administrator", ""))

    with pytest.raises((InternalError, ProgrammingError), match="action"), transaction.atomic():
        model.objects.all()._raw_delete("default")
    with pytest.raises((InternalError, ProgrammingError), match="action"), transaction.atomic():
        model.objects.update(**{model._meta.pk.name: 1})


def test_is_not_made_by_django_when_somebody_logs_in(client):
    account = open_account("zhou")
    client.force_login(account)

    assert Account.last_login is None
    assert client.get("/account/").status_code == 200
