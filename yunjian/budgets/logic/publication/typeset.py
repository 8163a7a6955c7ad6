"""The composed disclosure as PDF: contents with page numbers, bookmarks, tags for readers that speak (PDF/UA-1)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from yunjian.kernel.typesetting import tagged_pdf

from .blocks import Board, Composition, Contents, Entry, Heading, Paragraph

_TEMPLATE = Path(__file__).with_name("disclosure.typ")


def pdf(composition: Composition, *, at: datetime | None = None, installed: Sequence[str] | None = None) -> bytes:
    """The document; ``at`` is the time it says it was made, so that the same draft gives the same bytes."""
    told = {"title": composition.title, "author": composition.body, "stretches": _stretches(composition)}
    return tagged_pdf(_TEMPLATE.read_bytes(), told, at=int(at.timestamp()) if at else None, installed=installed)


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
