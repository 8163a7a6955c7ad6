"""The cells of an Excel file nobody vouches for, read in a process of its own, bounded in time and memory.

``python -m yunjian.kernel.workbook`` is that process: the file comes in on standard input, its cells go out as JSON on
standard output. Nothing it sends is ever executed.
"""

import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

SECONDS, MEGABYTES = 20, 768
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
Cells = list[list[str]]


def cells(data: bytes) -> Cells | None:
    """The first sheet as texts; None when it cannot be read within the bounds."""
    command = [sys.executable, "-m", "yunjian.kernel.workbook"]
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment = {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS + 5, cwd="/", env=environment, check=False
        )
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return [[str(cell) for cell in row] for row in said] if isinstance(said, list) else None


def _cells(data: bytes) -> Cells:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [[_text(cell) for cell in row] for row in sheet.iter_rows()]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _main() -> None:
    for what, limit in (
        (resource.RLIMIT_AS, MEGABYTES << 20),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    try:
        answer: object = _cells(sys.stdin.buffer.read())
    except Exception as error:  # whatever a hostile file brings about ends here
        answer = {"refusal": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


if __name__ == "__main__":
    _main()
