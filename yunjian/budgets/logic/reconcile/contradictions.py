"""What a project's title says against what its text says, and projects that seem to pay for the same thing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import rjieba

from ..disclosure import ProjectNote
from ..finding import Finding
from .desk import Desk
from .rule import NotApplicable, Rule, rule

_BUILDS = re.compile(r"改造|新建|建设|升级")
_KEEPS = re.compile(r"运维|维护|维保|运行保障")
_CONTENT = re.compile(r"主要实施内容(?:是|为|包括|参考)?(.*)", re.DOTALL)


@rule(
    "DOC-E03-SCOPE",
    "标题与实施内容矛盾",
    severity="warning",
    basis="error_kinds E03",
    explain="标题写改造、建设的项目，实施内容却只写运维。",
    says="“{project}”标题是{built}，实施内容只写{kept}。请核对项目性质，统一标题与内容。",
)
def SCOPE(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if not desk.disclosure.projects:
        raise NotApplicable("没有读到项目说明")
    for note in desk.disclosure.projects:
        section = note.section(1)
        built = _BUILDS.search(note.title)
        if section is None or built is None or _KEEPS.search(note.title):
            continue
        content = _CONTENT.search(section.text)
        said = (
            (content.group(1) if content else "").replace(note.title, "").replace(note.title.removesuffix("项目"), "")
        )
        kept = _KEEPS.search(said)
        if kept and not _BUILDS.search(said) and not re.search(r"开发|优化|完善|拓展|推进|新增|接入", said):
            yield rule.finds(section.place, project=note.title, built=built.group(), kept=kept.group())


_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
OFTEN = 4
_NUMERALS = set("一二三四五六七八九十百千万两上下前后内外大小东南西北年月日")


@rule(
    "DOC-E02-TERM",
    "标题用词与正文不一致",
    severity="warning",
    basis="error_kinds E02",
    explain="标题中两个双字词连成的词在正文里从不出现，正文里却多次出现只差一个字的词（综合监督、综合监管）。",
    says="“{project}”标题写“{term}”，正文都写“{usual}”（{count}处）。请统一用词。",
)
def TERMS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    if not desk.disclosure.projects:
        raise NotApplicable("没有读到项目说明")
    for note in desk.disclosure.projects:
        found = _odd_term(note)
        if found:
            term, other, count = found
            yield rule.finds(note.place, project=note.title, term=term, usual=other, count=count)


def _grams(text: str) -> list[str]:
    return [run[at : at + 4] for run in _HAN_RUN.findall(text) for at in range(len(run) - 3)]


def _two_words(*terms: str) -> bool:
    """Whether each is two words of two characters: only then does one character make another word of it."""
    return all([len(word) for word in rjieba.cut(term)] == [2, 2] for term in terms)


def _odd_term(note: ProjectNote) -> tuple[str, str, int] | None:
    names = sorted({note.title, note.overview_name, note.allocation_name, note.title.removesuffix("项目")}, key=len)
    body = "".join(section.text for section in note.sections)
    for name in reversed(names):
        body = body.replace(name, "□") if name else body
    unknown = [term for term in _grams(note.title.removesuffix("项目")) if term not in body]
    # a word that differs by one character shares the first two or the last two
    odd = [term for term in unknown if max(body.count(term[:2]), body.count(term[2:])) >= OFTEN]
    counts = Counter(_grams(body)) if odd else Counter()
    often = [gram for gram, count in counts.items() if count >= OFTEN]
    for term in odd:
        for other in often:
            differ = [(a, b) for a, b in zip(term, other, strict=True) if a != b]
            if len(differ) == 1 and not set(differ[0]) & _NUMERALS and _two_words(term, other):
                return term, other, counts[other]
    return None


SHINGLE = 6
ENOUGH = 40
_ORDINAL = re.compile(r"[一二三四五六七八九十\d]+(?:中心|期|号|标段|包|批)")
RARE = 3
ALIKE = 0.6


@rule(
    "DOC-E17",
    "可能重复列支",
    severity="note",
    basis="error_kinds E17",
    explain="两个项目的概述和方案用词高度重合，可能对同一服务重复安排。",
    says="“{project}”与“{other_title}”的内容有{share}相同。请核对是否对同一服务重复安排；如属不同年度的服务，请写明。",
)
def OVERLAP(desk: Desk, rule: Rule) -> Iterator[Finding]:
    notes = desk.disclosure.projects
    if len(notes) < 2:
        raise NotApplicable("项目说明不足两篇")
    sets = [_shingles(note) for note in notes]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, shingles in enumerate(sets):
        for shingle in shingles:
            holders[shingle].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    own: Counter[int] = Counter()
    for found in holders.values():
        if len(found) > RARE:
            continue
        own.update(found)
        shared.update((one, other) for i, one in enumerate(found) for other in found[i + 1 :])
    for (one, other), count in sorted(shared.items()):
        share = count / max(1, min(own[one], own[other]))
        if share >= ALIKE and min(own[one], own[other]) >= ENOUGH and not _siblings(notes[one], notes[other]):
            yield rule.finds(
                notes[other].place,
                other=notes[one].place,
                project=notes[other].title,
                other_title=notes[one].title,
                share=f"{share:.0%}",
            )


def _siblings(one: ProjectNote, other: ProjectNote) -> bool:
    """Whether the titles tell the two apart by a number: 一中心 and 二中心, 一期 and 二期."""
    numbers = [_ORDINAL.findall(note.title) for note in (one, other)]
    return bool(numbers[0] and numbers[1] and numbers[0] != numbers[1])


def _shingles(note: ProjectNote) -> set[str]:
    """Six-character pieces of what the project does, its own name left out."""
    text = "".join(s.text for s in note.sections if s.number in (1, 4))
    for name in (note.title, note.title.removesuffix("项目")):
        text = text.replace(name, "")
    runs = _HAN_RUN.findall(text)
    return {run[at : at + SHINGLE] for run in runs for at in range(len(run) - SHINGLE + 1)}
