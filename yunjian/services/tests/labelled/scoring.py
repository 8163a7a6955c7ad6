"""The labelled set put through reading and pre-review: what was found beside what is true."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from yunjian.kernel.definitions import Definition
from yunjian.materials.definitions import MaterialType
from yunjian.materials.logic.recognising import reading

from ...definitions import Form, Item
from ...logic.prereview import Finding, Kind, PaperGiven, Registered, Titled, review, seen_of
from .scenes import TODAY, Label, Scene, Sheet

# A sheet as it was read: text, its lines with how sure, and how (materials.logic.words.read).
Reader = Callable[[Sheet], dict[str, Any]]


@dataclass
class Score:
    """For each kind of finding: found and true, found though not true, true though not found."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrongs: list[tuple[int, str, Label, str]] = field(default_factory=list)

    def precision(self, kind: str = "") -> float | None:
        return self._share(self.false, kind)

    def recall(self, kind: str = "") -> float | None:
        return self._share(self.missed, kind)

    def _share(self, others: Counter[str], kind: str) -> float | None:
        kinds = [kind] if kind else list(Kind)
        right, other = sum(self.right[each] for each in kinds), sum(others[each] for each in kinds)
        return right / (right + other) if right + other else None


def scored(scenes: Iterable[Scene], pack: Iterable[Definition], read: Reader) -> Score:
    """Every application reviewed once, each finding held against the truth by kind and place."""
    score, known = Score(), {(each.kind, each.key): each for each in pack}
    for number, scene in enumerate(scenes):
        found = {(str(each.kind), each.place.key): each for each in _found(scene, known, read)}
        for label in found.keys() | scene.truth:
            kind, _ = label
            if label in found and label in scene.truth:
                score.right[kind] += 1
            elif label in found:
                score.false[kind] += 1
                score.wrongs.append((number, "false", label, str(found[label].values)))
            else:
                score.missed[kind] += 1
                score.wrongs.append((number, "missed", label, ""))
    return score


def _found(scene: Scene, known: dict[tuple[str, str], Definition], read: Reader) -> tuple[Finding, ...]:
    form, item = known["forms", scene.form], known["items", scene.form]
    assert isinstance(form, Form)
    assert isinstance(item, Item)
    types = {key: each for (kind, key), each in known.items() if kind == "materials" and isinstance(each, MaterialType)}
    asked = {each.key: each for each in item.materials}
    papers = []
    for key, sheet in scene.sheets.items():
        type = asked[key].material or ""
        files = (
            () if sheet is None else (seen_of(types[type], reading(read(sheet), types.values(), types[type]), types),)
        )
        papers.append(
            PaperGiven(
                key,
                Titled(asked[key].title),
                asked[key].need,
                type,
                types[type].title,
                "MATERIAL" if files else "",
                files,
            )
        )
    registers = {each: Registered(Titled(each[1]), value) for each, value in scene.registers.items()}
    return review([form], scene.values, papers, registers, on=TODAY)
