"""The kinds of definitions as tables for people."""

from typing import ClassVar

from pydantic import Field

from yunjian.kernel.definitions import Definition, Part
from yunjian.kernel.pack.describing import describe


class Section(Part):
    """A section, which may hold sections."""

    heading: str = Field(description="标题")
    sections: tuple["Section", ...] = Field((), description="下一层")


class BookletExample(Part):
    """A worked example."""

    headings: int = Field(description="节数")


class Booklet(Definition):
    """A booklet of sections."""

    kind: ClassVar[str] = "booklets"
    noun: ClassVar[str] = "手册"

    sections: tuple[Section, ...] = Field((), description="各节")
    example: BookletExample

    def check_example(self) -> list[str]:
        return [] if len(self.sections) == self.example.headings else ["节数不符"]


def test_a_part_that_contains_itself_is_described_once():
    told = describe([Booklet])

    assert told.count("### Section") == 1
    assert "| `sections` | list of Section |  | 下一层 |" in told
