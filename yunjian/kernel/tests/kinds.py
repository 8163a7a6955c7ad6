"""Two kinds of definitions and a pack of them, to be broken in tests."""

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from yunjian.kernel.criteria import Criterion
from yunjian.kernel.definitions import Definition, Money, Number, PackFile, Part, Reference, Text


class OfficeExample(Part):
    open: Text


class Office(Definition):
    kind: ClassVar[str] = "offices"
    noun: ClassVar[str] = "办事处"

    parent: Annotated[str, Reference("offices")] | None = None
    windows: tuple[Text, ...] = ()
    plan: Annotated[str, PackFile()] | None = None
    serves: Criterion | None = None
    example: OfficeExample

    def entries(self) -> frozenset[str]:
        return frozenset(self.windows)

    def check_example(self) -> list[str]:
        return [] if self.example.open in self.windows else [f"窗口“{self.example.open}”不开"]


class Step(Part):
    name: Text
    share: Number = Field(ge=0, le=100, description="占比")


class FeeExample(Part):
    yuan: Money


class Fee(Definition):
    kind: ClassVar[str] = "fees"
    noun: ClassVar[str] = "收费"

    office: Annotated[str, Reference("offices")]
    window: Annotated[str, Reference("offices", within="main")]
    amount: Money
    steps: tuple[Step, ...] = Field((), description="步骤")
    free: bool = False
    example: FeeExample

    def check_example(self) -> list[str]:
        return [] if self.example.yuan.yuan == self.amount.yuan else [f"折合 {self.amount.yuan:,.2f} 元"]


KINDS = (Office, Fee)

MANIFEST = """\
key: somewhere
title: 某区
division: "310000"
"""
OFFICE = """\
key: main
title: 总部
windows: [甲, 乙]
serves:
  all:
    - field: age
      at_least: 60
    - not: {field: town, one_of: [甲镇, 3, 2026-01-01]}
valid_from: 2026-01-01
basis:
  - title: 设立文件
    number: 某府〔2026〕1号
example:
  open: 甲
"""
FEE = """\
key: copy
title: 复印费
office: main
window: 乙
amount: 0.50 元
steps:
  - name: 收
    share: 40
  - name: 付
    share: 60.5
valid_from: 2026-01-01
basis:
  - title: 收费办法
example:
  yuan: 0.00005 万元
"""
FILES = {"district.yaml": MANIFEST, "offices/main.yaml": OFFICE, "fees/copy.yaml": FEE}


def write(folder: Path, files: dict[str, str | bytes | None]) -> Path:
    """A pack folder with these files; None leaves one out."""
    for name, content in files.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
