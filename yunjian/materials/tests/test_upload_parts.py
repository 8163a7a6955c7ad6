"""A large file comes part by part, may be interrupted, and becomes a material."""

import pytest

from tests.cast import DATA_BUREAU, LI, NOON, ZHOU
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.testing import recorded
from yunjian.materials import actions, queries
from yunjian.materials.models import Material, Part, Upload, vault

from . import files
from .stage import CARD, LEASE, kept

pytestmark = pytest.mark.django_db
PAPER = files.pdf(3)


def begun(stage, size: int = len(PAPER), **more) -> str:
    return actions.begin_upload(
        stage.holders["li"], LEASE, "../租约.pdf", size, by=more.pop("by", stage.li), at=NOON, **more
    )


def send(token: str, offset: int, data: bytes, by) -> int:
    place, size = vault().add([data], queries.place_for_part(token, reader=by))
    return actions.receive_part(token, offset, place, size, by=by, at=NOON)


def test_is_joined_in_its_order_and_becomes_a_material_on_record(stage):
    token = actions.begin_upload(stage.holders["li"], LEASE, "../租约.pdf", len(PAPER), by=stage.li, at=NOON)
    assert send(token, 0, PAPER[:500], stage.li) == 500
    place, size = vault().add([PAPER[500:]], queries.place_for_part(token, reader=stage.li))
    assert actions.receive_part(token, 500, place, size, by=stage.li, at=NOON) == len(PAPER)

    upload = Upload.objects.get()
    assert (upload.state, upload.file_name) == ("COMPLETE", "租约.pdf")
    length, content = queries.parts_of(upload.pk, reader=SYSTEM)
    sealed = vault().keep(content, most=length)
    pk = actions.keep_upload(upload.pk, sealed, by=SYSTEM, at=NOON)
    assert b"".join(queries.to_check(pk, reader=SYSTEM).open()) == PAPER
    assert [entry.kind.rpartition(".")[2] for entry in recorded() if entry.kind.startswith("materials.")] == [
        "begun", "part_received", "part_received", "completed", "kept", "settled",
    ]  # fmt: skip
    assert recorded("materials.material.kept")[0].actor == stage.li.id
    assert not Part.objects.exists()
    assert queries.upload(token, reader=stage.li).material == pk
    with pytest.raises(actions.UploadOver):
        actions.keep_upload(upload.pk, sealed, by=SYSTEM, at=NOON)


def test_a_part_that_does_not_fit_is_declined_and_the_upload_goes_on(stage):
    token = begun(stage)
    send(token, 0, PAPER[:100], stage.li)
    for offset, data in ((0, b"x"), (50, b"x"), (101, b"x"), (100, PAPER)):
        with pytest.raises(actions.PartMisplaced):
            send(token, offset, data, stage.li)
    assert queries.upload(token, reader=stage.li).offset == 100
    assert send(token, 100, PAPER[100:], stage.li) == len(PAPER)


def test_too_large_a_file_is_declined_before_any_of_it_is_sent(stage):
    for size, refusal in (
        (0, actions.UploadTooLarge),
        (501 << 20, actions.UploadTooLarge),
        (60 << 20, actions.TooLarge),
    ):
        with pytest.raises(refusal):
            begun(stage, size)
    with pytest.raises(actions.TypeUnknown):
        actions.begin_upload(stage.holders["li"], "no-such", "x", 5, by=stage.li, at=NOON)
    for _ in range(5):
        begun(stage)
    from yunjian.materials.actions.uploading import TooManyOpen

    with pytest.raises(TooManyOpen):
        begun(stage)
    assert Upload.objects.count() == 5


def test_a_stranger_neither_begins_goes_on_nor_sees_it(stage):
    token = begun(stage)
    for stranger in (ANONYMOUS, LI, ZHOU, stage.wang, stage.clerk):
        with pytest.raises(Forbidden):
            actions.begin_upload(stage.holders["li"], LEASE, "x", 5, by=stranger, at=NOON)
        with pytest.raises((NotFound, Forbidden)):
            actions.receive_part(token, 0, "a" * 32, 5, by=stranger, at=NOON)
        with pytest.raises(NotFound):
            queries.upload(token, reader=stranger)
        with pytest.raises(NotFound):
            queries.place_for_part(token, reader=stranger)
    counter = begun(stage, by=stage.clerk, unit=DATA_BUREAU)
    with pytest.raises(NotFound):
        queries.upload(counter, reader=stage.li)


def test_what_was_kept_already_or_cannot_be_kept_is_refused_with_its_sentence(stage):
    first = kept(stage.holders["li"], PAPER, LEASE, by=stage.li)
    token = begun(stage)
    send(token, 0, PAPER, stage.li)
    upload = Upload.objects.get()
    sealed = vault().keep([PAPER], most=len(PAPER))
    with pytest.raises(actions.AlreadyKept):
        actions.keep_upload(upload.pk, sealed, by=SYSTEM, at=NOON)
    actions.refuse_upload(upload.pk, "交存过了", material=first, by=SYSTEM, at=NOON)

    shown = queries.upload(token, reader=stage.li)
    assert (shown.state, shown.reason, shown.material) == ("REFUSED", "交存过了", first)
    assert recorded("materials.upload.settled")[0].payload == {"upload": upload.pk, "material": first}
    assert Material.objects.count() == 1
    with pytest.raises(actions.UploadOver):
        actions.refuse_upload(upload.pk, "又一次", by=SYSTEM, at=NOON)


def test_it_is_settled_by_the_platform_alone(stage):
    token = begun(stage)
    send(token, 0, PAPER, stage.li)
    upload, sealed = Upload.objects.get(), vault().keep([PAPER], most=len(PAPER))
    for stranger in (ANONYMOUS, LI, stage.li, stage.clerk):
        with pytest.raises(Forbidden):
            actions.keep_upload(upload.pk, sealed, by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            actions.refuse_upload(upload.pk, "x", by=stranger, at=NOON)
        with pytest.raises(Forbidden):
            queries.parts_of(upload.pk, reader=stranger)
    assert Upload.objects.get().state == "COMPLETE"


def test_of_a_type_that_takes_other_files_is_told_when_it_is_put_together(stage):
    token = actions.begin_upload(stage.holders["li"], CARD, "x", 6, by=stage.li, at=NOON)
    send(token, 0, b"GIF89a", stage.li)
    with pytest.raises(actions.Unfit):
        actions.keep_upload(Upload.objects.get().pk, vault().keep([b"GIF89a"], most=6), by=SYSTEM, at=NOON)
