"""The composed disclosure as PDF: contents with page numbers, bookmarks, tags for readers that speak (PDF/UA-1)."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from .blocks import Board, Composition, Contents, Entry, Heading, Paragraph

_TEMPLATE = Path(__file__).with_name("disclosure.typ")
# Families that print Chinese, the ones with feet first; what the system has is asked of typst.
FAMILIES = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "FangSong", "SimSun", "STSong", "Songti SC",
    "AR PL UMing CN", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "SimHei",
)  # fmt: skip


class NoFont(Exception):
    """服务器上没有中文字体，排不出 PDF。请安装一种（如 Debian 的 fonts-noto-cjk、fonts-wqy-zenhei），再生成一次。"""

    def __str__(self) -> str:
        return type(self).__doc__ or ""


@cache
def _installed() -> tuple[str, ...]:
    return tuple(typst.Fonts().families())


def chinese_font(installed: Iterable[str] | None = None) -> str:
    """The family to print with; NoFont where the system has none."""
    present = set(_installed() if installed is None else installed)
    found = next((family for family in FAMILIES if family in present), None)
    if found is None:
        raise NoFont()
    return found


def pdf(composition: Composition, *, at: datetime | None = None, installed: Sequence[str] | None = None) -> bytes:
    """The document; ``at`` is the time it says it was made, so that the same draft gives the same bytes."""
    told = {
        "title": composition.title,
        "author": composition.body,
        "font": chinese_font(installed),
        "stretches": _stretches(composition),
    }
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=at and int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst answers with one document")
    return made


def _stretches(composition: Composition) -> list[dict[str, Any]]:
    """The blocks parted where a page is turned on its side and back."""
    found: list[dict[str, Any]] = [{"wide": False, "blocks": []}]
    for block in composition.blocks:
        if isinstance(block, Heading) and block.starts_page:
            found.append({"wide": block.is_wide, "blocks": []})
        found[-1]["blocks"].append(_plain(block))
    return found


def _plain(block: Heading | Paragraph | Contents | Board) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level, "anchor": block.anchor}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "indented": block.is_indented}
    if isinstance(block, Contents):
        return {"kind": "contents", "entries": [_entry(entry) for entry in block.entries]}
    cells: list[dict[str, Any]] = [
        {"text": slot.text, "kind": slot.kind, "rows": slot.rows, "columns": slot.columns, "row": row,
         "total": row in block.totals}
        for row, _, slot in block.spots()
    ]  # fmt: skip
    columns = ["1fr" if at == block.label_column else "auto" for at in range(block.width)]
    return {
        "kind": "table",
        "title": block.title,
        "columns": columns,
        "head": [cell for cell in cells if cell["row"] < block.header],
        "cells": [cell for cell in cells if cell["row"] >= block.header],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {"text": entry.text, "level": entry.level, "anchor": entry.anchor}
