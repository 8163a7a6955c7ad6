"""Guides for programs: found by a wish or by filters; an item, a theme and a trade whole."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field

from yunjian.kernel.api.kinds import Name, Words
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router
from yunjian.ui.listing import Ask

from . import queries
from .definitions import plain

routes = router("services")


class GuidesAsked(Asked):
    """Which guides."""

    q: Words | None = Field(None, description=gettext_noop("想办什么，用自己的话说"))
    kind: Literal["items", "themes", "trades"] | None = Field(None, description=gettext_noop("种类"))
    unit: Name | None = Field(None, description=gettext_noop("单位的键"))
    target: Literal["person", "enterprise"] | None = Field(None, description=gettext_noop("服务对象"))
    topic: Name | None = Field(None, description=gettext_noop("主题的键"))

    def ask(self) -> Ask:
        """The same question as the page asks."""
        names = ("kind", "unit", "target", "topic")
        values: dict[str, Any] = {name: value for name in names if (value := getattr(self, name))}
        return Ask({**values, "q": self.q} if self.q else values)


class GuideRowOut(Schema):
    """A guide in a list."""

    kind: Literal["items", "themes", "trades"]
    key: str
    title: str
    title_en: str
    unit: str = Field(description=gettext_noop("单位名称"))
    targets: list[str]
    topics: list[str]
    handling: str
    days: int | None = Field(description=gettext_noop("承诺办结时限，工作日"))
    matter_type: str
    is_flagged: bool = Field(description=gettext_noop("来源目录里的编码有问题"))


class PaperOut(Schema):
    """A paper, and who has it already."""

    identity: str
    title: str
    need: Literal["core", "optional", "may-follow"]
    copies: int
    items: list[str]
    certificate: str
    looked_up_in: str
    promise: str
    made_by: str = Field(description=gettext_noop("前面的哪个事项会给"))
    is_own: bool = Field(description=gettext_noop("要申请人自己带"))

    @staticmethod
    def of(view: queries.PaperView) -> "PaperOut":
        paper = view.paper
        return PaperOut(
            identity=paper.identity,
            title=paper.title,
            need=paper.need,  # type: ignore[arg-type]
            copies=paper.copies,
            items=list(paper.items),
            certificate=paper.certificate,
            looked_up_in=paper.looked_up_in,
            promise=paper.promise,
            made_by=paper.made_by,
            is_own=view.is_own,
        )


class ServiceItemOut(Schema):
    """An item whole: its definition and its way, as they are published."""

    key: str
    edition: date
    unit: str
    item: dict[str, Any] = Field(description=gettext_noop("事项的定义，字段见定义参考"))
    procedure: dict[str, Any] = Field(description=gettext_noop("办理流程的定义"))
    papers: list[PaperOut]
    themes: list[str]


class StageOut(Schema):
    """An item within a theme or a trade."""

    key: str
    title: str
    wave: int
    days: int
    is_conditional: bool


class TogetherOut(Schema):
    """A theme or a trade whole."""

    key: str
    edition: date
    unit: str
    definition: dict[str, Any]
    parts: list[StageOut]
    papers: list[PaperOut]


@routes.get("/guides", response=Page[GuideRowOut], summary=gettext_noop("办事指南"))
def list_guides(request: HttpRequest, response: HttpResponse, asked: Query[GuidesAsked]) -> Any:
    """Every guide; with a wish, those that fit it best first."""
    found = queries.guides_slice(
        asked.ask(),
        after=asked.after(),
        limit=asked.limit,
        at=timezone.now(),
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@routes.get("/items/{item}", response=ServiceItemOut, summary=gettext_noop("一个事项"))
def read_item(request: HttpRequest, item: Path[Name]) -> Any:
    """An item as it holds today."""
    view = queries.guide(item, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    return {
        "key": view.item.key,
        "edition": view.item.valid_from,
        "unit": view.unit_title,
        "item": view.item.model_dump(mode="json"),
        "procedure": view.procedure.model_dump(mode="json"),
        "papers": [PaperOut.of(each) for each in view.papers],
        "themes": [name for name, _ in view.themes],
    }


@routes.get("/themes/{theme}", response=TogetherOut, summary=gettext_noop("一件事"))
def read_theme(request: HttpRequest, theme: Path[Name]) -> Any:
    """A theme: its items in their order and one list of papers."""
    view = queries.theme(theme, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    return _together(view, view.theme)


@routes.get("/trades/{trade}", response=TogetherOut, summary=gettext_noop("一业一证行业"))
def read_trade(request: HttpRequest, trade: Path[Name]) -> Any:
    """A trade: its permits and one list of papers."""
    view = queries.trade(trade, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    return _together(view, view.trade)


def _together(view: Any, definition: Any) -> dict[str, Any]:
    return {
        "key": definition.key,
        "edition": definition.valid_from,
        "unit": view.unit_title,
        "definition": definition.model_dump(mode="json"),
        "parts": view.parts,
        "papers": [PaperOut.of(each) for each in view.papers],
    }


class ServiceFormOut(Schema):
    """A form whole: its rules (JSON Schema 2020-12) and its layout."""

    key: str
    edition: date
    title: str
    title_en: str
    items: list[str]
    rules: dict[str, Any] = Field(description=gettext_noop("规则：JSON Schema 2020-12"))
    sections: list[dict[str, Any]] = Field(description=gettext_noop("版面：各部分的字段"))


class FormFilledIn(Schema):
    """What was filled in."""

    model_config = ConfigDict(extra="forbid")

    document: dict[str, Any] = Field(description=gettext_noop("填写的内容，按表单的规则"))


class FormFindingOut(Schema):
    """What is wrong at one place."""

    place: str
    rule: str
    sentence: str


class FormCheckOut(Schema):
    """Whether a document may be handed in, and what is wrong with it."""

    is_right: bool
    findings: list[FormFindingOut]


@routes.get("/forms/{form}", response=ServiceFormOut, summary=gettext_noop("一张表单"))
def read_service_form(request: HttpRequest, form: Path[Name]) -> Any:
    """A form as it holds today."""
    found = queries.form(form, at=timezone.now(), reader=request.actor)  # type: ignore[attr-defined]
    whole = found.model_dump(mode="json", by_alias=True)
    return {**whole, "edition": found.valid_from, "rules": plain(found.rules)}


@routes.post("/forms/{form}/check", response=FormCheckOut, summary=gettext_noop("检查填写的内容"))
def check_service_form(request: HttpRequest, form: Path[Name], given: FormFilledIn) -> Any:
    """The same rules as the page's and the action's; nothing is kept."""
    reader = request.actor  # type: ignore[attr-defined]
    found = queries.form(form, at=timezone.now(), reader=reader)
    wrong = queries.findings(found, given.document, reader=reader)
    return {"is_right": not wrong, "findings": wrong}
