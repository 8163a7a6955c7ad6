"""The holder's receipt proves what was handed in; staff compares a file with it."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import LI, NOON, ZHOU
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden, NotFound
from yunjian.kernel.keys.actions import rotate_key
from yunjian.kernel.proofs import checkpoints, proving
from yunjian.kernel.testing import recorded, seal_and_deliver
from yunjian.materials import actions, queries
from yunjian.materials.actions.proving import NotReady
from yunjian_verify import kinds

from . import files
from .stage import checked, kept

pytestmark = pytest.mark.django_db
PHOTO = files.jpeg()


@pytest.fixture
def mine(stage) -> int:
    return checked(stage.holders["li"], PHOTO, by=stage.li)


def signed() -> None:
    """What the worker does within seconds."""
    seal_and_deliver()
    checkpoints.sign(at=timezone.now())


def verified(text: str, folder, *files: Path) -> kinds.Outcome:
    path = folder / "receipt.json"
    path.write_text(text, encoding="utf-8")
    return kinds.verify(path, kinds.Trust(checkpoints.log_keys(), files=files))


def test_proves_the_file_to_everybody_and_years_later(stage, mine, tmp_path):
    paper = tmp_path / "证.jpg"
    paper.write_bytes(PHOTO)
    with pytest.raises(proving.NotYetSigned):
        queries.receipt_file(mine, reader=stage.li)
    assert queries.receipt(mine, reader=stage.li).position is None

    signed()
    actions.take_receipt(mine, by=stage.li, at=NOON)
    text = queries.receipt_file(mine, reader=stage.li)
    assert recorded("materials.receipt.taken")[0].payload == {"material": mine}
    assert queries.receipt(mine, reader=stage.li).position is not None
    assert verified(text, tmp_path, paper).status == kinds.PROVEN

    # Another key signs since, and the material is gone: the old receipt still proves what it proved.
    rotate_key("ledger", overlap=timedelta(0), by=SYSTEM, at=timezone.now())
    actions.want_deletion(mine, by=stage.li, at=NOON)
    signed()
    outcome = verified(text, tmp_path, paper)
    assert outcome.status == kinds.PROVEN
    assert "证.jpg 就是区里 2026-03-02 04:00 UTC 收下的那一份" in outcome.zh
    with pytest.raises(NotFound):
        queries.receipt(mine, reader=stage.li)


def test_and_the_original_are_the_holders_alone(stage, mine):
    for stranger in (ANONYMOUS, LI, ZHOU, stage.wang, stage.clerk, stage.agent):
        with pytest.raises((NotFound, Forbidden)):
            actions.take_receipt(mine, by=stranger, at=NOON)
        with pytest.raises((NotFound, Forbidden)):
            actions.open_original(mine, by=stranger, at=NOON)
        with pytest.raises(NotFound):
            queries.receipt(mine, reader=stranger)
        with pytest.raises(NotFound):
            queries.receipt_file(mine, reader=stranger)
        with pytest.raises(NotFound):
            queries.original(mine, reader=stranger)
    assert recorded("materials.receipt.taken", "materials.material.opened") == []


def test_the_original_is_taken_as_it_was_handed_in_and_that_is_recorded(stage, mine):
    actions.open_original(mine, by=stage.li, at=NOON)

    assert b"".join(queries.original(mine, reader=stage.li).open()) == PHOTO
    assert recorded("materials.material.opened")[0].payload == {"material": mine}


def test_what_is_not_checked_or_destroyed_has_no_original(stage):
    waiting = kept(stage.holders["li"], by=stage.li)
    with pytest.raises(NotReady):
        actions.open_original(waiting, by=stage.li, at=NOON)
    actions.refuse_material(waiting, "坏了", "CLEAN", by=SYSTEM, at=NOON)
    with pytest.raises(NotReady):
        actions.take_receipt(waiting, by=stage.li, at=NOON)


def test_a_clerk_tells_the_true_paper_from_a_forged_one(stage, mine):
    code = queries.receipt(mine, reader=stage.li).code
    digest, forged = hashlib.sha256(PHOTO).digest(), hashlib.sha256(PHOTO + b"!").digest()

    assert actions.verify_receipt(mine, code.upper(), digest, by=stage.clerk, at=NOON) is True
    assert actions.verify_receipt(mine, code, forged, by=stage.clerk, at=NOON) is False
    assert [entry.payload["matches"] for entry in recorded("materials.receipt.verified")] == [True, False]
    assert digest.hex() not in str(recorded())


def test_a_receipt_is_not_found_by_trying_nor_by_a_stranger(stage, mine):
    code = queries.receipt(mine, reader=stage.li).code
    for number, wrong in ((mine, "0" * 16), (mine, ""), (mine, code[:8]), (mine + 1, code), (mine, "字" * 16)):
        with pytest.raises(actions.ReceiptUnknown):
            actions.verify_receipt(number, wrong, bytes(32), by=stage.clerk, at=NOON)
    for stranger in (ANONYMOUS, stage.li, ZHOU):
        with pytest.raises(Forbidden):
            actions.verify_receipt(mine, code, bytes(32), by=stranger, at=NOON)
    assert recorded("materials.receipt.verified") == []
