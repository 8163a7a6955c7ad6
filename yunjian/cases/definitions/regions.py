"""Which other regions a district does things for and with: what their windows take in here, what ours take in there."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from yunjian.kernel.definitions import Definition, Part, Reference, Text

Division = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$")]
Said = Annotated[str, StringConstraints(max_length=400)]


class RegionExample(Part):
    """Whether the region's windows take in one of our matters."""

    procedure: Text = Field(description="本区的办理流程的键")
    takes_in: bool = Field(description="对方窗口能不能代收")


class Region(Definition):
    """A region under an agreement on doing things across regions: where its window is, what it takes in for us.

    What ours take in for it are the procedures that name it as their ``region``.
    """

    kind: ClassVar[str] = "regions"
    noun: ClassVar[str] = "通办地区"

    title_en: Text = Field(description="英文名称")
    code: Division = Field(description="行政区划代码，6 位（GB/T 2260）")
    alliance: Said = Field("", description="在什么合作里，例如 长三角G60科创走廊")
    window: Text = Field(description="对方的跨域通办窗口，也是收件人")
    address: Said = Field("", description="窗口的地址，寄送材料用")
    phone: Said = Field("", description="窗口的电话")
    takes_in: tuple[Annotated[str, Reference("procedures")], ...] = Field(
        (), max_length=200, description="对方窗口可以替本区代收哪些办理流程"
    )
    example: RegionExample = Field(description="算例：对方窗口能不能代收一个办理流程")

    def check_example(self) -> list[str]:
        takes_in = self.example.procedure in self.takes_in
        if takes_in == self.example.takes_in:
            return []
        return [f"对方窗口{'可以' if takes_in else '不能'}代收 {self.example.procedure}"]
