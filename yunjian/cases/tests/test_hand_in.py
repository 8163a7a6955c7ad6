"""Handing in at once does what opening, lending and submitting do one after another, and keeps the same record."""

import pytest

from tests.cast import DATA_BUREAU, LI, SERVICE_CENTRE
from yunjian.cases import actions
from yunjian.cases.actions.handing_in import ApplicantUnknown
from yunjian.cases.models import Case
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.models import Entry
from yunjian.kernel.testing import recorded
from yunjian.materials.models import Consent
from yunjian.materials.tests.stage import checked
from yunjian.parties.queries import actor_of

from .world import LIN, MON, SIGN, the, waiting

pytestmark = pytest.mark.usefixtures("desks")


def _written_of(case: Case) -> dict:
    own = ("id", "materials")
    return {each.attname: getattr(case, each.attname) for each in case._meta.fields if each.name not in own}


def test_hand_in_leaves_the_case_and_the_record_that_three_acts_leave(li_with_drawer):
    by, owner = actor_of(li_with_drawer), f"person:{li_with_drawer.person_id}"
    material = checked(owner, by=by, at=MON)
    before = set(Entry.objects.values_list("pk", flat=True))
    slow = actions.open_case(SIGN, owner, "换一块店招", particulars={"shop": "云上"}, by=by, at=MON)
    actions.attach_materials(slow, [material], by=by, at=MON)
    actions.submit(slow, by=by, at=MON)
    three = list(Entry.objects.exclude(pk__in=before).order_by("pk").values_list("kind", flat=True))
    fast = actions.hand_in(
        SIGN,
        owner,
        "换一块店招",
        own=[material],
        materials=["certificate:3"],
        particulars={"shop": "云上"},
        by=by,
        at=MON,
    )
    one = list(Entry.objects.exclude(pk__in=before).order_by("pk").values_list("kind", flat=True))[len(three) :]

    assert one == three
    assert _written_of(the(fast)) == _written_of(the(slow))
    assert the(fast).materials == ["certificate:3", f"material:{material}"]
    assert len(waiting(fast, "INTAKE")) == len(waiting(slow, "INTAKE")) == 1
    lent_to = Consent.objects.filter(matter=f"办件{fast}号").order_by("pk").values_list("unit", flat=True)
    assert list(lent_to) == [SERVICE_CENTRE, DATA_BUREAU]
    moved = recorded("cases.case.moved")[-1].payload
    assert (moved["case"], moved["source"], moved["target"]) == (fast, "DRAFT", "SUBMITTED")


def test_hand_in_is_declined_and_nothing_is_there(li_with_drawer):
    by, owner = actor_of(li_with_drawer), f"person:{li_with_drawer.person_id}"
    with pytest.raises(ApplicantUnknown):
        actions.hand_in(SIGN, "company:3", "换一块店招", by=LIN, at=MON)
    with pytest.raises(NotFound):  # a material that is not theirs
        actions.hand_in(SIGN, owner, "换一块店招", own=[404], by=by, at=MON)
    assert not Case.objects.exists()
    assert not Consent.objects.exists()


def test_a_stranger_cannot_hand_in_for_somebody(li_with_drawer):
    with pytest.raises(Forbidden):
        actions.hand_in(SIGN, f"person:{li_with_drawer.person_id}", "换一块店招", by=LI, at=MON)
    with pytest.raises(Forbidden):  # the window opens a case, but lends nothing of the applicant's
        actions.hand_in(SIGN, f"person:{li_with_drawer.person_id}", "换一块店招", own=[1], by=LIN, at=MON)
    assert not Case.objects.exists()
