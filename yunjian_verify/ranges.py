"""Exported ranges: entries of a ledger one after the other, with what shows that they stand there and nowhere else.

    yunjian.ledger-range@v1
    start 100
    <one hash a line: the frontier of the tree at the start>

    <one entry a line: its canonical JSON, the very bytes of the leaf>

    end 2000
    <one hash a line: the consistency proof from the end to the checkpoint>

    <the checkpoint>

From the frontier and the entries follow the roots at start and end; the consistency proof ties them to the checkpoint.
Ranges follow on one another when one's end is the next one's start with the same root. The file is read line by line.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import BinaryIO

from .checkpoint import Checkpoint, number_from, read_checkpoint
from .merkle import EMPTY_ROOT, LONGEST, Frontier, Wrong, verify_consistency
from .note import MOST_BYTES, hash_from

FIRST = "yunjian.ledger-range@v1"
LONGEST_LINE = 1024 * 1024
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Range:
    """What a range proves: the entries from ``start`` to before ``end``, and the roots at both."""

    start: int
    end: int
    root_at_start: bytes
    root_at_end: bytes
    checkpoint: Checkpoint


def write_range(
    frontier: Frontier, entries: Iterable[bytes], end: int, proof: Sequence[bytes], checkpoint: str
) -> Iterator[bytes]:
    """The lines of a file."""
    yield f"{FIRST}\nstart {frontier.size}\n".encode()
    yield from (base64.b64encode(peak) + b"\n" for peak in frontier.peaks)
    yield b"\n"
    for entry in entries:
        yield entry + b"\n"
    yield f"\nend {end}\n".encode()
    yield from (base64.b64encode(each) + b"\n" for each in proof)
    yield b"\n"
    yield checkpoint.encode()


def verify_range(file: BinaryIO) -> Range:
    """Read a range and recompute it; Wrong unless it is what it says. Who signed the checkpoint is asked separately."""
    lines = _lines(file)
    if next(lines, b"") != FIRST.encode():
        raise Wrong("no exported range")
    start = number_from(_after(lines, "start"))
    peaks = b"".join(_hashes(lines))
    try:
        frontier = Frontier.from_bytes(start, peaks)
    except ValueError:
        raise Wrong("the frontier does not fit the start") from None
    root_at_start = frontier.root if start else EMPTY_ROOT
    while entries := list(islice(iter(lambda: next(lines, b""), b""), _AT_ONCE)):
        frontier = frontier.extended([sha256(b"\x00" + entry).digest() for entry in entries])
        if len(entries) < _AT_ONCE:
            break
    end, proof = number_from(_after(lines, "end")), list(_hashes(lines))
    if end != frontier.size:
        raise Wrong(f"the file has entries up to {frontier.size}, not {end}")
    note = b"\n".join(islice(lines, 200)) + b"\n"
    checkpoint = read_checkpoint(note[:MOST_BYTES])
    verify_consistency(end, checkpoint.size, proof, frontier.root, checkpoint.root)
    return Range(start, end, root_at_start, frontier.root, checkpoint)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines without their break; one that is too long ends it."""
    while line := file.readline(LONGEST_LINE + 1):
        if not line.endswith(b"\n"):
            raise Wrong("a line has no end, or is too long")
        yield line[:-1]


def _after(lines: Iterator[bytes], word: str) -> str:
    named, _, value = next(lines, b"").decode("ascii", "replace").partition(" ")
    if named != word:
        raise Wrong(f"the line “{word}” is missing")
    return value


def _hashes(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Hashes up to the empty line."""
    for number, line in enumerate(lines):
        if not line:
            return
        if number == LONGEST:
            break
        yield hash_from(line.decode("ascii", "replace"))
    raise Wrong("hashes without an end")
