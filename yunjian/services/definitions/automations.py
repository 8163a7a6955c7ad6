"""What a department allows to be decided by rule alone: only in favour, only what is plain, some of it drawn out."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from yunjian.cases.definitions import Procedure
from yunjian.kernel.definitions import Definition, Part, Reference

from .items import Item

SHARES = 10_000


def is_drawn(commitment: str, percent: int) -> bool:
    """Whether an application is drawn for a look by a person: the commitment the ledger holds decides.

    Nobody can choose it, for the platform salts it; anybody can work it out again: the first sixteen hexadecimal digits
    as a number, its remainder by ten thousand, below a hundred times the share.
    """
    return int(commitment[:16], 16) % SHARES < percent * (SHARES // 100)


class AutomationExample(Part):
    """A commitment, and whether its application is drawn for a look by a person."""

    commitment: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(description="提交的承诺值")
    drawn: bool = Field(description="是否抽给人看")


class Automation(Definition):
    """An item a department lets a rule grant; everything doubtful and a share of the rest goes to a person."""

    kind: ClassVar[str] = "automations"
    noun: ClassVar[str] = "按规则办理"

    item: Annotated[str, Reference("items")] = Field(description="哪个事项")
    unit: Annotated[str, Reference("units")] = Field(description="哪个单位决定这样办，应当是办理流程的单位")
    sample_percent: int = Field(ge=1, le=100, description="百分之几抽给人看，至少 1")
    example: AutomationExample = Field(description="算例：抽还是不抽")

    def check_beside(self, others: Mapping[tuple[str, str], Definition]) -> list[str]:
        item = others.get(("items", self.item))
        if not isinstance(item, Item):
            return []
        wrong = [
            f"审查要点 {each.key} 没有写 criterion，不能按规则办理" for each in item.review_points if not each.criterion
        ]
        wrong += [
            f"条件“{each.title}”没有写 criterion，不能按规则办理" for each in item.conditions if not each.criterion
        ]
        if not item.review_points:
            wrong.append(f"事项 {item.key} 没有审查要点，不能按规则办理")
        procedure = others.get(("procedures", item.procedure))
        if isinstance(procedure, Procedure):
            if procedure.unit != self.unit:
                wrong.append(f"办理流程 {procedure.key} 是 {procedure.unit} 的，应当由它决定")
            if procedure.four_eyes or any(each.four_eyes or len(each.units) > 1 for each in procedure.steps):
                wrong.append(f"办理流程 {procedure.key} 要几个人或者几个单位看，不能按规则办理")
        return wrong

    def check_example(self) -> list[str]:
        drawn = is_drawn(self.example.commitment, self.sample_percent)
        return [] if drawn == self.example.drawn else [f"这一份{'抽到' if drawn else '没有抽到'}"]
