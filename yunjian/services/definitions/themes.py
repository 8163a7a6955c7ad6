"""What a district declares of things that belong together: one-thing themes, and one licence for a trade."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yunjian.cases.definitions import plan
from yunjian.certificates.definitions import CertificateType
from yunjian.kernel.criteria import Criterion, judge
from yunjian.kernel.criteria.vocabulary import Literally
from yunjian.kernel.definitions import Definition, Part, Reference, Text

from .items import Item
from .merging import Paper, merged
from .parts import Name, PartKey, Question, Short, Target, twice, unasked


class ThemePart(Part):
    """One item of a theme: after which others, and for whom."""

    item: Annotated[str, Reference("items")] = Field(description="事项的键")
    after: tuple[PartKey, ...] = Field((), description="哪些事项办完才轮到；互不等待的同时办")
    when: Criterion | None = Field(None, description="哪种情形才要办；不写就是都要")


class ThemeExample(Part):
    """Somebody's answers, what they then do in which order, and the papers they hand in themselves."""

    answers: Mapping[Name, Literally] = Field(default_factory=dict, description="对问题的回答")
    waves: tuple[tuple[PartKey, ...], ...] = Field(min_length=1, description="先后各轮同时办的事项")
    papers: tuple[PartKey, ...] = Field((), description="合并以后要自己交的材料（材料类型的键，没有类型的是材料的键）")


class Theme(Definition):
    """Several items that people mean by one thing (一件事): one guide, one list of papers, one way."""

    kind: ClassVar[str] = "themes"
    noun: ClassVar[str] = "一件事"

    title_en: Text = Field(description="英文名称")
    summary: Short = Field("", description="一句话说明")
    wishes: tuple[Text, ...] = Field((), max_length=40, description="群众会怎么说")
    target: Target = Field(description="服务对象")
    unit: Annotated[str, Reference("units")] = Field(description="牵头单位")
    questions: tuple[Question, ...] = Field((), max_length=40, description="先问什么；同名的问题各事项只问一次")
    parts: tuple[ThemePart, ...] = Field(min_length=2, max_length=40, description="由哪些事项组成")
    example: ThemeExample = Field(description="算例：谁要办哪几件，交什么")

    @model_validator(mode="after")
    def _can_be_walked_to_its_end(self) -> Self:
        if found := twice([each.item for each in self.parts]):
            raise PydanticCustomError("parts", "事项 {key} 写了两次", {"key": found[0]})
        if stuck := plan.unreachable({each.item: each.after for each in self.parts}):
            raise PydanticCustomError("parts", "事项 {key} 永远轮不到：它等的不在里面，或者互相等待", {"key": stuck[0]})
        if found := unasked([each.when for each in self.parts], {each.name: each for each in self.questions}):
            raise PydanticCustomError("unasked", "情形用到了 {name}，但是没有问它", {"name": found[0]})
        return self

    def chosen(self, answers: Mapping[str, Any], on: date | None = None) -> tuple[ThemePart, ...]:
        """The parts these answers call for; one not decided yet is among them."""
        return tuple(
            each
            for each in self.parts
            if each.when is None or judge(each.when, answers, on=on or self.valid_from).outcome != "not"
        )

    def waves(self, answers: Mapping[str, Any], on: date | None = None) -> list[list[str]]:
        """The chosen items in the order they become possible; who is not chosen is not waited for."""
        chosen = {each.item: each.after for each in self.chosen(answers, on)}
        return plan.waves({item: [each for each in after if each in chosen] for item, after in chosen.items()})

    def check_beside(self, others: Mapping[tuple[str, str], Definition]) -> list[str]:
        """The example's list of papers is the one merged from the items."""
        items = [others.get(("items", each.item)) for each in self.parts]
        found = {each.key: each for each in items if isinstance(each, Item)}
        if len(found) < len(self.parts):
            return []
        order = [key for wave in self.waves(self.example.answers) for key in wave]
        papers = merged([found[key] for key in order], self.example.answers, self.valid_from)
        own = tuple(each.identity for each in papers if _is_own(each))
        return [] if own == self.example.papers else [f"算例里要自己交的材料应当是 {'、'.join(own) or '没有'}"]

    def check_example(self) -> list[str]:
        waves = tuple(tuple(wave) for wave in self.waves(self.example.answers))
        said = " → ".join("、".join(wave) for wave in waves)
        return [] if waves == self.example.waves else [f"要办的是 {said}"]


def _is_own(paper: Paper) -> bool:
    return not (paper.certificate or paper.looked_up_in or paper.promise or paper.made_by)


class TradeCondition(Part):
    """One condition of the trade, in its group."""

    group: Literal["premises", "equipment", "funds", "staff", "rules"] = Field(
        description="premises 场所、equipment 设备、funds 资金、staff 人员、rules 制度"
    )
    title: Text = Field(description="条件")


class Permit(Part):
    """A permit of the example, and until when it holds."""

    item: PartKey = Field(description="事项的键")
    until: date | None = Field(None, description="有效期至哪一天；长期有效的不写")


class TradeExample(Part):
    """Permits with their ends, and when the licence of the trade ends."""

    permits: tuple[Permit, ...] = Field(min_length=1, description="各许可的有效期")
    until: date | None = Field(description="行业综合许可证有效期至哪一天；长期有效的写 null")


class Trade(Definition):
    """One licence for a trade, composed of permits (一业一证): one code, one rule of validity."""

    kind: ClassVar[str] = "trades"
    noun: ClassVar[str] = "一业一证行业"

    title_en: Text = Field(description="英文名称")
    summary: Short = Field("", description="一句话说明")
    wishes: tuple[Text, ...] = Field((), max_length=40, description="群众会怎么说")
    unit: Annotated[str, Reference("units")] = Field(description="牵头单位")
    licence: Text = Field(description="行业综合许可证的名称")
    code: PartKey = Field(description="行业的代码，写在综合许可证的编号里")
    certificate: Annotated[str, Reference("certificates")] | None = Field(
        None, description="综合许可证是哪一类电子证照；要有 number、permits 两项，有效期规则是 open"
    )
    permits: tuple[Annotated[str, Reference("items")], ...] = Field(min_length=2, description="由哪些许可事项组成")
    validity: Literal["shortest", "long-term"] = Field(
        "shortest", description="shortest 到各许可中最早到期的那一天、long-term 长期（各许可到期的另行延续）"
    )
    conditions: tuple[TradeCondition, ...] = Field((), max_length=60, description="合并以后的条件")
    example: TradeExample = Field(description="算例：综合许可证到哪一天")

    def until(self, ends: Mapping[str, date | None]) -> date | None:
        """When the licence ends, given when its permits do; None: it has no end."""
        if self.validity == "long-term":
            return None
        return min((each for each in ends.values() if each is not None), default=None)

    def check_beside(self, others: Mapping[tuple[str, str], Definition]) -> list[str]:
        """The licence can say its number and its permits, and ends when the rule says; its issuer leads the trade."""
        kind = others.get(("certificates", self.certificate or ""))
        if not isinstance(kind, CertificateType):
            return []
        wrong = [f"证照类型 {kind.key} 没有 {name} 这一项" for name in ("number", "permits") if not kind.field(name)]
        if kind.validity.rule != "open":
            wrong.append(f"证照类型 {kind.key} 的有效期规则应当是 open")
        if kind.issuer != self.unit:
            wrong.append(f"证照类型 {kind.key} 的颁发机构不是牵头单位 {self.unit}")
        return wrong

    def check_example(self) -> list[str]:
        told = {each.item: each.until for each in self.example.permits}
        wrong = [f"{key} 不在这个行业的许可里" for key in told if key not in self.permits]
        if (worked := self.until(told)) != self.example.until:
            wrong.append(f"综合许可证应当到 {worked or '长期'}")
        return wrong
