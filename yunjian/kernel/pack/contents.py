"""What a folder becomes: its manifest, its definitions, and where each of them stands."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from ..definitions import Definition, Key, Part, Text
from .document import Node
from .mistake import Mistake


class Manifest(Part):
    """What the folder says of itself."""

    key: Key = Field(description="定义包的键")
    title: Text = Field(description="地区名称")
    division: str = Field(description="行政区划代码，加引号", pattern=r"^\d{6}$")
    language: str = Field("zh-hans", description="文字", pattern=r"^[a-z]{2}(-[a-z]+)?$")
    note: str = Field("", description="说明", max_length=2000)


@dataclass(frozen=True, slots=True)
class Located:
    """A definition and where its document stands."""

    definition: Definition
    file: str
    node: Node

    def line_of(self, path: str) -> int:
        """The line of ``milestones[1].share``, or of the closest thing above it."""
        node, line = self.node, self.node.line
        for step in path.replace("[", ".[").split("."):
            name = int(step[1:-1]) if step.startswith("[") else step
            if name not in node.parts:
                break
            line = node.key_lines.get(str(name), node.parts[name].line)
            node = node.parts[name]
        return line


@dataclass(frozen=True, slots=True)
class Pack:
    """A district's folder without a mistake."""

    key: str
    manifest: Manifest
    definitions: tuple[Definition, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in a folder: the pack when nothing is wrong, and every mistake."""

    pack: Pack | None
    mistakes: tuple[Mistake, ...]
    files: int
