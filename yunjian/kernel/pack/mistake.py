"""A mistake in a pack: where it stands and what was expected, in a sentence."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing to put right. ``code`` is stable; ``path`` is the place in the document: ``milestones[1].share``."""

    file: str
    line: int
    path: str
    code: str
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.path}：{self.sentence}" if self.path else f"{place}：{self.sentence}"


class NotAPack(Exception):
    """这个文件夹不是地区定义包。"""


class PackMistakes(Exception):
    """定义包有错误，一项也没有装入。"""

    def __init__(self, mistakes: tuple[Mistake, ...]):
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
