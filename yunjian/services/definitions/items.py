"""What a district declares about an item: for whom, on what conditions, with what papers, what one gets."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yunjian.cases.definitions import Procedure
from yunjian.certificates.definitions import CertificateType, Exemption
from yunjian.kernel.criteria import Verdict, judge
from yunjian.kernel.criteria.vocabulary import All, Literally
from yunjian.kernel.definitions import Definition, Part, Reference, Text
from yunjian.materials.definitions import MaterialType

from .changes import for_whom, what_changes
from .codes import Field as CodeField
from .codes import wrong_codes
from .forms import Form
from .parts import (
    Answer,
    Condition,
    Fee,
    ItemMaterial,
    Name,
    Notice,
    Office,
    PartKey,
    Question,
    Result,
    ReviewPoint,
    Short,
    Target,
    twice,
    unasked,
)

DRAWERS = frozenset({"person", "enterprise"})  # who applies and keeps materials of their own


class ItemExample(Part):
    """Somebody's answers, whether the item fits them, and the papers it then takes."""

    answers: Mapping[Name, Literally] = Field(default_factory=dict, description="对问题的回答")
    fits: Literal["ok", "not", "unknown"] = Field("ok", description="ok 符合条件、not 不符合、unknown 还不能判断")
    papers: tuple[PartKey, ...] = Field((), description="这时要的材料，按次序")


class Item(Definition):
    """Something people apply for; how it goes across desks, and how long that takes, its procedure says."""

    kind: ClassVar[str] = "items"
    noun: ClassVar[str] = "事项"

    title_en: Text = Field(description="英文名称")
    summary: Short = Field("", description="一句话说明")
    wishes: tuple[Text, ...] = Field((), max_length=40, description="群众会怎么说，例如“我想开奶茶店”")
    procedure: Annotated[str, Reference("procedures")] = Field(
        description="办理流程的键；单位、事项类型、期限、步骤和特别程序都在流程里"
    )
    basic_code: str = Field("", description="基本编码，12 位", max_length=64)
    task_code: str = Field("", description="实施编码，31 或 36 位", max_length=64)
    handling_code: str = Field("", description="业务办理项编码，实施编码加 2 位", max_length=64)
    local_basic_code: str = Field("", description="地方基本编码", max_length=64)
    local_task_code: str = Field("", description="地方实施编码", max_length=64)
    version: str = Field("", description="来源目录里的版本号", max_length=40)
    status: Literal["in-use", "paused", "cancelled"] = Field(
        "in-use", description="in-use 在用、paused 暂停、cancelled 取消"
    )
    level: Literal["state", "province", "city", "county", "town", "village"] = Field("county", description="行使层级")
    authority: Literal["statutory", "authorised", "entrusted"] = Field(
        "statutory", description="statutory 法定机关、authorised 授权组织、entrusted 受委托组织"
    )
    entrusted_by: Short = Field("", description="委托部门")
    power_source: Short = Field("", description="权力来源")
    targets: tuple[Target, ...] = Field(min_length=1, description="服务对象：person 自然人、enterprise 法人和其他组织")
    topics: tuple[PartKey, ...] = Field((), max_length=10, description="主题分类的键")
    questions: tuple[Question, ...] = Field((), max_length=40, description="先问什么，才知道能不能办、要什么")
    conditions: tuple[Condition, ...] = Field((), max_length=40, description="受理条件")
    materials: tuple[ItemMaterial, ...] = Field((), max_length=100, description="材料")
    fees: tuple[Fee, ...] = Field((), max_length=20, description="收费；不写就是不收费")
    results: tuple[Result, ...] = Field((), max_length=10, description="审批结果")
    offices: tuple[Office, ...] = Field((), max_length=60, description="办理地点")
    channels: tuple[Literal["window", "online", "post"], ...] = Field(
        ("window", "online"), description="办理形式：window 窗口、online 网上、post 快递"
    )
    visits: int = Field(0, ge=0, le=20, description="到办事现场次数")
    visit_reason: Short = Field("", description="必须到现场的原因")
    online_depth: Literal["I", "II", "III", "IV"] | None = Field(None, description="网办深度")
    reach: Literal["nation", "provinces", "cities", "counties", "none"] = Field("none", description="通办范围")
    in_hall: bool = Field(True, description="是否进驻政务服务大厅")
    by_courier: bool = Field(False, description="是否支持物流快递")
    pays_online: bool = Field(False, description="是否支持网上支付")
    by_appointment: bool = Field(False, description="是否支持预约")
    at_kiosks: bool = Field(False, description="是否支持自助终端")
    other_units: tuple[Annotated[str, Reference("units")], ...] = Field((), description="联办机构")
    intermediary: Short = Field("", description="中介服务")
    enquiries: Short = Field("", description="咨询方式")
    complaints: Short = Field("", description="监督投诉方式")
    rights: Short = Field("", description="权利义务")
    review_points: tuple[ReviewPoint, ...] = Field((), max_length=60, description="审查要点")
    notices: tuple[Notice, ...] = Field((), max_length=10, description="告知的文字")
    answers: tuple[Answer, ...] = Field((), max_length=40, description="常见问题")
    remarks: tuple[Text, ...] = Field((), max_length=40, description="导入时标出的问题")
    example: ItemExample = Field(description="算例：谁能办，要哪些材料")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for what, keys in (
            ("问题", [each.name for each in self.questions]),
            ("材料", [each.key for each in self.materials]),
            ("审查要点", [each.key for each in self.review_points]),
        ):
            if found := twice(keys):
                raise PydanticCustomError("twice", "{what} {key} 写了两次", {"what": what, "key": found[0]})
        compared = [*(each.criterion for each in self.conditions), *(each.when for each in self.materials)]
        if found := unasked(compared, self.asked):
            raise PydanticCustomError("unasked", "条件用到了 {name}，但是没有问它", {"name": found[0]})
        if self.visits and not self.visit_reason:
            raise PydanticCustomError("visits", "要到现场的事项要写 visit_reason：为什么必须到现场")
        if self.authority == "entrusted" and not self.entrusted_by:
            raise PydanticCustomError("entrusted", "受委托的要写 entrusted_by：谁委托的")
        return self

    @property
    def asked(self) -> dict[str, Question]:
        return {each.name: each for each in self.questions}

    @property
    def wrong_codes(self) -> list[tuple[CodeField, str]]:
        return wrong_codes(self.basic_code, self.task_code, self.handling_code)

    def fits(self, answers: Mapping[str, Any], on: Any = None) -> Verdict:
        """Whether the conditions that can be judged hold for these answers."""
        judged = tuple(each.criterion for each in self.conditions if each.criterion is not None)
        if not judged:
            return Verdict("ok", ())
        return judge(All(all=judged), answers, on=on or self.valid_from)

    def papers(self, answers: Mapping[str, Any], on: Any = None) -> tuple[ItemMaterial, ...]:
        """The materials these answers call for; one whose case is not decided yet is among them."""
        return tuple(
            each
            for each in self.materials
            if each.when is None or judge(each.when, answers, on=on or self.valid_from).outcome != "not"
        )

    def particulars(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What a form's document tells of the certificate the item ends in."""
        taken = {name: values.get(of) for result in self.results for name, of in result.fields.items()}
        return {name: str(value) for name, value in taken.items() if isinstance(value, str | int) and value != ""}

    def changes_since(self, before: Self) -> list[str]:
        """For whom it is, and what those have to bring, show and pay from then on."""
        return [f"{for_whom(self.targets)}：{each}" for each in what_changes(before, self)]

    def check_beside(self, others: Mapping[tuple[str, str], Definition]) -> list[str]:
        """Review points name steps of the procedure; exemptions name materials of the item; no contradiction."""
        wrong = []
        procedure = others.get(("procedures", self.procedure))
        if isinstance(procedure, Procedure):
            known = {step.key for step in procedure.steps}
            wrong += [
                f"审查要点 {each.key} 写的步骤 {each.step} 不在流程 {procedure.key} 里"
                for each in self.review_points
                if each.step and each.step not in known
            ]
            if procedure.certificate_type not in {None, *(each.certificate for each in self.results)}:
                wrong.append(f"流程 {procedure.key} 颁发 {procedure.certificate_type}，审批结果没有写这一类证照")
        wrong += list(self._wrong_results(others))
        wrong += list(self._wrong_holders(others))
        materials = {each.key: each for each in self.materials}
        for other in others.values():
            if not isinstance(other, Exemption):
                continue
            for each in other.replaces:
                if each.item != self.key:
                    continue
                if each.material not in materials:
                    wrong.append(f"免交材料 {other.key} 写了本事项的 {each.material}，本事项没有这份材料")
                elif materials[each.material].certificate != other.certificate:
                    wrong.append(f"免交材料 {other.key} 用 {other.certificate} 代替 {each.material}，本事项没有这样写")
        return wrong

    def _wrong_holders(self, others: Mapping[tuple[str, str], Definition]) -> Iterator[str]:
        """Whoever may apply may keep the papers asked for, or they could not be handed in."""
        for each in self.materials:
            kind = others.get(("materials", each.material or ""))
            if isinstance(kind, MaterialType):
                for target in sorted({*self.targets} & DRAWERS - {*kind.holders}):
                    yield f"材料 {each.key} 的类型 {kind.key} 不由 {target} 交存，本事项却面向 {target}"

    def _wrong_results(self, others: Mapping[tuple[str, str], Definition]) -> Iterator[str]:
        """A field of a result stands in its certificate; what it is taken from, in the form of the item."""
        asked = {row.name for each in others.values() if isinstance(each, Form) and self.key in each.items
                 for row in each.fields}  # fmt: skip
        for result in self.results:
            kind = others.get(("certificates", result.certificate or ""))
            known = {each.name for each in kind.fields} if isinstance(kind, CertificateType) else set()
            for name, of in result.fields.items():
                if name not in known:
                    yield f"审批结果“{result.title}”写了 {name}，这类证照没有这一项"
                if of not in asked:
                    yield f"审批结果“{result.title}”的 {name} 取自 {of}，本事项的表单没有这一项"

    def check_example(self) -> list[str]:
        wrong = []
        if (fits := self.fits(self.example.answers).outcome) != self.example.fits:
            wrong.append(f"条件的结论是 {fits}")
        papers = tuple(each.key for each in self.papers(self.example.answers))
        if papers != self.example.papers:
            wrong.append(f"要的材料是 {'、'.join(papers) or '没有'}")
        return wrong
