"""Publications and corrections as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Item:
    """One edition: its address is also its id, since it never changes."""

    title: str
    address: str
    author: str
    published_at: datetime
    updated_at: datetime
    summary: str
    category: str
    related: tuple[tuple[str, str, str], ...] = ()  # relation, address, media type


def atom(title: str, address: str, home: str, items: Sequence[Item]) -> bytes:
    """The feed; its time is that of its newest entry."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN")
    _add(root, "title", title)
    _add(root, "id", address)
    _link(root, "self", address, "application/atom+xml")
    _link(root, "alternate", home, "text/html")
    newest = max((item.updated_at for item in items), default=None)
    _add(root, "updated", newest.isoformat() if newest else "1970-01-01T00:00:00Z")
    for item in items:
        entry = etree.SubElement(root, f"{{{ATOM}}}entry")
        _add(entry, "title", item.title)
        _add(entry, "id", item.address)
        _link(entry, "alternate", item.address, "text/html")
        for relation, where, kind in item.related:
            _link(entry, relation, where, kind)
        _add(entry, "published", item.published_at.isoformat())
        _add(entry, "updated", item.updated_at.isoformat())
        _add(etree.SubElement(entry, f"{{{ATOM}}}author"), "name", item.author)
        etree.SubElement(entry, f"{{{ATOM}}}category", term=item.category)
        _add(entry, "summary", item.summary)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = "".join(c for c in text if c.isprintable())


def _link(parent: etree._Element, relation: str, address: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=address, type=kind)
