"""A page that stands for a paper of the demonstration."""

import json

import typst

from yunjian.kernel.typesetting import chinese_font

_PAGE = """
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title)
#set page(paper: "a5", margin: 2cm, background: rotate(-30deg, text(60pt, fill: luma(225))[样例 SAMPLE]))
#set text(font: told.font, lang: "zh", size: 11pt)
#align(center, text(18pt, told.title))
#v(1em)
#told.text
#v(2em)
演示用的样例，内容虚构，没有效力。 A sample for demonstration: fictitious, of no effect.
"""


def printed(title: str, text: str) -> bytes:
    """A PDF with these words, marked as a sample; NoFont where the system has none for Chinese."""
    told = {"title": f"{title}（样例）", "text": text, "font": chinese_font()}
    made = typst.compile(_PAGE.encode(), format="pdf", sys_inputs={"told": json.dumps(told, ensure_ascii=False)})
    if not isinstance(made, bytes):
        raise TypeError("typst answers with one document")
    return made
