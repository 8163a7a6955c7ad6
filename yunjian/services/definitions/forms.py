"""What a district declares about a form: its rules, how it is laid out, when a field appears, who can fill it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yunjian.certificates.definitions import CertificateType
from yunjian.kernel.definitions import Definition, Part, Text
from yunjian.materials.definitions import MaterialType

from .parts import Name, PartKey, Short, twice
from .rules import Breach, Checker, wrong_rules

MOST_FIELDS, MOST_ROWS = 200, 50
PARTY_FIELDS = ("name", "identity_number", "phone", "credit_code")
HOLDER_FIELDS = ("holder_name", "holder_number")
SIMPLE = ("string", "number", "integer", "boolean")


class Appears(Part):
    """When a field appears: another one, on the same level, says one of these."""

    field: Name = Field(description="看哪个字段")
    among: tuple[str, ...] = Field(min_length=1, description="填了其中之一才出现；是否类写 true 或 false")

    def holds(self, values: Mapping[str, Any]) -> bool:
        found = values.get(self.field)
        return (str(found).lower() if isinstance(found, bool) else found) in self.among


class Source(Part):
    """Where a value can come from, so that nobody types what the district has."""

    source: Literal["party", "certificate", "case", "paper"] = Field(
        alias="from", description="party 本人（单位）登记信息、certificate 证照、case 以前办的件、paper 上传的材料"
    )
    of: str = Field("", description="哪一类证照或者材料的键；case 写表单的键", max_length=80)
    name: str = Field(description="那里的字段名；证照的持证人写 holder_name、holder_number", max_length=80)
    must_agree: bool = Field(False, description="填的要与它一致；不写只用来帮助填写")

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.source == "party" and (self.of or self.name not in PARTY_FIELDS):
            raise PydanticCustomError("party", "本人登记信息只有 {names}", {"names": "、".join(PARTY_FIELDS)})
        if self.source != "party" and not self.of:
            raise PydanticCustomError("source", "要写 of：哪一类证照、哪一张表单、哪一类材料")
        return self


class Cell(Part):
    """One field: what it is called, what helps to fill it, when it appears."""

    name: Name = Field(description="字段名，与规则里的相同")
    title: Text = Field(description="名称")
    title_en: Text = Field(description="英文名称")
    hint: Short = Field("", description="怎么填")
    hint_en: Short = Field("", description="怎么填，英文")
    words: Mapping[str, Text] = Field(default_factory=dict, description="选项的文字；没有写的照原样显示")
    words_en: Mapping[str, Text] = Field(default_factory=dict, description="选项的英文")
    when: Appears | None = Field(None, description="什么时候出现；不写就是一直出现")
    filled_from: tuple[Source, ...] = Field((), max_length=6, description="可以从哪里自动填，先有先用")

    @property
    def inner(self) -> tuple["Cell", ...]:
        """The fields of each row, where it is a repeated part."""
        return ()


class Row(Cell):
    """A field of a section; with fields of its own it is a repeated part."""

    fields: tuple[Cell, ...] = Field((), max_length=40, description="重复部分每一行的字段")

    @property
    def inner(self) -> tuple[Cell, ...]:
        return self.fields


class Section(Part):
    """A page of the form."""

    key: PartKey = Field(description="这一部分的键")
    title: Text = Field(description="名称")
    title_en: Text = Field(description="英文名称")
    fields: tuple[Row, ...] = Field(min_length=1, max_length=60, description="字段，按次序")


class Wrong(Part):
    """A document that must be refused, and for which place and rule."""

    values: Mapping[str, Any] = Field(description="填写的内容")
    place: Text = Field(description="哪里错，例如 partners.0.phone")
    rule: Text = Field(description="违反哪条规则，例如 required")


class FormExample(Part):
    """What is taken, and what is not."""

    right: Mapping[str, Any] = Field(description="填得对的")
    wrong: tuple[Wrong, ...] = Field(min_length=1, description="填得不对的")


class Form(Definition):
    """A form: one set of rules for browser, interface and action, and its layout."""

    kind: ClassVar[str] = "forms"
    noun: ClassVar[str] = "表单"

    title_en: Text = Field(description="英文名称")
    items: tuple[PartKey, ...] = Field((), max_length=40, description="哪些事项用它")
    stands_for: PartKey | None = Field(
        None, description="在线填好就是交了哪一份材料（材料在事项里的键）；不写就都要另交"
    )
    rules: Mapping[str, Any] = Field(description="规则：JSON Schema 2020-12 的一部分")
    sections: tuple[Section, ...] = Field(min_length=1, max_length=20, description="分成哪几部分")
    example: FormExample = Field(description="算例：填得对的和填得不对的")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if found := next(wrong_rules(self.rules), ""):
            raise PydanticCustomError("rules", "{why}", {"why": found})
        if self.rules.get("type") != "object" or self.rules.get("additionalProperties") is not False:
            raise PydanticCustomError("rules", "规则的最外层要写 type: object 和 additionalProperties: false")
        if found := next(_wrong_layout(self.fields, self.rules, ""), ""):
            raise PydanticCustomError("sections", "{why}", {"why": found})
        if repeated := twice([each.key for each in self.sections]):
            raise PydanticCustomError("sections", "这一部分写了两次：{key}", {"key": repeated[0]})
        return self

    @cached_property
    def fields(self) -> tuple[Row, ...]:
        return tuple(row for section in self.sections for row in section.fields)

    @cached_property
    def shifting(self) -> tuple[Row, ...]:
        """The fields that may not appear, or that are repeated: tidying looks at these alone."""
        return tuple(row for row in self.fields if row.when is not None or row.inner)

    @cached_property
    def order(self) -> dict[str, int]:
        """Where each field stands."""
        return {row.name: number for number, row in enumerate(self.fields)}

    @cached_property
    def checker(self) -> Checker:
        return Checker(self.rules)

    def section(self, key: str) -> Section | None:
        return next((each for each in self.sections if each.key == key), None)

    def tidy(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document without what is empty (rows at the end, too) and without fields that do not appear."""
        return _tidy(document, self.shifting)

    def breaches(self, document: Mapping[str, Any]) -> list[Breach]:
        """What is wrong with a document, after tidying."""
        return self.checker.breaches(self.tidy(document))

    def check_example(self) -> list[str]:
        wrong = [f"填得对的被拒绝：{each.place} {each.rule}" for each in self.breaches(self.example.right)]
        for each in self.example.wrong:
            found = [(one.place, one.rule) for one in self.breaches(each.values)]
            if (each.place, each.rule) not in found:
                wrong.append(f"{each.place} 没有因为 {each.rule} 被拒绝")
        return wrong

    def check_beside(self, others: Mapping[tuple[str, str], Definition]) -> list[str]:
        """Its items are there; what a field is filled from is there too."""
        wrong = [f"没有事项 {key}" for key in self.items if ("items", key) not in others]
        for key in self.items if self.stands_for else ():
            papers = getattr(others.get(("items", key)), "materials", ())
            if papers and self.stands_for not in {each.key for each in papers}:
                wrong.append(f"事项 {key} 没有材料 {self.stands_for}")
        for row in (*self.fields, *(inner for each in self.fields for inner in each.inner)):
            wrong += [f"字段 {row.name}：{said}" for each in row.filled_from if (said := _wrong_source(each, others))]
        return wrong


def _wrong_source(source: Source, others: Mapping[tuple[str, str], Definition]) -> str:
    """What is wrong with where a value is to come from; empty when nothing is."""
    kinds = {"certificate": "certificates", "case": "forms", "paper": "materials"}
    if source.source == "party":
        return ""
    found = others.get((kinds[source.source], source.of))
    if found is None:
        return f"自动填写的来源 {source.of} 不存在"
    if isinstance(found, CertificateType):
        known = {*HOLDER_FIELDS, *(each.name for each in found.fields)}
    elif isinstance(found, Form):
        known = {each.name for each in found.fields}
    else:
        known = {each.key for each in found.key_fields} if isinstance(found, MaterialType) else set()
    return "" if source.name in known else f"自动填写的来源 {source.of} 没有 {source.name}"


def _tidy(values: Mapping[str, Any], rows: tuple[Cell, ...]) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    for row in rows:
        if row.name not in kept:
            continue
        if row.when is not None and not row.when.holds(kept):
            del kept[row.name]
        elif row.inner and isinstance(kept[row.name], list | tuple):
            inner = [_tidy(each, row.inner) if isinstance(each, Mapping) else each for each in kept[row.name]]
            while inner and inner[-1] == {}:
                inner.pop()
            kept[row.name] = inner
            if not inner:
                del kept[row.name]
    return kept


def _wrong_layout(rows: tuple[Cell, ...], rules: Mapping[str, Any], where: str) -> Iterator[str]:
    """Every field of the rules stands in the layout once; each has a type the page can show."""
    declared = rules.get("properties", {})
    names = [row.name for row in rows]
    if found := twice(names):
        yield f"字段 {where}{found[0]} 写了两次"
    if found := sorted(set(names) ^ set(declared)):
        yield f"字段 {where}{found[0]} 只在规则或者只在版面里"
        return
    if len(names) > MOST_FIELDS:
        yield f"字段太多，最多 {MOST_FIELDS} 个"
    for place, row in enumerate(rows):
        rule = declared[row.name]
        if row.when and row.when.field not in names[:place]:
            yield f"字段 {where}{row.name} 出现的条件要看排在前面的字段，{row.when.field} 不在前面"
        if row.when and row.name in rules.get("required", ()):
            yield f"字段 {where}{row.name} 不一定出现，必填要写在 if/then 里"
        yield from _wrong_row(row, rule, f"{where}{row.name}")


def _wrong_row(row: Cell, rule: Mapping[str, Any], here: str) -> Iterator[str]:
    kind = rule.get("type")
    if kind == "array":
        inner = rule.get("items", {})
        if not row.inner or inner.get("type") != "object" or inner.get("additionalProperties") is not False:
            yield f"重复的部分 {here} 每一行要写 type: object、additionalProperties: false 和字段"
        elif not 1 <= rule.get("maxItems", 0) <= MOST_ROWS:
            yield f"重复的部分 {here} 要写 maxItems，最多 {MOST_ROWS} 行"
        else:
            yield from _wrong_layout(row.inner, inner, f"{here}.")
    elif kind not in SIMPLE:
        yield f"字段 {here} 的 type 应当是 {'、'.join(SIMPLE)} 或者 array"
    elif row.inner:
        yield f"字段 {here} 不是重复的部分，不写 fields"
    elif set(row.words) - set(rule.get("enum", ("true", "false"))):
        yield f"字段 {here} 的选项文字多于规则里的选项"
    elif kind == "string" and not {"maxLength", "enum", "format", "const", "pattern"} & set(rule):
        yield f"字段 {here} 要写 maxLength、enum、format 或者 pattern"
