"""What a district declares about the materials people hand in: who issues one, how long it holds, what replaces it."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from yunjian.kernel.definitions import Definition, Key, Part, Text

KindName = Literal["pdf", "jpeg", "png", "tiff", "webp", "ofd", "docx", "xlsx"]
HolderKind = Literal["person", "enterprise", "unit"]
Form = Literal["text", "date", "identity_number", "credit_code", "number"]
CertificateKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
MOST_TEXT = 20_000  # characters of a text that are looked through for a field

_FORMS: dict[str, str] = {
    "text": r"[^\n：:]{1,60}",
    "date": r"\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?",
    "identity_number": r"\d{17}[\dXx]",
    "credit_code": r"[0-9A-HJ-NPQRTUWXY]{18}",
    "number": r"\d[\d,]{0,20}(?:\.\d{1,6})?",
}
_ALSO_CALLED = r"(?:[ \t\u3000]*[（(][^（）()\n：:]{1,10}[）)](?=[ \t\u3000]*[：:]))?"  # 承租人（乙方）：


class KeyField(Part):
    """A value read from the material: the words that stand before it, and how it is written."""

    key: Key = Field(description="键")
    title: Text = Field(description="名称")
    labels: tuple[Text, ...] = Field(min_length=1, description="值前面的字样")
    form: Form = Field(
        "text", description="text 文字、date 日期、identity_number 身份证号、credit_code 信用代码、number 数"
    )
    pattern: str = Field("", description="值的写法（正则表达式）；不写则按 form", max_length=120)
    says: Literal["", "issued", "ends"] = Field(
        "", description="issued 值是签发日期、ends 值是有效期止（一段时间的写整段）；别的内容不写"
    )

    @model_validator(mode="after")
    def _has_a_pattern_that_is_one(self) -> Self:
        try:
            re.compile(self.pattern)
        except re.error:
            raise PydanticCustomError("pattern", "这不是一个正则表达式") from None
        return self

    def found_in(self, text: str) -> str:
        """The value after the first of its labels, empty where there is none. Blanks inside a label do not count."""
        looked_through = text[:MOST_TEXT]
        for label in self.labels:
            spaced = r"[ \t\u3000]?".join(re.escape(sign) for sign in "".join(label.split()))
            for place in re.finditer(spaced + _ALSO_CALLED + r"[ \t\u3000]*[：:]?[ \t\u3000\n]{0,3}", looked_through):
                value = re.match(self.pattern or _FORMS[self.form], looked_through[place.end() : place.end() + 80])
                if value and value[0].strip():
                    return value[0].strip()
        return ""


class MaterialExample(Part):
    """The words of such a material, and what is read from them; a day of issue, and the day its validity ends."""

    text: str = Field("", description="材料上的文字", max_length=2000)
    reads: dict[str, str] = Field(default_factory=dict, description="应当读出的值")
    issued: date = Field(description="签发日期")
    ends: date | None = Field(None, description="有效期止；长期有效不写")


class MaterialType(Definition):
    """A kind of material: who may hand it in and as what, who issued it, how long it holds and is kept."""

    kind: ClassVar[str] = "materials"
    noun: ClassVar[str] = "材料"

    issuer: Text = Field(description="出具单位")
    holders: tuple[HolderKind, ...] = Field(
        min_length=1, description="谁的材料：person 个人、enterprise 企业、unit 单位"
    )
    formats: tuple[KindName, ...] = Field(("pdf", "jpeg", "png"), description="可以交的文件格式")
    megabytes: int = Field(50, ge=1, le=500, description="文件最大多少 MB")
    validity_months: int | None = Field(None, ge=1, le=1200, description="签发后有效几个月；长期有效不写")
    replaced_by: tuple[CertificateKey, ...] = Field((), description="可以代替它的电子证照")
    exempt: Literal["certificate", "data", "promise", "no"] = Field(
        "no", description="怎样免于提交：certificate 调用电子证照、data 数据核验、promise 告知承诺、no 须提交"
    )
    retention_months: int = Field(gt=0, le=1200, description="最后一次使用以后保存几个月")
    archived: bool = Field(False, description="是否随办件归档：用过以后到期前不能删除")
    signs: tuple[Text, ...] = Field((), description="凭哪些字样认得出是它，多半是标题；不写就看名称")
    key_fields: tuple[KeyField, ...] = Field((), description="要读出的内容")
    example: MaterialExample = Field(description="算例：读出的内容和有效期")

    @model_validator(mode="after")
    def _says_what_replaces_it(self) -> Self:
        if (self.exempt == "certificate") != bool(self.replaced_by):
            raise PydanticCustomError("exempt", "免于提交的方式是电子证照时，要写 replaced_by，反之亦然")
        keys = [field.key for field in self.key_fields]
        if len(keys) != len(set(keys)):
            raise PydanticCustomError("key_fields", "要读出的内容里有两项用了同一个键")
        return self

    def valid_until(self, issued: date) -> date | None:
        """The last day it holds when issued on a day; None when it holds for good."""
        if self.validity_months is None:
            return None
        return _months_later(issued, self.validity_months) - timedelta(days=1)

    def kept_until(self, last_used: date) -> date:
        """The day from which it need not be kept any longer."""
        return _months_later(last_used, self.retention_months)

    def read(self, text: str) -> dict[str, str]:
        """The fields found in a text, by key."""
        return {field.key: value for field in self.key_fields if (value := field.found_in(text))}

    def check_example(self) -> list[str]:
        wrong = []
        if (ends := self.valid_until(self.example.issued)) != self.example.ends:
            wrong.append(f"{self.example.issued} 签发的应当有效到 {ends or '长期'}")
        read = self.read(self.example.text)
        for key in sorted({*read, *self.example.reads}):
            if read.get(key) != self.example.reads.get(key):
                wrong.append(f"“{key}”读出的是“{read.get(key, '')}”")
        return wrong


def _months_later(day: date, months: int) -> date:
    """So many months later; a day the month does not have is its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
