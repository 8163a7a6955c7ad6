"""``python -m yunjian_verify FILE…`` and ``python -m yunjian_verify witness``."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from . import credentials, kinds, papers, witness
from .folder import read_bounded
from .merkle import Wrong
from .note import MOST_BYTES, NoteKey, read_vkey, read_vkeys
from .words import in_chinese
from .x509_path import read_roots

_ENDS = "退出码：0 全部证实，1 有不实，2 读不了，3 有没证实的 / 0 proven, 1 false, 2 not readable, 3 left open"


def main(words: Sequence[str]) -> int:
    """Verify files, or be a witness; the exit status."""
    if words and words[0] == "witness":
        return witness.main(words[1:])
    return verify(words)


def verify(words: Sequence[str]) -> int:
    """One sentence for each file."""
    parser = argparse.ArgumentParser(
        prog="yunjian verify",
        description=(
            "验证检查点、证明、导出的账本、瓦片文件夹、材料收据（连同文件）、办件档案包、证照使用回执、SD-JWT 证照、"
            "证照码、签名的 PDF；不用网络、不用数据库。"
        ),
        epilog=_ENDS,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="文件或瓦片文件夹")
    parser.add_argument("--key", action="append", default=[], metavar="KEY", help="可信公钥（一行），或写有公钥的文件")
    parser.add_argument("--leaf", default="", metavar="HEX", help="记录的叶哈希，证明文件里没有记录时用")
    parser.add_argument(
        "--issuer", type=Path, metavar="FILE", help="证照颁发者的公钥（/.well-known/jwt-vc-issuer 或 JWK 集）"
    )
    parser.add_argument("--root", type=Path, metavar="FILE", help="签名 PDF 可信的根证书（PEM）")
    parser.add_argument("--states", type=Path, metavar="FILE", help="证照的状态列表（statuslist+jwt）")
    parser.add_argument(
        "--at", default="", metavar="TIME", help="按哪个时间判断，如 2026-03-02T12:00:00+08:00；默认现在"
    )
    parser.add_argument("--en", action="store_true", help="English")
    given = parser.parse_intermixed_args(words)
    try:
        keys = tuple(key for text in given.key for key in _keys(text))
        leaf = bytes.fromhex(given.leaf) if given.leaf else None
        at = _moment(given.at)
        issuers = _issuers(given.issuer, given.states, at)
        roots = papers.Roots(read_roots(read_bounded(given.root, MOST_BYTES)), at) if given.root else None
    except (Wrong, ValueError) as wrong:
        parser.error(str(wrong) if given.en else in_chinese(str(wrong)))
    outcomes = kinds.verify_all(given.files, kinds.Trust(keys, leaf, issuers=issuers, roots=roots))
    for path, outcome in outcomes:
        print(f"{path}: {outcome.en if given.en else outcome.zh}")
    return next((code for code in (kinds.WRONG, kinds.UNREADABLE, kinds.OPEN) if _any(code, outcomes)), kinds.PROVEN)


def _keys(text: str) -> list[NoteKey]:
    path = Path(text)
    if len(text) < 200 and path.is_file():
        return list(read_vkeys(read_bounded(path, MOST_BYTES).decode("utf-8", "replace")))
    return [read_vkey(text)]


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at) if at else datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError("--at needs a time zone, as in 2026-03-02T12:00:00+08:00")
    return moment


def _issuers(keys: Path | None, states: Path | None, at: datetime) -> credentials.Issuers | None:
    if keys is None:
        return None
    listed = read_bounded(states, credentials.LONGEST_LIST).decode("ascii", "replace").strip() if states else ""
    known = credentials.read_issuers(read_bounded(keys, MOST_BYTES))
    return credentials.Issuers(known, listed, int(at.timestamp()))


def _any(code: int, outcomes: list[tuple[Path, kinds.Outcome]]) -> bool:
    return any(outcome.status == code for _, outcome in outcomes)
