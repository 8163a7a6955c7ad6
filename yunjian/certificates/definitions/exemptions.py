"""What a district declares of papers nobody has to hand in: which certificate replaces which material of an item."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from yunjian.kernel.definitions import Definition, Part, Reference, Text

Ref = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
How = Literal["issued-here", "by-sharing"]


class Replaced(Part):
    """One material of one service item that the certificate replaces."""

    item: Ref = Field(description="事项的键")
    item_title: Text = Field(description="事项名称")
    item_title_en: Text = Field(description="事项的英文名称")
    material: Ref = Field(description="材料的键")
    material_title: Text = Field(description="材料名称")
    material_title_en: Text = Field(description="材料的英文名称")


class ExemptionExample(Part):
    """A material of an item that need not be handed in, and one that still must be."""

    item: Ref = Field(description="事项的键")
    material: Ref = Field(description="免于提交的材料的键")
    still_needed: Ref = Field(description="这张证照不能代替的材料的键")


class Exemption(Definition):
    """What a certificate replaces (两个免于提交): issued here, the paper is not asked for; else it is called up."""

    kind: ClassVar[str] = "exemptions"
    noun: ClassVar[str] = "免交材料"

    title_en: Text = Field(description="英文名称")
    certificate: Annotated[str, Reference("certificates")] = Field(description="证照类型的键")
    how: How = Field(description="issued-here 本市政府部门核发的免于提交、by-sharing 能够电子调用的免于提交")
    replaces: tuple[Replaced, ...] = Field(min_length=1, description="代替哪些事项的哪些材料")
    example: ExemptionExample = Field(description="算例")

    def covers(self, item: str, material: str) -> bool:
        return any(each.item == item and each.material == material for each in self.replaces)

    def check_beside(self, others: Mapping[tuple[str, str], Definition]) -> list[str]:
        """Each material of an item is named once."""
        pairs = [(each.item, each.material) for each in self.replaces]
        return [f"{item} 的 {material} 写了两次" for item, material in sorted({p for p in pairs if pairs.count(p) > 1})]

    def check_example(self) -> list[str]:
        told = self.example
        wrong = [] if self.covers(told.item, told.material) else [f"{told.item} 的 {told.material} 应当免于提交"]
        if self.covers(told.item, told.still_needed):
            wrong.append(f"{told.item} 的 {told.still_needed} 应当仍要提交")
        return wrong
