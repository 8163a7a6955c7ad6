"""Why a case is given back or refused, as a district counts it: a code, its names, the moves it may be given for."""

from typing import ClassVar, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.definitions import Definition, Part, Text

CauseMove = Literal[
    "return_for_changes", "notify_correction", "refuse_acceptance", "refuse", "terminate", "fall_away"
]  # names of ``logic.states``
CAUSE_MOVES: tuple[str, ...] = get_args(CauseMove)
MEANT = (
    "return_for_changes 预审退回、notify_correction 一次告知补正、refuse_acceptance 不予受理、refuse 不予许可、"
    "terminate 终止、fall_away 一件事里前面的没有办成（由平台写）"
)


class CauseExample(Part):
    """A case in which it is the cause, and a move for which it is none."""

    words: Text = Field(description="什么样的情形算这一项，用窗口会写的话")
    given_for: CauseMove = Field(description=f"这样的情形用在哪一步：{MEANT}")
    not_for: CauseMove | None = Field(None, description="不能用在哪一步")


class Cause(Definition):
    """One cause by which returns and refusals are counted; what it means for the one applicant, the reasons say."""

    kind: ClassVar[str] = "causes"
    noun: ClassVar[str] = "退回和不予的原因"

    title_en: Text = Field(description="英文名称")
    moves: tuple[CauseMove, ...] = Field(min_length=1, description=f"可以用在哪些步骤：{MEANT}")
    house: bool = Field(False, description="不出自法律，是自拟的统计口径")
    example: CauseExample = Field(description="算例：一种情形用在哪一步，不能用在哪一步")

    @model_validator(mode="after")
    def _says_each_move_once(self) -> Self:
        if len(set(self.moves)) < len(self.moves):
            raise PydanticCustomError("twice", "moves 里同一步只写一次")
        return self

    def check_example(self) -> list[str]:
        wrong = []
        if self.example.given_for not in self.moves:
            wrong.append(f"given_for 的 {self.example.given_for} 不在 moves 里")
        if self.example.not_for in self.moves:
            wrong.append(f"not_for 的 {self.example.not_for} 在 moves 里，其实可以用")
        return wrong
