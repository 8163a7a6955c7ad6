"""Reading pictures: what stands on a photo is read offline, within bounds, and may be corrected."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import NOON
from yunjian.materials import actions, jobs, queries
from yunjian.materials.logic import words
from yunjian.materials.logic.recognising import sureness

from . import files
from .stage import LICENCE, kept

needs_reader = pytest.mark.skipif(
    not words.can_read_pictures(), reason="the extra yunjian[ocr] is not installed: no picture was read"
)
needs_letters = pytest.mark.skipif(
    not Path(files.LETTERS).exists(), reason="fonts-wqy-zenhei is not installed: no paper could be written"
)
PAPER = (
    "营业执照", "名称：云间软件有限公司", "统一社会信用代码：91350100M000100Y43", "法定代表人：王建国",
    "成立日期：2020年03月02日",
)  # fmt: skip
EXPECTED = {
    "enterprise-name": "云间软件有限公司", "credit-code": "91350100M000100Y43", "legal-representative": "王建国",
    "founded": "2020年03月02日",
}  # fmt: skip
OUTWARD = """
from yunjian.materials.logic import confined
confined._bound(20, 1024)
import os, socket, subprocess
tries = (lambda: socket.create_connection(("127.0.0.1", 9), 1), lambda: socket.getaddrinfo("example.org", 80),
         lambda: subprocess.run(["true"]), lambda: os.system("true"), lambda: socket.socket().bind(("", 0)))
for each in tries:
    try:
        each()
    except PermissionError:
        print("refused")
    except OSError as trouble:
        print(type(trouble).__name__)
"""


def test_in_a_process_that_reaches_no_network_and_no_program():
    said = subprocess.run(
        [sys.executable, "-c", OUTWARD], capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False
    )
    assert said.stdout.split() == ["refused"] * 5, said.stderr


def test_is_as_sure_as_of_the_line_the_value_stands_in():
    lines = [["法定代表人：王 建国", 0.71], ["成立日期：2020年", 0.99]]

    assert sureness("王建国", lines) == 0.71
    assert sureness("2020年", lines) == 0.99
    assert sureness("二行\n合一", lines) == 0.71
    assert sureness("有文字的", []) == 1.0


@needs_reader
@needs_letters
@pytest.mark.heavy
@pytest.mark.django_db
def test_a_photo_held_sideways_is_read_and_what_was_read_wrongly_is_corrected(stage):
    pk = kept(stage.holders["firm"], files.written(*PAPER, turned=6), LICENCE, by=stage.agent)
    jobs.check_material(pk)
    jobs.read_material(pk)

    assert queries.how_read(pk, reader=stage.agent) == "OCR"
    read = {key: (value, sure, by_hand) for key, _, value, sure, by_hand in queries.fields_of(pk, reader=stage.agent)}
    assert {key: value for key, (value, _, _) in read.items() if value} == EXPECTED
    assert all(sure > 0.9 and not by_hand for value, sure, by_hand in read.values() if value)

    first = next(iter(EXPECTED))
    actions.correct_fields(pk, {first: "改过的"}, by=stage.agent, at=NOON)
    jobs.read_material(pk)  # read again, what a person wrote stays
    [(value, by_hand)] = [each[2::2] for each in queries.fields_of(pk, reader=stage.agent) if each[0] == first]
    assert (value, by_hand) == ("改过的", True)
