"""What a disclosure is as a whole: its title, its year, whose it is, budget or final accounts."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..source.document import Line
from .outline import Region
from .text import plain, tidy, without_bullet

_YEAR = re.compile(r"(20\d\d)\s*年")
_TITLE = re.compile(r"(20\d\d)年(?:度)?.{0,30}(?:预算|决算)|(?:预算|决算).{0,12}(20\d\d)年?")
_BODY = re.compile(
    r"^(?:预算|决算)?(?:主管|编制|公开|填报)?(?:部门|单位)(?:名称)?(?:[（(](?:公章|盖章)[）)])?\s*[：:]\s*(\S.+?)\s*$"
)
_IN_TITLE = re.compile(r"^(.{4,40}?)(20\d\d)年|20\d\d年(?:度)?(.{4,30}?)(?:部门|单位)?(?:预算|决算)")


@dataclass(frozen=True, slots=True)
class Frame:
    """The disclosure's own heading, put together from the cover and the tables."""

    title: str
    year: int
    body: str
    final: bool


def frame_of(regions: Sequence[Region], bodies: Sequence[str]) -> Frame:
    """Title and body as the cover says them; where it does not, as most tables do."""
    cover = [block.text for block in regions[0].blocks if isinstance(block, Line) and block.text.strip()]
    title = next((tidy(without_bullet(text).lstrip("#")) for text in cover if _TITLE.search(plain(text))), "")
    names = [region.name for region in regions if region.kind == "table"]
    final = "决算" in title or (not title and sum("决算" in name for name in names) * 2 > len(names))
    return Frame(title, _year(title, names, regions), _body(cover, title, bodies), final)


def _year(title: str, names: Sequence[str], regions: Sequence[Region]) -> int:
    found = _YEAR.search(plain(title))
    if found:
        return int(found.group(1))
    years = Counter(year for name in names for year in _YEAR.findall(plain(name)))
    if not years:
        headings = (region.name for region in regions if region.kind != "table")
        years = Counter(year for name in headings for year in _YEAR.findall(plain(name)))
    return int(years.most_common(1)[0][0]) if years else 0


def _body(cover: Sequence[str], title: str, bodies: Sequence[str]) -> str:
    for text in cover:
        found = _BODY.match(tidy(text))
        if found:
            return found.group(1)
    named = Counter(body for body in bodies if body)
    if named:
        return named.most_common(1)[0][0]
    found = _IN_TITLE.search(title)
    return next((group for group in found.groups() if group and not group.isdigit()), "") if found else ""
