"""A guide for somebody's answers: what to do, where, how long, with which papers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.criteria import Verdict
from yunjian.kernel.errors import NotFound

from ..definitions import Item, Question, Theme
from ..logic.answers import record_of
from ..models import PersonalGuide
from .guides import PaperView, Part, asked_once, single, theme


class GuideGone(NotFound):
    """没有这份个人办事指南，或者已经过了保存的时间。请重新回答问题。"""


@dataclass(frozen=True, slots=True)
class PersonalView:
    """What somebody has to do."""

    kind: str
    key: str
    title: str
    title_en: str
    parts: tuple[Part, ...]
    papers: tuple[PaperView, ...]
    verdicts: tuple[tuple[str, Verdict], ...]
    answered: tuple[tuple[Question, str], ...]
    days: int
    made_at: datetime
    kept_until: datetime


def questions(kind: str, key: str, *, at: datetime, reader: Actor) -> tuple[Question, ...]:
    """The questions of an item, or of a theme and its items, each once."""
    day = timezone.localdate(at)
    if kind == PersonalGuide.Kind.THEME:
        found = catalogue.in_force(Theme, key, on=day)
        return asked_once(found, [catalogue.in_force(Item, each.item, on=day) for each in found.parts])
    return catalogue.in_force(Item, key, on=day).questions


def personal_guide(token: str, *, at: datetime, reader: Actor) -> PersonalView:
    """By its address, as the catalogue stands today: a new edition changes it."""
    row = PersonalGuide.objects.filter(token=token, kept_until__gt=at).first()
    if row is None:
        raise GuideGone()
    asked = questions(row.kind, row.key, at=at, reader=reader)
    answers = record_of(asked, row.answers)
    read = theme if row.kind == PersonalGuide.Kind.THEME else single
    view = read(row.key, answers, at=at, reader=reader)
    return PersonalView(
        row.kind,
        row.key,
        view.title,
        view.title_en,
        view.parts,
        view.papers,
        view.verdicts,
        tuple((each, row.answers[each.name]) for each in asked if each.name in row.answers),
        view.days,
        row.made_at,
        row.kept_until,
    )
