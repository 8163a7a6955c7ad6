"""A write to the tables of cases without an action, or against what a case is."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from yunjian.cases import models
from yunjian.cases.models import Case, Segment
from yunjian.kernel.testing import arranging

from .world import MON, received, reviewed

pytestmark = pytest.mark.usefixtures("desks")

TABLES = [
    Case, Segment, models.Consultation, models.CorrectionNotice, models.Deputyship, models.Desk, models.Exclusion,
    models.Extension, models.Holding, models.Note, models.Review, models.Seat, models.Step,
]  # fmt: skip


@pytest.mark.parametrize("model", TABLES, ids=lambda each: each.__name__)
def test_is_refused_by_the_database(model):
    reviewed()
    with pytest.raises((InternalError, ProgrammingError), match="action"), transaction.atomic():
        model.objects.all()._raw_delete("default")
    with pytest.raises((InternalError, ProgrammingError), match="action"), transaction.atomic():
        model.objects.update(id=1)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "DECIDED_NO"},
        {"state": "DONE"},
        {"archived_at": MON},
        {"paused_from": "REVIEWING"},
        {"received_on": None},
    ],
)
def test_a_case_that_contradicts_itself_is_refused(change):
    case = received()
    with pytest.raises(IntegrityError), arranging():
        Case.objects.filter(pk=case).update(**change)


def test_two_open_segments_or_a_stop_without_a_basis_are_refused():
    case = received()
    more = {"case_id": case, "phase": "DECIDING", "limit": 5, "begins_on": MON.date()}
    with pytest.raises(IntegrityError), arranging():
        Segment.objects.create(kind="RUNNING", **more)
    with pytest.raises(IntegrityError), arranging():
        Segment.objects.create(kind="HEARING", ends_on=MON.date(), **more)
