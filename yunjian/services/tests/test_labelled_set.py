"""The labelled set: drawn papers with one fault or none are told apart, however they were read."""

import io
from random import Random

import pytest

from yunjian.materials.logic import words
from yunjian.services.logic.prereview import Kind

from .labelled.drawing import fonts, illegible, legible, photo
from .labelled.scenes import Sheet, scenes
from .labelled.scoring import scored

TWINS = {"有": "育", "限": "很", "王": "玉", "李": "季", "明": "朋", "0": "6", "1": "7", "8": "3", "A": "4"}
needs_reader = pytest.mark.skipif(
    not words.can_read_pictures(), reason="the extra yunjian[ocr] is not installed: no photo was read"
)
needs_letters = pytest.mark.skipif(not fonts(), reason="no Chinese font is installed: no paper could be drawn")


def told(lines: list[tuple[str, float]]) -> dict:
    return {"text": "\n".join(words for words, _ in lines), "how": "OCR", "lines": lines}


def as_written(sheet: Sheet) -> dict:
    """What the drawing holds, as a perfect reader gives it; of a photo nobody can read, a few signs."""
    if sheet.look.blur > 5 or sheet.look.shrunk < 0.2:
        return told([("二", 0.4)])
    return told([(line, 0.99) for line in (sheet.title, *sheet.lines) if line])


def misread(random: Random):
    """A reader that takes a letter for its twin in one line of five, and is not sure of it."""

    def read(sheet: Sheet) -> dict:
        lines = as_written(sheet)["lines"]
        wrong = str.maketrans(TWINS)
        return told([(line.translate(wrong), 0.8) if random.random() < 0.2 else (line, sure) for line, sure in lines])

    return read


def test_finds_every_fault_and_no_other_when_all_is_read(pack):
    score = scored(scenes(90), pack, as_written)

    assert score.wrongs == []
    assert all(score.right[kind] for kind in Kind)


def test_holds_no_misread_letter_against_anybody(pack):
    """What was not read surely is asked about: more is unreadable, but nothing is said to differ that does not."""
    score = scored(scenes(90), pack, misread(Random(7)))
    untrue = {kind: count for kind, count in score.false.items() if kind not in (Kind.UNREADABLE, Kind.INCONSISTENT)}

    assert untrue == {}


@needs_letters
def test_is_drawn_the_same_for_everybody():
    sheet = next(scenes(1)).sheets["identity-card"]
    assert sheet is not None
    assert photo(sheet.title, sheet.lines, sheet.look, Random(1)) == photo(
        sheet.title, sheet.lines, sheet.look, Random(1)
    )


@needs_reader
@needs_letters
@pytest.mark.heavy
def test_a_photo_from_the_side_is_read_and_one_out_of_focus_is_said_to_be(pack):
    [scene] = [each for each in scenes(30) if not each.truth and each.form == "individual-business"][:1]

    def read(sheet: Sheet) -> dict:
        return words.read("jpeg", io.BytesIO(photo(sheet.title, sheet.lines, look, Random(2))))

    look = legible(Random(4))
    assert scored([scene], pack, read).wrongs == []
    look = illegible(Random(4))
    assert {label[0] for _, _, label, _ in scored([scene], pack, read).wrongs} == {Kind.UNREADABLE}
