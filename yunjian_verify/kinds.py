"""What can be verified: a table of kinds, found by their content. A new kind is one more row.

Each kind's ``verify`` is given the path and the keys that are trusted, and answers in a sentence what was proven.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import folder, proof, ranges
from .checkpoint import Checkpoint, read_checkpoint
from .merkle import Wrong
from .note import MOST_BYTES, NoteKey

PROVEN, OPEN, WRONG, UNREADABLE = 0, 3, 1, 2  # the exit codes: all proven, something left open, false, not readable
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the verifier trusts: keys of logs and of witnesses; and a leaf hash, where the file does not hold the entry.

    ``keys`` of other kinds of things stand beside them: each kind takes what it knows.
    """

    keys: tuple[NoteKey, ...] = ()
    leaf: bytes | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file proves, in both languages."""

    status: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: ``fits`` looks at the path and its first bytes."""

    name: str
    fits: Callable[[Path, bytes], bool]
    verify: Callable[[Path, Trust], Outcome]


def verify(path: Path, trust: Trust) -> Outcome:
    """What the file proves."""
    try:
        head = b"" if path.is_dir() else _head(path)
    except OSError as trouble:
        return Outcome(UNREADABLE, f"读不了：{trouble.strerror}。", f"Not readable: {trouble.strerror}.")
    for kind in KINDS:
        if kind.fits(path, head):
            try:
                return kind.verify(path, trust)
            except Wrong as wrong:
                return Outcome(WRONG, f"没有通过验证：{wrong}。", f"Not verified: {wrong}.")
    return Outcome(UNREADABLE, "不是这里认得的文件。", "Not a kind of file known here.")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _checkpoint(path: Path, trust: Trust) -> Outcome:
    found = read_checkpoint(folder.read_bounded(path, MOST_BYTES))
    return _signed(found, trust, "检查点可信", "The checkpoint is genuine")


def _proof(path: Path, trust: Trust) -> Outcome:
    found = proof.read_proof(folder.read_bounded(path, proof.MOST_BYTES))
    if found.entry is None and trust.leaf is None:
        return Outcome(
            OPEN,
            "文件里没有记录本身：请用 --leaf 给出它的叶哈希。",
            "The file does not hold the entry itself: give its leaf hash with --leaf.",
        )
    found.verify(trust.leaf)
    what = f"第 {found.index} 号记录在账本里，没有改过"
    return _signed(found.checkpoint, trust, what, f"Entry {found.index} stands in the ledger, unchanged")


def _range(path: Path, trust: Trust) -> Outcome:
    with path.open("rb") as file:
        found = ranges.verify_range(file)
    roots = f"起点根 {found.root_at_start.hex()[:16]}…，终点根 {found.root_at_end.hex()[:16]}…"
    what = f"第 {found.start} 号到第 {found.end - 1} 号共 {found.end - found.start} 条记录齐全、没有改过（{roots}）"
    en = (
        f"All {found.end - found.start} entries from {found.start} on are there and unchanged (root at the start"
        f" {found.root_at_start.hex()[:16]}…, at the end {found.root_at_end.hex()[:16]}…)"
    )
    return _signed(found.checkpoint, trust, what, en)


def _tiles(path: Path, trust: Trust) -> Outcome:
    found, bundles = folder.verify_folder(path)
    what = f"全部哈希瓦片与检查点一致（另有 {bundles} 个记录包）"
    return _signed(
        found, trust, what, f"All hash tiles lead to the checkpoint ({bundles} bundles of entries beside them)"
    )


def _signed(found: Checkpoint, trust: Trust, zh: str, en: str) -> Outcome:
    """The outcome, with who signed the checkpoint and who saw it; without a trusted signature it stays open."""
    signers, witnesses = found.signers(trust.keys), found.witnesses(trust.keys)
    zh = f"{zh}；检查点 {found.origin}，{found.size} 条"
    en = f"{en}; checkpoint {found.origin}, {found.size} entries"
    if not signers:
        return Outcome(
            OPEN,
            f"算得对：{zh}；但没有给出这本账的可信公钥（--key），不知道检查点是不是它签的。",
            f"Computed: {en}; but no trusted key of this ledger was given (--key): who signed it is not known.",
        )
    if not witnesses:
        return Outcome(
            PROVEN,
            f"{zh}，由账本的密钥签名；没有可信的见证方副签，不能排除账本给别人看的是另一份。",
            f"{en}, signed by its key; no trusted witness cosigned, so others may have been shown another one.",
        )
    seen = "、".join(f"{key.name}（{_time(at)}）" for key, at in witnesses)
    seen_en = ", ".join(f"{key.name} ({_time(at)})" for key, at in witnesses)
    return Outcome(
        PROVEN, f"{zh}，由账本的密钥签名，见证方 {seen} 副签。", f"{en}, signed by its key, cosigned by {seen_en}."
    )


def _time(at: int) -> str:
    try:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, OSError, ValueError):
        return str(at)


def _looks_like_a_checkpoint(path: Path, head: bytes) -> bool:
    lines = head.split(b"\n")
    return len(lines) > 4 and lines[1].isdigit() and b"\n\n" in head and "— ".encode() in head


KINDS: tuple[Kind, ...] = (
    Kind("tiles", lambda path, _: path.is_dir() and (path / "checkpoint").is_file(), _tiles),
    Kind("proof", lambda _, head: head.startswith(proof.FIRST.encode() + b"\n"), _proof),
    Kind("range", lambda _, head: head.startswith(ranges.FIRST.encode() + b"\n"), _range),
    Kind("checkpoint", _looks_like_a_checkpoint, _checkpoint),
)
