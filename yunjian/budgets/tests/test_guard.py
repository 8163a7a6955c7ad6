"""The budgets' tables refuse a write without an action."""

import pytest
from django.db import DatabaseError, transaction

from yunjian.budgets import models

pytestmark = pytest.mark.django_db
GUARDED = (
    models.Disclosure,
    models.Original,
    models.Reading,
    models.PublishedTable,
    models.TableLine,
    models.ProjectNote,
    models.Finding,
    models.Judgement,
)


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_refuse_also_a_bulk_delete(model, handed_in):
    handed_in()

    with pytest.raises(DatabaseError, match="只能由业务动作"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_refuse_an_update(handed_in):
    handed_in()

    with pytest.raises(DatabaseError, match="只能由业务动作"), transaction.atomic():
        models.TableLine.objects.update(amount=0)
