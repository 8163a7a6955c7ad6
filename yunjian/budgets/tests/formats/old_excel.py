"""A writer of the oldest workbook still met (.xls): one stream of records in a compound file."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(
    rows: list[list[str | float | None]], merges: list[tuple[int, int, int, int]] = (), *, hidden: bool = False
) -> bytes:
    """One sheet; a merge is its first row and column, and its last (0-based)."""
    name = "表一".encode("utf-16-le")
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    bound = struct.pack("<IBBBB", 0, 1 if hidden else 0, 0, len(name) // 2, 1) + name
    offset = len(globals_) + 4 + len(bound) + 4
    bound = struct.pack("<I", offset) + bound[4:]
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, float):
                sheet += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
            elif value is not None:
                words = value.encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(words) // 2, 1) + words)
    if merges:
        spans = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges)
        sheet += _record(0x00E5, struct.pack("<H", len(merges)) + spans)
    return _compound(globals_ + _record(0x0085, bound) + _record(0x000A, b"") + sheet + _record(0x000A, b""))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    """The stream alone in a compound file, long enough to lie in whole sectors."""
    stream = stream.ljust(-(-max(len(stream), 4096) // _SECTOR) * _SECTOR, b"\0")
    count = len(stream) // _SECTOR
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    header = header.ljust(_SECTOR, b"\xff")
    fat = [_FAT, _END, *range(3, 2 + count), _END]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream)) + bytes(256)
    return header + table + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(words) + 2, kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
