"""How a material goes: by its holder's wish, by the rules, with its person; how its holder is reminded before."""

import io
from datetime import date, timedelta

import pytest

from tests.cast import DATA_BUREAU, LI, NOON, ZHOU
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import arranging, recorded
from yunjian.materials import actions, queries
from yunjian.materials.logic.envelopes import KeyTrouble, new_key
from yunjian.materials.logic.sealing import Damaged, opened
from yunjian.materials.models import Consent, Material, Upload, vault

from . import files
from .stage import HEALTH, LEASE, checked, kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STRANGERS = (ANONYMOUS, LI, ZHOU)


def lent(stage, pk: int, at=NOON, days: int = 30) -> int:
    return actions.lend([pk], DATA_BUREAU, "某事", "核对", days=days, by=stage.li, at=at)


def test_is_erased_at_once_when_nothing_keeps_it_and_nobody_opens_it_again(stage):
    photo = files.jpeg()
    pk = checked(stage.holders["li"], photo, by=stage.li)
    before = Material.objects.get(pk=pk)
    envelope = vault().open_envelope(before.envelope, before.key_name, before.place)

    assert actions.want_deletion(pk, by=stage.li, at=NOON) is None
    row = Material.objects.get(pk=pk)
    assert (row.state, row.envelope, row.file_name) == ("ERASED", None, "（已删除）")
    assert recorded("materials.material.erased")[0].payload == {"material": pk, "why": "HOLDER"}
    with pytest.raises(NotFound):
        queries.material(pk, reader=stage.li, at=NOON)
    # What lies there still is no longer readable by anything the platform knows.
    [lying] = list(vault().store.all())
    with vault().store.get(lying.place) as source, pytest.raises(Damaged):
        list(opened(io.BytesIO(source.read()), bytes(32), lying.place))
    assert b"".join(vault().read(envelope, row.place)) == photo  # with its key it would be: the key is what goes
    with pytest.raises(actions.ErasedAlready):
        actions.want_deletion(pk, by=stage.li, at=NOON)


def test_waits_while_it_is_lent_and_until_the_archive_lets_it_go(stage):
    pk = checked(stage.holders["li"], type=LEASE, by=stage.li)
    consent = lent(stage, pk)
    actions.use(consent, pk, by=stage.clerk, at=NOON)
    with pytest.raises(actions.StillLent):
        actions.want_deletion(pk, by=stage.li, at=NOON)
    actions.withdraw_consent(consent, by=stage.li, at=NOON)

    until = actions.want_deletion(pk, by=stage.li, at=NOON)
    assert until == date(2031, 3, 2)
    assert recorded("materials.deletion.wanted")[0].payload == {"material": pk, "kept_until": "2031-03-02"}
    assert actions.erase_due(by=SYSTEM, at=NOON + 365 * DAY) == 0
    assert actions.erase_due(by=SYSTEM, at=NOON + 5 * 366 * DAY) == 1
    assert Material.objects.get(pk=pk).state == "ERASED"


def test_is_deleted_by_its_holder_alone(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    for stranger in (*STRANGERS, stage.wang, stage.clerk, stage.agent):
        with pytest.raises((NotFound, Forbidden)):
            actions.want_deletion(pk, by=stranger, at=NOON)
    assert recorded("materials.material.erased", "materials.deletion.wanted") == []


def test_goes_by_itself_when_nobody_used_it_for_its_whole_period(stage):
    pk = checked(stage.holders["li"], by=stage.li)  # twelve months
    other = checked(stage.holders["li"], type=LEASE, by=stage.li)

    assert actions.erase_due(by=SYSTEM, at=NOON + 364 * DAY) == 0
    assert actions.erase_due(by=SYSTEM, at=NOON + 366 * DAY) == 1
    assert [entry.payload for entry in recorded("materials.material.erased")] == [{"material": pk, "why": "RETENTION"}]
    assert recorded("materials.retention.kept")[-1].payload == {"what": "ERASED", "count": 1}
    assert Material.objects.get(pk=other).state == "CHECKED"


def test_stays_past_its_period_while_it_is_lent(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    lent(stage, pk, at=NOON + 360 * DAY)

    assert actions.erase_due(by=SYSTEM, at=NOON + 370 * DAY) == 0


def test_goes_with_its_person_but_what_the_archive_keeps(stage):
    person = int(stage.holders["li"].removeprefix("person:"))
    free, bound = checked(stage.holders["li"], by=stage.li), checked(stage.holders["li"], type=LEASE, by=stage.li)
    actions.use(lent(stage, bound), bound, by=stage.clerk, at=NOON)

    assert actions.erase_of_person(person, by=SYSTEM, at=NOON + DAY) == 1
    states = dict(Material.objects.values_list("pk", "state"))
    assert states == {free: "ERASED", bound: "CHECKED"}
    assert not Consent.objects.in_force(NOON + DAY).exists()
    assert recorded("materials.material.erased")[0].payload["why"] == "PERSON"
    assert actions.erase_due(by=SYSTEM, at=NOON + 6 * 366 * DAY) == 1


def test_is_announced_once_before_its_validity_ends(stage):
    soon = checked(stage.holders["li"], type=HEALTH, by=stage.li, issued_on=date(2025, 3, 20))
    checked(stage.holders["li"], type=HEALTH, by=stage.li, issued_on=date(2026, 1, 1))

    assert actions.remind_of_endings(by=SYSTEM, at=NOON) == 1
    assert recorded("materials.material.expiring")[0].payload == {
        "material": soon, "holder": stage.holders["li"], "valid_until": "2026-03-19",
    }  # fmt: skip
    assert actions.remind_of_endings(by=SYSTEM, at=NOON + DAY) == 0


def test_an_upload_nobody_went_on_with_is_thrown_away(stage):
    token = actions.begin_upload(stage.holders["li"], LEASE, "租约.pdf", 1000, by=stage.li, at=NOON)
    place, size = vault().add([bytes(10)], queries.place_for_part(token, reader=stage.li))
    actions.receive_part(token, 0, place, size, by=stage.li, at=NOON)

    assert actions.expire_uploads(by=SYSTEM, at=NOON + DAY) == 0
    assert actions.expire_uploads(by=SYSTEM, at=NOON + 2 * DAY) == 1
    row = Upload.objects.get(token=token)
    assert (row.state, row.envelope, row.parts.count()) == ("EXPIRED", None, 0)
    assert recorded("materials.retention.kept")[-1].payload == {"what": "UPLOADS", "count": 1}
    with pytest.raises(actions.UploadOver):
        actions.receive_part(token, 10, place, size, by=stage.li, at=NOON + 2 * DAY)


def test_a_new_district_key_takes_every_envelope_and_touches_no_file(stage, settings):
    photo = files.jpeg()
    pk = checked(stage.holders["li"], photo, by=stage.li)
    token = actions.begin_upload(stage.holders["li"], LEASE, "租约.pdf", 1000, by=stage.li, at=NOON)
    lying = {each.place: each.since for each in vault().store.all()}
    old, new = settings.MATERIALS_KEYS, new_key()
    settings.MATERIALS_KEYS = f"{old},{new}"

    assert actions.turn_keys(by=SYSTEM, at=NOON) == 2
    assert recorded("materials.keys.turned")[0].payload["count"] == 2
    settings.MATERIALS_KEYS = new
    assert b"".join(queries.original(pk, reader=stage.li).open()) == photo
    assert queries.place_for_part(token, reader=stage.li).key
    assert {each.place: each.since for each in vault().store.all()} == lying
    with pytest.raises(actions.AlreadyKept):
        kept(stage.holders["li"], photo, by=stage.li)
    settings.MATERIALS_KEYS = old
    with pytest.raises(KeyTrouble):
        list(queries.original(pk, reader=stage.li).open())


def test_the_clocks_acts_are_the_platforms_alone(stage):
    for stranger in (*STRANGERS, stage.li, stage.clerk):
        with pytest.raises(Forbidden):
            actions.erase_due(by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.erase_of_person(1, by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.remind_of_endings(by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.expire_uploads(by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.turn_keys(by=stranger, at=NOON)
    assert not recorded("materials.retention.kept")


def test_an_erased_row_holds_no_envelope_whatever_writes_it(stage):
    from django.db import IntegrityError

    pk = checked(stage.holders["li"], by=stage.li)
    with pytest.raises(IntegrityError, match="has_no_envelope"), arranging():
        Material.objects.filter(pk=pk).update(state="ERASED", erased_at=NOON)
