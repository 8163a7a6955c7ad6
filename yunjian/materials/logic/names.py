"""The name of a file as it is shown: no path, nothing that no eye sees, not longer than a line."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # controls, turns of direction, halves of pairs, nothing at all


def clean(name: str) -> str:
    """The name without its folders and without what no eye sees (``fdp.exe`` written as ``exe.pdf``)."""
    seen = "".join(each for each in unicodedata.normalize("NFC", name) if unicodedata.category(each) not in _UNSEEN)
    last = PurePosixPath(seen.replace("\\", "/")).name.strip(" .")
    if last.partition(".")[0].rstrip().upper() in _DEVICES:
        last = f"文件-{last}"  # Windows takes it for a device, whatever its ending, and cannot put it away
    return _shortened(last) or "文件"


def _shortened(name: str) -> str:
    """Cut in the middle, so that the ending stays."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[:LONGEST]
    return stem[: LONGEST - len(ending) - 1] + dot + ending
