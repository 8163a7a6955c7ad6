"""Guides for programs: found by a wish or by filters; an item, a theme and a trade whole."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import Field

from yunjian.kernel.api.kinds import Name, Words
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router
from yunjian.ui.listing import Ask

from . import queries

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
