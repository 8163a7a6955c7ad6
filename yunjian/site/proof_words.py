"""The words after ``yunjian keys`` and ``yunjian ledger``; None when they make no sense."""

from pathlib import Path

from .database import database


def keys(words: list[str]) -> int | None:
    """``list``, or ``rotate PURPOSE [--days N]``."""
    days = "30"
    if len(words) == 4 and words[0] == "rotate" and words[2] == "--days":
        words, days = words[:2], words[3]
    if not days.isdecimal() or len(days) > 4 or not (words == ["list"] or (len(words) == 2 and words[0] == "rotate")):
        return None
    with database():
        from yunjian.kernel.keys import commands

        return commands.show() if words == ["list"] else commands.rotate(words[1], int(days))


def ledger(words: list[str]) -> int | None:
    """``check``, ``keys``, ``export FOLDER [--entries]``, ``range START END FILE``."""
    with_entries = "--entries" in words
    match [word for word in words if word != "--entries"]:
        case ["check" | "keys"] if not with_entries:
            pass
        case ["export", _]:
            pass
        case ["range", start, end, _] if not with_entries and start.isdecimal() and end.isdecimal():
            pass
        case _:
            return None
    with database():
        from yunjian.kernel.proofs import commands

        if words[0] == "range":
            return commands.export_range(int(words[1]), int(words[2]), Path(words[3]))
        if words[0] == "export":
            folder = next(word for word in words[1:] if word != "--entries")
            return commands.export(Path(folder), with_entries)
        return commands.check() if words == ["check"] else commands.print_keys()
