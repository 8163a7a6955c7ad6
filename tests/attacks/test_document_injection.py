"""Injection into documents: words that are markup, code or paths to the typesetter come out of the PDF as words."""

import io
import re
from dataclasses import replace

import pdfplumber
import pytest
from django.utils import timezone

from yunjian.budgets.logic.publication.composing import compose
from yunjian.budgets.logic.publication.files import written
from yunjian.budgets.tests.publication.made import content

PAYLOADS = (
    '#read("/etc/passwd")',
    '#include "/etc/hostname"',
    '#import "@preview/x:1.0.0"',
    '#eval("1+1")',
    "#sys.inputs.told",
    "$ sum_(k=1)^n k $",
    "*bold* _thin_ `raw` <label> @ref",
    "= not a heading",
    '"] #panic("x") [',
    "\\u{41} \\ // comment /* more */",
    "{{7*7}} ${7*7} %n",
    "&lt;b&gt; ]]> <?xml?>",
)


@pytest.fixture(scope="module")
def read_back() -> str:
    """The words of a PDF with a payload in its duties, every project's title, overview and the rest, without spaces."""
    words = "。".join(PAYLOADS)
    made = content(duties=f"{words}。")
    projects = tuple(
        replace(each, title=f"{payload}项目", overview=words, purpose=words) if hasattr(each, "purpose")
        else replace(each, title=f"{payload}项目", overview=words)
        for each, payload in zip(made.projects * len(PAYLOADS), PAYLOADS, strict=False)
    )  # fmt: skip
    data, problem = written(compose(replace(made, projects=projects)), "pdf", timezone.now())
    if problem:
        pytest.skip(f"no PDF can be made here: {problem}")
    with pdfplumber.open(io.BytesIO(data)) as document:
        return squeezed("".join(page.extract_text() or "" for page in document.pages))


def squeezed(text: str) -> str:
    """Without the spaces and the ends of lines a typesetter puts where it likes."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_comes_out_of_the_pdf_as_it_was_written(read_back, payload):
    assert squeezed(payload) in read_back


def test_reads_nothing_of_the_machine(read_back):
    assert "root:x:" not in read_back
    assert "panicked" not in read_back
