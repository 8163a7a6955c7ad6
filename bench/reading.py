"""Reading and reconciling a disclosure, against what the library of its format alone needs to give up the text.

Run with ``python -m bench.reading``. PDF stands against pdfplumber's words of every page; Excel against openpyxl, which
like us gives what the cells print (their number formats and merged ranges); against python-calamine, which gives bare
values, the ratio is printed without a limit. The sample disclosure is written at two sizes: as it is, and ten times as
long.
"""

import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import openpyxl
import pdfplumber
from python_calamine import CalamineWorkbook

from yunjian.budgets.commands import code_book
from yunjian.budgets.logic.reading import read
from yunjian.budgets.logic.reconcile import reconcile
from yunjian.budgets.tests.formats import office, paper
from yunjian.budgets.tests.formats.description import Board, Description, Heading
from yunjian.budgets.tests.formats.retelling import from_disclosure

from .frame import finish, report

PACK = Path(__file__).parent.parent / "districts" / "songjiang"
SAMPLE = PACK / "documents" / "2025-data-bureau.txt"
CODES = code_book(PACK, 2025)


def longer(description: Description, times: int) -> Description:
    """Every run of paragraphs and every table so many times as long; each table stays one."""
    blocks = []
    for block in description:
        if isinstance(block, Board):
            body = block.rows[block.header : -1] * times
            blocks.append(Board((*block.rows[: block.header], *body, block.rows[-1]), block.header))
        else:
            blocks.append(block)
    notes = next(i for i, b in enumerate(description) if isinstance(b, Heading) and b.text.endswith("经费情况说明"))
    for _ in range(times - 1):
        blocks.extend(description[notes:])
    return tuple(blocks)


def pdf_words(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as book:
        for page in book.pages:
            page.extract_words()
            page.close()


def excel_cells(data: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                _ = cell.value, cell.number_format


def excel_values(data: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def ours(data: bytes, name: str) -> None:
    reconcile(read(data, name), CODES)


def peak(path: Path) -> float:
    """The megabytes a fresh process holds at most while it reads and reconciles a file."""
    command = [sys.executable, "-m", "bench.reading", "--peak", str(path)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _pair(first: Callable[[], None], second: Callable[[], None], repeat: int) -> tuple[float, float]:
    """The medians of two functions called in turn, in seconds of this process: reading waits for nothing else."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(repeat + 1):  # the first turn warms up
        for function, times in zip((first, second), taken, strict=True):
            start = time.process_time()
            function()
            if turn:
                times.append(time.process_time() - start)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _measure(kind: str, write, alone, limit: float | None, folder: Path, description: Description) -> None:
    taken = []
    for times in (1, 10):
        data = write(longer(description, times))
        path = folder / f"{times}.{kind}"
        path.write_bytes(data)
        mine, library = _pair(partial(ours, data, path.name), partial(alone, data), 9)
        taken.append(mine)
        report(f"{kind} {times}× long: read and reconcile to {alone.__name__}", mine / library, limit)
        report(f"{kind} {times}× long: read and reconcile", mine, unit="s")
        report(f"{kind} {times}× long: peak memory", peak(path), unit="MB")
    for short, long in pairwise(taken):
        report(f"{kind}: ten times as long takes", long / short, 12.0)


def main() -> None:
    description = from_disclosure(read(SAMPLE.read_bytes(), SAMPLE.name))
    with tempfile.TemporaryDirectory() as folder:
        _measure("pdf", paper.pdf, pdf_words, 1.5, Path(folder), description)
        _measure("xlsx", office.xlsx, excel_cells, 1.5, Path(folder), description)
        data = office.xlsx(description)
        mine, library = _pair(partial(ours, data, "a.xlsx"), partial(excel_values, data), 5)
        report("xlsx 1× long: read and reconcile to excel_values", mine / library)
    finish()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        ours(Path(sys.argv[2]).read_bytes(), sys.argv[2])
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main()
