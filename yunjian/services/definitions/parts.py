"""What an item is made of: questions, conditions, materials, fees, results, places, review points, words."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.criteria import Criterion
from yunjian.kernel.definitions import Money, Part, Reference, Text

PartKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Target = Literal["person", "enterprise"]
Short = Annotated[str, StringConstraints(max_length=400)]


class Choice(Part):
    """One answer to a question."""

    key: PartKey = Field(description="答案的键")
    title: Text = Field(description="答案")
    title_en: str = Field("", description="英文", max_length=200)


class Question(Part):
    """Something about the applicant that decides whether the item fits, or which papers it takes."""

    name: Name = Field(description="字段名；条件和情形里用它")
    title: Text = Field(description="怎么问")
    title_en: str = Field("", description="英文", max_length=200)
    kind: Literal["yes-no", "choice", "number"] = Field("yes-no", description="yes-no 是否、choice 选一个、number 填数")
    choices: tuple[Choice, ...] = Field((), max_length=30, description="kind 为 choice 时的答案")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise PydanticCustomError("choices", "kind 为 choice 的问题要写答案 choices，其余不写")
        return self


class Condition(Part):
    """A condition of acceptance; with a criterion it can be judged."""

    title: Text = Field(description="条件，办事人读的一句话")
    title_en: str = Field("", description="英文", max_length=400)
    criterion: Criterion | None = Field(None, description="能够判断的条件；没有的由工作人员判断")


class ItemMaterial(Part):
    """A paper an item asks for, and why it may not have to be handed in."""

    key: PartKey = Field(description="材料的键，在本事项中唯一")
    title: Text = Field(description="材料名称")
    title_en: str = Field("", description="英文名称", max_length=200)
    material: Annotated[str, Reference("materials")] | None = Field(None, description="材料类型的键")
    need: Literal["core", "optional", "may-follow"] = Field(
        "core", description="core 必要、optional 非必要、may-follow 容缺后补"
    )
    form: Literal["certificate", "document", "other"] = Field(
        "other", description="certificate 证件证书证明、document 申请表格文书、other 其他"
    )
    source: Literal["applicant", "government", "other"] = Field(
        "applicant", description="applicant 申请人自备、government 政府部门核发、other 其他"
    )
    format: Literal["paper", "electronic", "either"] = Field(
        "either", description="paper 纸质、electronic 电子、either 均可"
    )
    copies: int = Field(1, ge=0, le=100, description="份数")
    certificate: Annotated[str, Reference("certificates")] | None = Field(None, description="能代替它的电子证照类型")
    looked_up_in: str = Field("", description="能从哪个登记簿查到，查到的免于提交", max_length=100)
    promise: str = Field("", description="能用哪一句承诺代替（告知承诺）", max_length=400)
    when: Criterion | None = Field(None, description="哪种情形才要；不写就是都要")
    standard: Short = Field("", description="受理标准")
    hint: Short = Field("", description="填报须知")
    basis: Short = Field("", description="要这份材料的依据")

    @property
    def identity(self) -> str:
        """What makes it the same paper in two items: its kind where it has one."""
        return self.material or self.key


class Fee(Part):
    """What is charged."""

    title: Text = Field(description="收费项目")
    amount: Money | None = Field(None, description="金额；按标准计算的不写")
    standard: Short = Field("", description="收费标准")
    basis: Text = Field(description="收费依据")
    waivable: bool = Field(False, description="能否减免")


class Result(Part):
    """What the applicant gets."""

    title: Text = Field(description="审批结果名称")
    form: Literal["approval", "certificate", "proof", "report", "other"] = Field(
        description="approval 批文、certificate 证照、proof 证明、report 鉴定报告、other 其他"
    )
    certificate: Annotated[str, Reference("certificates")] | None = Field(None, description="发的是哪一类电子证照")
    fields: Mapping[Name, Name] = Field(
        default_factory=dict, description="证照的哪一项取自表单的哪一项；不写的由制证的人填"
    )


class Office(Part):
    """Where and when one goes."""

    title: Text = Field(description="办理地点的名称")
    address: Short = Field("", description="地址")
    windows: Short = Field("", description="窗口")
    hours: Short = Field("", description="办理时间")
    phone: Short = Field("", description="咨询电话")


class ReviewPoint(Part):
    """What a reviewer looks at in a step; with a criterion it can be judged by rule."""

    key: PartKey = Field(description="审查要点的键，在本事项中唯一")
    title: Text = Field(description="看什么")
    step: str = Field("", description="流程中的哪一步；不写就是受理前", max_length=40)
    material: str = Field("", description="看哪一份材料", max_length=80)
    standard: Short = Field("", description="审查标准")
    criterion: Criterion | None = Field(None, description="能按规则判断的条件")


class Notice(Part):
    """What the applicant is told at a moment of the way."""

    moment: Literal["before", "accepted", "correction", "granted", "refused"] = Field(
        description="before 办理前、accepted 受理、correction 补正、granted 准予、refused 不予"
    )
    words: Text = Field(description="告知的文字")


class Answer(Part):
    """A question people ask, answered."""

    question: Text = Field(description="问")
    answer: Text = Field(description="答")


def fields_of(criterion: Any) -> Iterator[str]:
    """Every field a criterion compares."""
    if criterion is None:
        return
    for inner in (*getattr(criterion, "all", ()), *getattr(criterion, "any", ())):
        yield from fields_of(inner)
    yield from fields_of(getattr(criterion, "negated", None))
    if name := getattr(criterion, "field", None):
        yield name


def twice(keys: Collection[str]) -> list[str]:
    """Those that occur more than once."""
    listed = list(keys)
    return sorted({key for key in listed if listed.count(key) > 1})


def unasked(criteria: Collection[Any], questions: Mapping[str, Question]) -> list[str]:
    """Fields that are compared though nobody asks for them."""
    return sorted({name for each in criteria for name in fields_of(each) if name not in questions})
