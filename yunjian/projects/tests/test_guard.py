"""A write to a table of projects without an action."""

import pytest
from django.db import InternalError, ProgrammingError, transaction

from yunjian.projects.models import Citation, Milestone, Project, Proposal, ServiceLevel

from . import stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Citation, Milestone, Project, Proposal, ServiceLevel])
def test_is_refused_by_the_database(model):
    stage.district(stage.definition())
    stage.proposed()
    rows = model.objects.all()

    with pytest.raises((InternalError, ProgrammingError), match="action"), transaction.atomic():
        rows._raw_delete("default")
    with pytest.raises((InternalError, ProgrammingError), match="action"), transaction.atomic():
        rows.update(**{model._meta.pk.name: 1})
    assert rows.exists()
