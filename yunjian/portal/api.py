"""The public contract of what combines domains: the search, the catalogue of definitions, proofs of the ledger."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field

from yunjian.kernel import editions
from yunjian.kernel.api.kinds import Name, Words
from yunjian.kernel.api.paging import Asked, Page, page
from yunjian.kernel.api.root import router
from yunjian.kernel.proofs import proving

from . import queries

routes = router("search")
catalogue = router("catalogue")
ledger = router("ledger")


class SearchAsked(Schema):
    """What is looked for."""

    model_config = ConfigDict(extra="forbid")

    q: Words = Field(description=gettext_noop("要找的文字"))
    limit: int = Field(20, ge=1, le=50, description=gettext_noop("每类最多多少条"))


class HitOut(Schema):
    """A line, a note or a disclosure that has the text."""

    kind: Literal["project", "line", "disclosure"]
    title: str
    disclosure: int
    unit: str
    unit_title: str
    year: int
    period: str
    number: int
    table: int
    code: str
    amount: Decimal | None


class FoundProjectOut(Schema):
    id: int
    key: str
    title: str
    unit: str
    unit_title: str
    year: int
    amount: Decimal


class FoundUnitOut(Schema):
    key: str
    title: str


class TermOut(Schema):
    """A code of the budget classification."""

    code: str
    name: str
    table: str
    year: int


class FoundOut(Schema):
    """What was found, group by group."""

    text: str
    is_partial: bool = Field(description=gettext_noop("没有全文命中，只找到其中的词"))
    projects: list[FoundProjectOut]
    notes: list[HitOut]
    lines: list[HitOut]
    disclosures: list[HitOut]
    units: list[FoundUnitOut]
    codes: list[TermOut]


class EditionsAsked(Asked):
    """Which editions."""

    kind: Name | None = Field(None, description=gettext_noop("类别，例如 projects、units、code-tables"))
    key: Name | None = Field(None, description=gettext_noop("定义的键"))
    on: date | None = Field(None, description=gettext_noop("只列这一天有效的"))


class EditionRowOut(Schema):
    """A published edition."""

    kind: str
    key: str
    valid_from: date
    valid_to: date | None
    digest: str
    pack: str
    published_at: datetime


class EditionOut(EditionRowOut):
    """A published edition, word for word."""

    body: dict[str, Any]


@routes.get("/search", response=FoundOut, summary=gettext_noop("搜索"))
def search_everything(request: HttpRequest, asked: Query[SearchAsked]) -> Any:
    """Projects, budget lines, disclosures, units and classification codes that have the text."""
    today = timezone.localdate()
    return queries.search(asked.q.strip(), reader=request.actor, today=today, limit=asked.limit)  # type: ignore[attr-defined]


@catalogue.get("/editions", response=Page[EditionRowOut], summary=gettext_noop("定义的版本"))
def list_editions(request: HttpRequest, response: HttpResponse, asked: Query[EditionsAsked]) -> Any:
    """Every published edition of everything the district declares."""
    found = editions.slice_of(
        kind=asked.kind or "",
        key=asked.key or "",
        on=asked.on,
        after=asked.after(),
        limit=asked.limit,
        reader=request.actor,  # type: ignore[attr-defined]
    )
    return page(request, response, asked, found)


@catalogue.get("/editions/{kind}/{key}/{valid_from}", response=EditionOut, summary=gettext_noop("一个版本"))
def read_edition(request: HttpRequest, kind: Path[Name], key: Path[Name], valid_from: Path[date]) -> Any:
    """One edition, word for word as it was published."""
    return editions.edition(kind, key, valid_from, reader=request.actor)  # type: ignore[attr-defined]


class InclusionAsked(Schema):
    """In which tree."""

    model_config = ConfigDict(extra="forbid")

    size: int | None = Field(
        None, ge=1, le=2**62, description=gettext_noop("账本的大小；不写就是覆盖这条记录的最新签名检查点")
    )


class ConsistencyAsked(Schema):
    """From which tree to which."""

    model_config = ConfigDict(extra="forbid")

    old: int = Field(ge=0, le=2**62, description=gettext_noop("较早的大小"))
    new: int = Field(ge=0, le=2**62, description=gettext_noop("较晚的大小"))


class InclusionOut(Schema):
    """That an entry stands in the ledger (RFC 6962 §2.1.1); hashes in hexadecimal, from the leaf's sibling up."""

    index: int
    size: int
    leaf: str
    hashes: list[str]


class ConsistencyOut(Schema):
    """That a larger ledger begins with a smaller one (RFC 6962 §2.1.2)."""

    old: int
    new: int
    hashes: list[str]


Place = Annotated[int, Path(ge=0, le=2**62, description=gettext_noop("记录的序号，从 0 起"))]


@ledger.get("/ledger/entries/{index}/proof", response=InclusionOut, summary=gettext_noop("一条记录在账本里的证明"))
def read_inclusion_proof(request: HttpRequest, index: Place, asked: Query[InclusionAsked]) -> Any:
    """Hashes that lead from the entry's leaf hash to the root of the tree of that size."""
    found = proving.inclusion(index, size=asked.size, reader=request.actor)  # type: ignore[attr-defined]
    hashes = [each.hex() for each in found.hashes]
    return {"index": found.index, "size": found.size, "leaf": found.leaf.hex(), "hashes": hashes}


@ledger.get("/ledger/consistency", response=ConsistencyOut, summary=gettext_noop("账本只增不改的证明"))
def read_consistency_proof(request: HttpRequest, asked: Query[ConsistencyAsked]) -> Any:
    """Hashes that lead from the root of the smaller tree to that of the larger."""
    hashes = proving.consistency(asked.old, asked.new, reader=request.actor)  # type: ignore[attr-defined]
    return {"old": asked.old, "new": asked.new, "hashes": [each.hex() for each in hashes]}
