"""A file is handed in and kept, once."""

from datetime import date

import pytest

from tests.cast import DATA_BUREAU, LI, NOON, SERVICE_CENTRE, ZHOU
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.materials import actions, queries
from yunjian.materials.models import Material, vault

from . import files
from .stage import CARD, HEALTH, LEASE, LICENCE, checked, kept

pytestmark = pytest.mark.django_db
PHOTO = files.jpeg()


def test_lies_sealed_in_the_vault_and_is_recorded(stage, settings):
    sealed = vault().keep([PHOTO], most=1000_000)
    pk = actions.keep_material(stage.holders["li"], CARD, "证.jpg", sealed, by=stage.li, at=NOON)

    row = Material.objects.get(pk=pk)
    [entry] = recorded("materials.material.kept")
    assert (row.state, row.kind, row.size, row.way) == ("KEPT", "jpeg", len(PHOTO), "SELF")
    assert entry.payload == {
        "material": pk, "holder": stage.holders["li"], "type": CARD, "commitment": row.commitment, "way": "SELF",
    }  # fmt: skip
    lying = [path.read_bytes() for path in settings.MATERIALS_FOLDER.rglob("*") if path.is_file()]
    assert len(lying) == 1
    assert PHOTO[:40] not in lying[0]
    assert b"".join(queries.to_check(pk, reader=SYSTEM).open()) == PHOTO


def test_is_known_again_by_its_holder_and_by_nobody_else(stage):
    first = kept(stage.holders["li"], PHOTO, by=stage.li)
    with pytest.raises(actions.AlreadyKept) as refused:
        kept(stage.holders["li"], PHOTO, by=stage.li)
    assert refused.value.material == first

    second = kept(stage.holders["wang"], PHOTO, by=stage.wang)
    rows = {row.pk: row for row in Material.objects.all()}
    assert len(rows) == 2
    assert rows[first].mark != rows[second].mark
    assert rows[first].commitment != rows[second].commitment
    assert rows[first].place != rows[second].place


def test_tells_nothing_of_its_content_in_the_ledger_or_the_table(stage):
    import hashlib

    kept(stage.holders["li"], PHOTO, by=stage.li)
    row = Material.objects.get()
    told = str(recorded()[-1]) + str([getattr(row, each.name) for each in Material._meta.concrete_fields])

    assert hashlib.sha256(PHOTO).hexdigest() not in told
    assert hashlib.sha256(PHOTO).digest() not in bytes(row.envelope)


def test_for_an_enterprise_is_kept_by_its_agent_and_at_the_counter_by_a_clerk(stage):
    own = kept(stage.holders["firm"], files.pdf(), LICENCE, by=stage.agent, name="执照.pdf")
    [entry] = recorded("materials.material.kept")
    assert entry.payload["acting_for"] == stage.holders["firm"]

    taken = kept(stage.holders["li"], by=stage.clerk, unit=DATA_BUREAU)
    ways = dict(Material.objects.values_list("pk", "way"))
    assert ways == {own: "SELF", taken: "COUNTER"}


def test_is_not_kept_by_a_stranger_nor_by_a_clerk_for_another_office(stage):
    sealed = vault().keep([PHOTO], most=1000_000)
    for stranger in (ANONYMOUS, LI, ZHOU, stage.wang, stage.clerk):
        with pytest.raises(Forbidden):
            actions.keep_material(stage.holders["li"], CARD, "x", sealed, by=stranger, at=NOON)
    for clerk, unit in ((stage.clerk, SERVICE_CENTRE), (stage.li, DATA_BUREAU)):
        with pytest.raises(Forbidden):
            actions.keep_material(stage.holders["li"], CARD, "x", sealed, unit=unit, by=clerk, at=NOON)
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("data", "type", "refusal"),
    [
        (files.jpeg(), "no-such-type", actions.TypeUnknown),
        (files.jpeg(), "drawings", actions.NotForThisHolder),
        (files.office("docx"), CARD, actions.FormatNotAccepted),
        (b"GIF89a" + bytes(50), CARD, actions.Unfit),
        (b"<svg onload=alert(1)>", CARD, actions.Unfit),
        (b"", CARD, actions.Unfit),
    ],
)
def test_is_declined_and_nothing_changes_when_it_cannot_be_taken(stage, data, type, refusal):
    sealed = vault().keep([data], most=1000_000)
    before = len(recorded())
    with pytest.raises(refusal):
        actions.keep_material(stage.holders["li"], type, "x", sealed, by=stage.li, at=NOON)

    assert not Material.objects.exists()
    assert len(recorded()) == before


def test_knows_until_when_it_holds_and_refuses_a_day_to_come(stage):
    pk = kept(stage.holders["li"], type=HEALTH, by=stage.li, issued_on=date(2026, 1, 15))
    assert Material.objects.get(pk=pk).valid_until == date(2027, 1, 14)

    with pytest.raises(actions.DatesWrong):
        kept(stage.holders["li"], type=HEALTH, by=stage.li, issued_on=date(2026, 3, 3))


def test_takes_the_place_of_an_older_one_of_the_same_kind_and_holder(stage):
    older = checked(stage.holders["li"], by=stage.li)
    newer = kept(stage.holders["li"], by=stage.li, replaces=older)

    assert Material.objects.get(pk=older).superseded_by_id == newer
    assert recorded("materials.material.superseded")[0].payload == {"material": older, "newer": newer}
    with pytest.raises(actions.ReplacesAnother):
        kept(stage.holders["li"], type=LEASE, by=stage.li, replaces=older)


def test_more_than_was_allowed_leaves_nothing_behind(stage, settings):
    from yunjian.materials.models.vault import TooMuch

    with pytest.raises(TooMuch):
        vault().keep([bytes(1000)] * 3, most=2500)
    assert [path for path in settings.MATERIALS_FOLDER.rglob("*") if path.is_file()] == []


# Checked


def test_is_checked_by_the_platform_alone_and_only_once(stage):
    pk = kept(stage.holders["li"], by=stage.li)
    for stranger in (ANONYMOUS, stage.li, stage.clerk, ZHOU):
        with pytest.raises(Forbidden):
            actions.note_checked(pk, "jpeg", 1, "CLEAN", by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.refuse_material(pk, "坏了", "CLEAN", by=stranger, at=NOON)
    actions.note_checked(pk, "jpeg", 1, "ABSENT", by=SYSTEM, at=NOON)

    assert recorded("materials.material.checked")[0].payload == {"material": pk, "scan": "ABSENT", "pages": 1}
    from yunjian.materials.actions.checking import NotWaiting

    with pytest.raises(NotWaiting):
        actions.note_checked(pk, "jpeg", 1, "CLEAN", by=SYSTEM, at=NOON)


def test_refused_is_destroyed_and_may_be_handed_in_again(stage):
    pk = kept(stage.holders["li"], PHOTO, by=stage.li)
    actions.refuse_material(pk, "发现病毒", "INFECTED", by=SYSTEM, at=NOON)

    row = Material.objects.get(pk=pk)
    assert (row.state, row.envelope, row.reason) == ("REFUSED", None, "发现病毒")
    assert recorded("materials.material.refused")[0].payload == {"material": pk, "scan": "INFECTED"}
    assert queries.to_check(pk, reader=SYSTEM) is None
    assert kept(stage.holders["li"], PHOTO, by=stage.li) != pk
    from yunjian.materials.actions.checking import NotWaiting

    with pytest.raises(NotWaiting):
        actions.refuse_material(pk, "又一次", "CLEAN", by=SYSTEM, at=NOON)


def test_copies_and_fields_are_kept_by_the_platform_for_what_was_checked(stage):
    waiting, sound = kept(stage.holders["li"], by=stage.li), checked(stage.holders["li"], by=stage.li)
    place, size = vault().add([b"page"], queries.envelope_of(sound, reader=SYSTEM))
    copies = [actions.CopyMade("page-1", "image/jpeg", size, place)]
    actions.keep_copies(sound, copies, by=SYSTEM, at=NOON)
    actions.keep_fields(
        sound, {"how": "OCR", "fields": {"name": {"value": "李", "confidence": 0.9}}}, by=SYSTEM, at=NOON
    )

    assert b"".join(queries.copy(sound, "page-1", reader=stage.li).open()) == b"page"
    assert [entry.payload for entry in recorded("materials.material.copied", "materials.material.read")] == [
        {"material": sound, "count": 1},
        {"material": sound, "fields": ["name"], "by_person": False},
    ]
    from yunjian.kernel.errors import NotFound

    for act, more in ((actions.keep_copies, copies), (actions.keep_fields, {})):
        with pytest.raises(NotFound):
            act(waiting, more, by=SYSTEM, at=NOON)
        for stranger in (ANONYMOUS, stage.li, stage.clerk):
            with pytest.raises(Forbidden):
                act(sound, more, by=stranger, at=NOON)


def test_a_field_is_corrected_by_its_holder_and_stays_when_read_again(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    read = {"how": "OCR", "fields": {"name": {"value": "李小明", "confidence": 0.5}}}
    actions.keep_fields(pk, read, by=SYSTEM, at=NOON)
    actions.correct_fields(pk, {"name": " 李小民\0 "}, by=stage.li, at=NOON)
    actions.keep_fields(pk, read, by=SYSTEM, at=NOON)

    told = {key: (value, corrected) for key, _, value, _, corrected in queries.fields_of(pk, reader=stage.li)}
    assert told["name"] == ("李小民", True)
    assert recorded("materials.material.read")[1].payload["by_person"] is True
    assert "李小民" not in str(recorded())
    row = Material.objects.get(pk=pk)
    assert "李小民".encode() not in bytes(row.reading)


def test_a_field_is_not_corrected_by_a_stranger(stage):
    from yunjian.kernel.errors import NotFound

    pk = checked(stage.holders["li"], by=stage.li)
    for stranger in (ANONYMOUS, stage.wang, stage.clerk, ZHOU):
        with pytest.raises(NotFound):
            actions.correct_fields(pk, {"name": "x"}, by=stranger, at=NOON)
        with pytest.raises((NotFound, Forbidden)):
            queries.fields_of(pk, reader=stranger)
    assert recorded("materials.material.read") == []


def test_the_drawer_is_the_holders_alone(stage):
    from django.http import QueryDict

    from yunjian.kernel.errors import NotFound

    ask = queries.DRAWER.ask(QueryDict())
    mine = checked(stage.holders["li"], by=stage.li)
    checked(stage.holders["firm"], files.pdf(), LICENCE, by=stage.agent)

    found = queries.drawer(stage.holders["li"], ask, reader=stage.li, at=NOON)
    assert [each.id for each in found.rows] == [mine]
    assert found.rows[0].type_title == "居民身份证"
    firm = queries.drawer(stage.holders["firm"], ask, reader=stage.agent, at=NOON)
    assert [each.type_title for each in firm.rows] == ["营业执照"]
    for stranger in (ANONYMOUS, stage.wang, stage.clerk, stage.agent, ZHOU):
        with pytest.raises(NotFound):
            queries.drawer(stage.holders["li"], ask, reader=stranger, at=NOON)
        with pytest.raises(NotFound):
            queries.material(mine, reader=stranger, at=NOON)
