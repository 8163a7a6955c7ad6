"""Text that stays text when a spreadsheet opens a CSV file."""

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")


def inert(text: str) -> str:
    """A text that a spreadsheet would calculate gets the mark that keeps it from that; a figure stays one."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
