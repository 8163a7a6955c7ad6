"""What a visitor is told about the ledger, and about a proof brought along."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjian_verify import proof
from yunjian_verify.checkpoint import Checkpoint, read_checkpoint
from yunjian_verify.merkle import Wrong

from .. import tiles
from ..models import Cosignature, WitnessState
from . import checkpoints, witnesses

TROUBLES = {
    WitnessState.Trouble.NONE: _("正常"),
    WitnessState.Trouble.UNREACHED: _("没有连上"),
    WitnessState.Trouble.REFUSED: _("拒绝副签"),
    WitnessState.Trouble.AHEAD: _("它见过的账本比现在的长"),
    WitnessState.Trouble.DIFFERENT: _("它见过的账本和现在的不同"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A witness: its key, what it last cosigned, and whether something is wrong."""

    name: str
    vkey: str
    size: int
    at: datetime | None
    trouble: object
    is_well: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The ledger as a visitor sees it; ``size`` 0 before the first checkpoint."""

    origin: str
    size: int
    root: str
    at: datetime | None
    note: str
    keys: tuple[tuple[str, str], ...]
    witnesses: tuple[Seen, ...]
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What a proof brought along shows: well, left open, or false; and the entry inside it."""

    kind: str
    sentence: str
    entry: str = ""


def shown() -> Shown:
    """The newest checkpoint, the keys to check it by, and who watches."""
    newest = checkpoints.newest()
    note = checkpoints.note_of(newest) if newest else ""
    return Shown(
        origin=checkpoints.origin(),
        size=newest.size if newest else 0,
        root=read_checkpoint(note.encode()).root.hex() if note else "",
        at=newest.at if newest else None,
        note=note,
        keys=tuple((key.key.algorithm, str(key)) for key in checkpoints.log_keys()),
        witnesses=tuple(map(_seen, witnesses.witnesses())),
        is_lost=checkpoints.is_lost(),
    )


def judged(data: bytes) -> Judged:
    """Judge a proof file by our own keys. Whoever does not trust us checks it with ``yunjian_verify`` instead."""
    try:
        found = proof.read_proof(data)
    except Wrong:
        return Judged("error", gettext("这不是证明文件：它的第一行应为 %(first)s。") % {"first": proof.FIRST})
    try:
        found.verify(None if found.entry is not None else _leaf_at(found.index))
        signers = found.checkpoint.signers(checkpoints.log_keys())
        seen = found.checkpoint.witnesses([each.key for each in witnesses.witnesses()])
    except Wrong:
        return Judged("error", gettext("证明不成立：内容或者签名被改过。"))
    if not signers:
        return Judged("warning", gettext("计算无误，但检查点不是这本账签的。"))
    values = {"index": found.index, "size": found.checkpoint.size, "witnesses": _named(seen, found.checkpoint)}
    if found.entry is None:
        return Judged(
            "ok", gettext("第 %(index)d 号位置上确有一条记录，在 %(size)d 条时已签名。%(witnesses)s") % values
        )
    sentence = (
        gettext("下面这条记录是第 %(index)d 号，账本有 %(size)d 条时已签名，此后没有改过。%(witnesses)s") % values
    )
    return Judged("ok", sentence, found.entry.decode("utf-8", "replace"))


def judged_hash(index: int, leaf: bytes) -> Judged:
    """Whether the entry with this leaf hash stands at that place."""
    if _leaf_at(index) == leaf:
        return Judged("ok", gettext("第 %(index)d 号记录的叶哈希正是它。") % {"index": index})
    return Judged("error", gettext("第 %(index)d 号记录的叶哈希不是它，或者还没有这条记录。") % {"index": index})


def _leaf_at(index: int) -> bytes:
    return b"".join(tiles.leaves_kept(index, index + 1))


def _named(seen: list, checkpoint: Checkpoint) -> str:
    if not seen:
        return gettext("没有见证方副签。")
    names = "、".join(key.name for key, _at in seen)
    return gettext("见证方 %(names)s 副签。") % {"names": names}


def _seen(witness: witnesses.Witness) -> Seen:
    name = witness.key.name
    last = Cosignature.objects.filter(witness=name, checkpoint__origin=checkpoints.origin()).order_by("-pk").first()
    state = WitnessState.objects.filter(origin=checkpoints.origin(), witness=name).first()
    trouble = WitnessState.Trouble(state.trouble) if state else WitnessState.Trouble.NONE
    return Seen(
        name=name,
        vkey=str(witness.key),
        size=last.checkpoint.size if last else 0,
        at=last.at.astimezone(UTC) if last else None,
        trouble=TROUBLES[trouble],
        is_well=trouble == WitnessState.Trouble.NONE and last is not None,
    )
