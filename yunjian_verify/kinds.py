"""What can be verified: a table of kinds, found by their content. A new kind is one more row.

Each kind's ``verify`` is given the path and the keys that are trusted, and answers in a sentence what was proven.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from . import bag, credentials, disclosed, disclosure, folder, pades, papers, proof, ranges, receipt
from .checkpoint import Checkpoint, read_checkpoint
from .merkle import Wrong
from .note import MOST_BYTES, NoteKey
from .words import in_chinese

PROVEN, OPEN, WRONG, UNREADABLE = 0, 3, 1, 2  # the exit codes: all proven, something left open, false, not readable
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the verifier trusts: keys of logs and of witnesses; and a leaf hash, where the file does not hold the entry.

    ``issuers`` are those of certificates, ``roots`` those of PDFs: each kind takes what it knows. A receipt may be of
    ``files``.
    """

    keys: tuple[NoteKey, ...] = ()
    leaf: bytes | None = None
    files: tuple[Path, ...] = ()
    issuers: credentials.Issuers | None = None
    roots: papers.Roots | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file proves, in both languages."""

    status: int
    zh: str
    en: str
    proven: tuple[Path, ...] = ()  # the files beside it that it speaks of


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
    kind = next((kind for kind in KINDS if kind.fits(path, head)), None)
    if kind is None:
        return Outcome(UNREADABLE, "不是这里认得的文件。", "Not a kind of file known here.")
    try:
        return kind.verify(path, trust)
    except credentials.Rejected as wrong:
        return Outcome(WRONG, f"没有通过验证：{wrong.zh}。", f"Not verified: {wrong}.")
    except Wrong as wrong:
        return Outcome(WRONG, f"没有通过验证：{in_chinese(str(wrong))}。", f"Not verified: {wrong}.")


def kind_of(path: Path) -> str:
    """The name of the file's kind; empty when it is none of them, or cannot be read."""
    try:
        head = b"" if path.is_dir() else _head(path)
    except OSError:
        return ""
    return next((kind.name for kind in KINDS if kind.fits(path, head)), "")


def verify_all(paths: Sequence[Path], trust: Trust) -> list[tuple[Path, Outcome]]:
    """What each file proves. Beside a receipt the files that say nothing themselves are those it may be of."""
    named = {path: kind_of(path) for path in paths}
    if not {RECEIPT, DISCLOSURE} & set(named.values()):
        return [(path, verify(path, trust)) for path in paths]
    given = replace(trust, files=tuple(path for path in paths if named[path] not in OF_THE_LEDGER))
    found = [(path, verify(path, given)) for path in paths]
    of_receipts = {each for _, outcome in found for each in outcome.proven}
    return [(path, outcome) for path, outcome in found if named[path] in OF_THE_LEDGER or path not in of_receipts]


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


def _receipt(path: Path, trust: Trust) -> Outcome:
    found = receipt.read_receipt(folder.read_bounded(path, proof.MOST_BYTES))
    kept = found.verify()
    at = f"{kept.at[:16].replace('T', ' ')} UTC"
    way, way_en = receipt.WAYS.get(kept.way, (kept.way, kept.way))
    under = f"（{way}，材料 {kept.material}，账本第 {found.proof.index} 号记录，此后没有改过）"
    under_en = f" ({way_en}; material {kept.material}, entry {found.proof.index} of its ledger, unchanged since)"
    try:
        mine = tuple(each for each in trust.files if each.is_file() and found.is_of(each))
    except OSError as trouble:
        return Outcome(UNREADABLE, f"读不了：{trouble.strerror}。", f"Not readable: {trouble.strerror}.")
    if trust.files and not mine:
        digest = found.digest.hex()
        return Outcome(
            WRONG,
            f"没有通过验证：给出的文件不是当初交存的那一份（收据上的 SHA-256 是 {digest}）。",
            f"Not verified: no file given is the one that was handed in (its SHA-256 is {digest}).",
        )
    if not mine:
        said = _signed(found.proof.checkpoint, trust, f"区里 {at} 收下过一份文件{under}",
                       f"The district kept a file at {at}{under_en}")  # fmt: skip
        zh = (
            f"收据自身算得对，但没有给出文件，不知道手里的是不是那一份：请写 yunjian verify {path.name} 文件。{said.zh}"
        )
        en = f"No file was given to compare it with: yunjian verify {path.name} FILE. {said.en}"
        return Outcome(OPEN, zh, en)
    name = mine[0].name
    said = _signed(found.proof.checkpoint, trust, f"{name} 就是区里 {at} 收下的那一份，一个字节也不差{under}",
                   f"{name} is the very file the district kept at {at}{under_en}")  # fmt: skip
    return replace(said, proven=mine)


def _disclosure_receipt(path: Path, trust: Trust) -> Outcome:
    found = disclosure.read_receipt(folder.read_bounded(path, proof.MOST_BYTES))
    told, agreed = found.verify(), found.agreed
    zh, en = disclosed.sentences(agreed, told)
    given = [each for each in trust.files if told.fetched and kind_of(each) in ANSWERS]
    mine = tuple(each for each in given if disclosure.digest_of(each) == told.disclosure)
    if given and not mine:
        return Outcome(
            WRONG,
            f"没有通过验证：给出的文件不是当时取回的那一份（账本里的 SHA-256 是 {told.disclosure}）。",
            f"Not verified: no file given is what was fetched (its SHA-256 in the ledger is {told.disclosure}).",
        )
    if mine:
        zh, en = f"{zh}；{mine[0].name} 就是取回的那一份", f"{en}; {mine[0].name} is what was fetched"
    said = _signed(found.proofs[0].checkpoint, trust, zh, en)
    return replace(said, proven=() if trust.issuers else mine)


def _answer(path: Path, trust: Trust) -> Outcome:
    return _certificate(disclosed.verify_answer(path, trust.issuers))


def _bag(path: Path, trust: Trust) -> Outcome:
    found = bag.verify_bag(path)
    whole = f"档案包完整：{found.files} 个文件，{found.octets} 字节，一个也没有改过"
    whole_en = f"The archive is whole: {found.files} files, {found.octets} octets, none of them changed"
    at = found.verify()
    if found.proof is None:
        return Outcome(
            OPEN,
            f"{whole}；但里面没有账本证明（{bag.PROOF}），不知道它是什么时候归档的那一份。",
            f"{whole_en}; but it holds no proof of the ledger ({bag.PROOF}): whether it is the one archived is open.",
        )
    when = f"{at[:16].replace('T', ' ')} UTC"
    place = found.proof.index
    return _signed(
        found.proof.checkpoint,
        trust,
        f"{whole}，就是 {when} 归档的那一份（账本第 {place} 号记录）",
        f"{whole_en}; it is the one archived at {when} (entry {place} of the ledger)",
    )


def _credential(path: Path, trust: Trust) -> Outcome:
    return _certificate(credentials.verify_credential(path, trust.issuers))


def _code(path: Path, trust: Trust) -> Outcome:
    return _certificate(credentials.verify_code(path, trust.issuers))


def _pdf(path: Path, trust: Trust) -> Outcome:
    return _certificate(papers.verify_paper(path, trust.roots))


def _certificate(found: credentials.Found) -> Outcome:
    return Outcome(PROVEN if found.is_whole else OPEN, found.zh, found.en)


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


RECEIPT, DISCLOSURE = "material receipt", "disclosure receipt"
OF_THE_LEDGER = frozenset({"archive", "tiles", "proof", "range", "checkpoint", RECEIPT, DISCLOSURE})
ANSWERS = frozenset({"disclosure", "credential"})  # what an organisation may have fetched
KINDS: tuple[Kind, ...] = (
    Kind("tiles", lambda path, _: path.is_dir() and (path / "checkpoint").is_file(), _tiles),
    Kind("archive", bag.is_bag, _bag),
    Kind("proof", lambda _, head: head.startswith(proof.FIRST.encode() + b"\n"), _proof),
    Kind("range", lambda _, head: head.startswith(ranges.FIRST.encode() + b"\n"), _range),
    Kind(RECEIPT, lambda _, head: receipt.FORMAT.encode() in head and head.lstrip().startswith(b"{"), _receipt),
    Kind(
        DISCLOSURE,
        lambda _, head: disclosure.FORMAT.encode() in head and head.lstrip().startswith(b"{"),
        _disclosure_receipt,
    ),
    Kind("disclosure", lambda _, head: disclosure.is_answer(head), _answer),
    Kind("checkpoint", _looks_like_a_checkpoint, _checkpoint),
    Kind("pdf", lambda _, head: head.startswith(pades.FIRST), _pdf),
    Kind("code", lambda _, head: credentials.is_code(head), _code),
    Kind("credential", lambda _, head: credentials.is_token(head), _credential),
)
