"""What lies in the applicant's drawer goes with the application, lent to its units for this case only."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import DATA_BUREAU, LI, SERVICE_CENTRE
from yunjian.cases import actions
from yunjian.cases.actions._moving import NotNow
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.materials.models import Consent, Use
from yunjian.materials.tests.stage import checked
from yunjian.parties.queries import actor_of

from .world import JIANG, LIN, LUO, SIGN, XU, of, the, waiting

pytestmark = pytest.mark.usefixtures("desks")


def test_attach_materials_lends_them_for_the_case_by_choosing_on_a_page(li_with_drawer):
    now, by = timezone.now(), actor_of(li_with_drawer)
    case = actions.open_case(SIGN, f"person:{li_with_drawer.person_id}", "换一块店招", by=by, at=now)
    material = checked(f"person:{li_with_drawer.person_id}", by=by, at=now)
    client = Client()
    client.force_login(li_with_drawer)

    assert f"/cases/{case}/materials/" in client.get(f"/cases/{case}/").text
    assert "证.jpg" in client.get(f"/cases/{case}/materials/").text
    assert client.post(f"/cases/{case}/materials/", {}).status_code == 422
    assert client.post(f"/cases/{case}/materials/", {"materials": [str(material)]}).status_code == 302
    # The office that decides and the one that reviews beside it have a consent each.
    consent, beside = Consent.objects.order_by("pk")
    assert {consent.matter, beside.matter} == {f"办件{case}号"}
    assert (consent.unit, beside.unit) == (SERVICE_CENTRE, DATA_BUREAU)
    assert (consent.ends_at - consent.given_at).days == 120  # 5 + 15 + 20 + 10 + 10 working days, twice
    assert the(case).materials == [f"material:{material}"]
    assert recorded("cases.materials.attached")[0].payload["consent"] == consent.pk
    assert "证.jpg" not in client.get(f"/cases/{case}/materials/").text


def test_attach_materials_is_declined_when_it_is_over_and_to_strangers(li_with_drawer):
    now, by = timezone.now(), actor_of(li_with_drawer)
    case = actions.open_case(SIGN, f"person:{li_with_drawer.person_id}", "换一块店招", by=by, at=now)
    material = checked(f"person:{li_with_drawer.person_id}", by=by, at=now)
    for stranger in (LI, LIN):
        with pytest.raises(Forbidden):
            actions.attach_materials(case, [material], by=stranger, at=now)
    actions.attach_materials(case, [material], by=by, at=now)
    assert len(recorded("cases.materials.attached")) == 1
    actions.submit(case, by=by, at=now)
    actions.receive(case, by=LIN, at=now)
    with pytest.raises(NotNow):
        actions.attach_materials(case, [material], by=by, at=now)
    assert Consent.objects.count() == 2


def test_whoever_works_on_the_case_opens_them_from_its_page(li_with_drawer):
    """The window, and who reviews in another office; the head of the unit reads that there are some, no more."""
    now, by = timezone.now(), actor_of(li_with_drawer)
    case = actions.open_case(SIGN, f"person:{li_with_drawer.person_id}", "换一块店招", by=by, at=now)
    material = checked(f"person:{li_with_drawer.person_id}", by=by, at=now)
    actions.attach_materials(case, [material], by=by, at=now)
    actions.submit(case, by=by, at=now)
    actions.receive(case, by=LIN, at=now)
    actions.accept(case, by=LIN, at=now)
    [check] = waiting(case, "REVIEW", "check")
    actions.review_step(check, True, "齐全", by=JIANG, at=now)
    consents = dict(Consent.objects.values_list("unit", "pk"))

    own = Client()
    own.force_login(li_with_drawer)
    assert f'<a href="/materials/{material}/">证.jpg</a>' in own.get(f"/cases/{case}/").text
    for who, unit in ((LIN, SERVICE_CENTRE), (XU, DATA_BUREAU)):
        address = f"/materials/office/{consents[unit]}/{material}/"
        page = of(who)
        assert f'<a href="{address}">' in page.get(f"/cases/{case}/").text
        assert page.post(address, follow=True).status_code == 200
    assert set(Use.objects.values_list("used_by", flat=True)) == {LIN.id, XU.id}
    head = of(LUO)
    assert f"材料 {material}" in head.get(f"/cases/{case}/").text
    assert "/materials/office/" not in head.get(f"/cases/{case}/").text
