"""What runs in the background: each file is scanned, opened, copied and read before anybody uses it."""

from datetime import timedelta

import pytest

from tests.cast import DATA_BUREAU, NOON
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.invariants import broken
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.materials import actions, commands, jobs, queries, subscribers
from yunjian.materials.models import Material, vault

from . import files
from .clamd import stand_in
from .stage import CARD, LEASE, checked, kept

pytestmark = pytest.mark.django_db


def through(pk: int) -> Material:
    """What the subscribers would have run."""
    jobs.check_material(pk)
    if Material.objects.get(pk=pk).state == "CHECKED":
        jobs.copy_material(pk)
        jobs.read_material(pk)
    return Material.objects.get(pk=pk)


def test_a_sound_paper_may_be_used_is_shown_and_was_read(stage):
    pk = kept(stage.holders["li"], files.pdf(2, "Yunjian lease"), LEASE, by=stage.li, name="租约.pdf")
    with pytest.raises(actions.NotUsable):
        actions.lend([pk], DATA_BUREAU, "某事", "核对", by=stage.li, at=NOON)

    row = through(pk)
    assert (row.state, row.scan, row.pages) == ("CHECKED", "ABSENT", 2)
    assert [page.number for page in queries.pages(pk, reader=stage.li)] == [1, 2]
    assert b"".join(queries.copy(pk, "copy", reader=stage.li).open()).startswith(b"%PDF-")
    assert queries.how_read(pk, reader=stage.li) == "TEXT"
    jobs.check_material(pk)  # twice is once
    assert len(recorded("materials.material.checked")) == 1
    assert broken() == []


def test_what_is_locked_or_hostile_is_destroyed_and_says_why(stage):
    for data, type, words in (
        (files.locked_pdf(), LEASE, "密码"),
        (b"%PDF-1.7\n" + bytes(3000), LEASE, "打不开"),
        (files.huge_png(), CARD, "像素"),
    ):
        row = through(kept(stage.holders["li"], data, type, by=stage.li))
        assert row.state == "REFUSED"
        assert words in row.reason
        assert row.envelope is None


def test_an_infected_file_is_destroyed_before_anything_opens_it(stage, settings):
    with stand_in() as address:
        settings.CLAMD = address
        row = through(kept(stage.holders["li"], files.jpeg() + files.EICAR, by=stage.li))
        clean = through(kept(stage.holders["li"], files.jpeg(), by=stage.li))

    assert (row.state, row.scan) == ("REFUSED", "INFECTED")
    assert (clean.state, clean.scan) == ("CHECKED", "CLEAN")
    jobs.remove_file(row.pk)
    assert row.place not in {each.place for each in vault().store.all()}


def test_a_file_damaged_where_it_lay_is_found_out(stage, settings):
    pk = kept(stage.holders["li"], by=stage.li)
    [path] = [path for path in settings.MATERIALS_FOLDER.rglob("*") if path.is_file()]
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    assert "损坏" in through(pk).reason


def test_the_steps_follow_each_other_by_what_is_recorded(stage, monkeypatch):
    waiting = []
    monkeypatch.setattr(subscribers, "enqueue", lambda job, **ids: waiting.append(job.__name__))
    pk = kept(stage.holders["li"], by=stage.li)
    seal_and_deliver()
    actions.note_checked(pk, "jpeg", 1, "CLEAN", by=SYSTEM, at=NOON)
    actions.want_deletion(pk, by=stage.li, at=NOON)
    seal_and_deliver()

    assert waiting == ["check_material", "copy_material", "read_material", "remove_file"]


def test_files_nobody_names_are_swept_after_a_day_and_the_named_stay(stage, settings):
    import os
    import time

    pk = checked(stage.holders["li"], by=stage.li)
    lost = vault().keep([b"lost"], most=10).place
    fresh = vault().keep([b"fresh"], most=10).place
    for path in settings.MATERIALS_FOLDER.rglob("*"):
        if path.is_file() and path.name != fresh:
            os.utime(path, (time.time() - 3 * 86400,) * 2)
    assert [each.found for each in broken() if "every_file_has" in each.invariant] == [
        f"the file {lost} belongs to nothing"
    ]
    jobs.sweep()

    assert {each.place for each in vault().store.all()} == {fresh, Material.objects.get(pk=pk).place}
    assert broken() == []


def test_an_invariant_names_a_material_whose_file_is_gone(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    vault().store.delete(Material.objects.get(pk=pk).place)

    assert [each.found for each in broken()] == [f"the file of material {pk} is gone"]


def test_the_clock_keeps_the_periods(stage):
    pk = checked(stage.holders["li"], by=stage.li)
    jobs.keep_periods(NOON + timedelta(days=400))
    jobs.remind(NOON)

    assert Material.objects.get(pk=pk).state == "ERASED"
    assert [entry.payload["what"] for entry in recorded("materials.retention.kept")] == [
        "UPLOADS", "ERASED", "REMINDED",
    ]  # fmt: skip


def test_a_key_is_added_to_the_file_and_every_envelope_turned_to_it(stage, settings, tmp_path, capsys):
    path = tmp_path / "materials-keys"
    commands.add_key(path)
    settings.MATERIALS_KEYS, settings.MATERIALS_KEY_FILE = "", lambda: path.read_text()
    pk = checked(stage.holders["li"], by=stage.li)
    before = Material.objects.get(pk=pk).key_name
    commands.add_key(path)

    assert commands.rewrap() == 0
    assert Material.objects.get(pk=pk).key_name != before
    assert path.stat().st_mode & 0o777 == 0o600
    assert "1 个信封" in capsys.readouterr().out
    path.write_text("broken")
    assert commands.rewrap() == 1


def test_the_connections_say_how_they_are(stage):
    assert jobs.check_store().ok
    assert "AES-256-GCM" in jobs.check_store().sentence
    assert jobs.check_scanner().ok
