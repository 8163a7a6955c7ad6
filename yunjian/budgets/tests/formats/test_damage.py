"""A file damaged anywhere is read as far as it goes or refused in a sentence; the reader itself never breaks."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from yunjian.budgets.logic.disclosure import Unreadable
from yunjian.budgets.logic.source import open_source

from . import office, paper, plain, web
from .description import Paragraph
from .old_excel import xls
from .test_writers import DOCUMENT


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, lost, repeated, and numbers made absurd, in up to a dozen places."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(found))
        other = chance.randrange(len(found))
        digits = [i for i in range(at, min(at + 400, len(found))) if 48 <= found[i] <= 57] or [at]
        match chance.randrange(4):
            case 0:
                found[at] = chance.randrange(256)
            case 1 if len(found) > 100:
                del found[at : at + chance.randint(1, 60)]
            case 2:
                found[at:at] = found[other : other + chance.randint(1, 80)]
            case _:
                first = chance.choice(digits)
                found[first : first + 1] = str(chance.choice([0, -1, 99_999_999, 10**18])).encode()
    return bytes(found)


def damaged_within(data: bytes, chance: random.Random) -> bytes:
    """An Office file whose archive is whole, and one part of it damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([part for part in parts if part.startswith(("word/", "xl/")) and part.endswith("l")])
    parts[name] = damaged(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


FILES: dict[str, tuple[bytes, Callable[[bytes, random.Random], bytes]]] = {
    "docx": (office.docx(DOCUMENT), damaged_within),
    "xlsx": (office.xlsx(DOCUMENT), damaged_within),
    "pdf": (paper.pdf(DOCUMENT), damaged),
    "html": (web.html(DOCUMENT), damaged),
    "md": (plain.markdown(DOCUMENT), damaged),
    "txt": (plain.kept(DOCUMENT), damaged),
    "xls": (xls([["项目", 1.0]] * 30, [(0, 0, 0, 1)]), damaged),
}


def refusal(data: bytes, name: str) -> str:
    """The sentence a file is refused with; nothing where it is read."""
    try:
        open_source(data, name)
    except Unreadable as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", FILES)
def test_is_told_in_a_sentence_at_worst(kind):
    data, damage = FILES[kind]

    said = [refusal(damage(data, random.Random(f"{kind} {seed}")), f"a.{kind}") for seed in range(40)]

    assert all(sentence.endswith("。") for sentence in said if sentence)
    assert "" in said


@pytest.mark.parametrize(("place", "said"), [(0.5, "没有读出文字"), (0.92, "损坏，可能没有读全")])
def test_within_a_stream_of_a_pdf_is_listed(place, said, monkeypatch):
    monkeypatch.setattr("reportlab.rl_config.useA85", 0)
    data = paper.pdf(tuple(Paragraph(f"第{i}段，某某区示范局预算公开。") for i in range(200)))
    start, end = data.index(b"stream\n") + len(b"stream\n"), data.index(b"endstream")
    at = start + int((end - start) * place)

    document = open_source(data[:at] + b"\xff" * 9 + data[at + 9 :], "a.pdf")

    assert [unread for unread in document.unread if said in unread.reason]


def test_of_a_workbook_that_makes_the_library_panic():
    data, _ = FILES["xls"]

    said = [refusal(damaged(data, random.Random(f"panic {seed}")), "a.xls") for seed in range(400)]

    assert any(sentence.startswith("旧版 Excel 文件读不出来") for sentence in said)
