"""A project's row and the rows below it, written from what a source says."""

from decimal import Decimal

import rjieba
from django.contrib.postgres.search import SearchVector
from django.db import IntegrityError, transaction
from django.db.models import Value

from yunjian.kernel.errors import Declined, Invalid

from ..logic.facts import Cited, Facts, Level, Step, plain_title
from ..logic.search import searchable
from ..models import Citation, Milestone, Project, ServiceLevel

_SAME_NAME = (
    "title", "printed", "line", "category", "function", "starts_on", "ends_before", "payment", "purpose", "note",
)  # fmt: skip


LARGEST = Decimal(10) ** 15


class SameName(Declined):
    """这个单位这一年已经有同名的项目。"""


class AmountMissing(Invalid):
    """文件里没有读到这个项目的金额，不能入库。请核对原文。"""


class NotSound(Invalid):
    """金额或起止日期不合理，不能入库。请核对原文。"""


def facts_of(project: Project) -> Facts:
    """What the register says of the project."""
    return Facts(
        amount=project.amount,
        parts=tuple((label, Decimal(amount)) for label, amount in project.parts),
        steps=tuple(
            Step(row.condition, row.share, row.amount, row.due_text, row.due_date, row.repeats)
            for row in project.milestones.order_by("order")
        ),
        levels=tuple(
            Level(row.promise, row.at_least, row.at_most, row.measure)
            for row in project.service_levels.order_by("order")
        ),
        cited=tuple(Cited(row.title, row.number) for row in project.citations.order_by("order")),
        **{name: getattr(project, name) for name in _SAME_NAME},
    )


def keep(project: Project, facts: Facts) -> None:
    """Make the register say this of the project."""
    facts = facts.spread()
    _require_sound(facts)
    for name in _SAME_NAME:
        setattr(project, name, getattr(facts, name))
    project.title = facts.title[:300]
    project.title_plain = plain_title(facts.title)
    project.amount = facts.amount  # type: ignore[assignment]
    project.parts = [[label, format(amount, "f")] for label, amount in facts.parts]
    project.words = _words(facts)
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError:
        raise SameName(facts.title) from None
    _replace_below(project, facts)


def _replace_below(project: Project, facts: Facts) -> None:
    for rows in (project.milestones, project.service_levels, project.citations):
        rows.all().delete()
    Milestone.objects.bulk_create(
        Milestone(
            project=project,
            order=order,
            condition=step.condition,
            share=step.share,
            amount=step.amount,
            due_text=step.due_text[:200],
            due_date=step.due_date,
            repeats=step.repeats,
        )
        for order, step in enumerate(facts.steps, start=1)
    )
    ServiceLevel.objects.bulk_create(
        ServiceLevel(
            project=project,
            order=order,
            promise=level.promise,
            at_least=level.at_least,
            at_most=level.at_most,
            measure=level.measure,
        )
        for order, level in enumerate(facts.levels, start=1)
    )
    Citation.objects.bulk_create(
        Citation(project=project, order=order, title=cited.title[:300], number=cited.number[:120])
        for order, cited in enumerate(facts.cited, start=1)
    )


def _require_sound(facts: Facts) -> None:
    if facts.amount is None:
        raise AmountMissing(facts.title)
    inverted = facts.starts_on and facts.ends_before and facts.ends_before <= facts.starts_on
    if not 0 <= facts.amount < LARGEST or inverted:
        raise NotSound(facts.title)


def _words(facts: Facts) -> SearchVector:
    words = searchable(
        (facts.title, facts.category),
        (cited.number for cited in facts.cited),
        (*(level.promise for level in facts.levels), *(cited.title for cited in facts.cited)),
        rjieba.cut_for_search,
    )
    return SearchVector(Value(words), config="simple")
