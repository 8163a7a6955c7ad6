"""What must always be true of projects."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.invariants import invariant
from yunjian.parties import queries as parties

from .models import Project, Proposal


@invariant
def shares_that_make_the_whole_pay_the_whole() -> Iterator[str]:
    paid = Project.objects.annotate(share=Sum("milestones__share"), paid=Sum("milestones__amount"))
    for project in paid.filter(share=100).filter(~Q(paid=F("amount"))):
        yield f"{project.key} costs {project.amount} and pays {project.paid}"


@invariant
def every_project_belongs_to_a_unit_there_is() -> Iterator[str]:
    known = parties.unit_titles(reader=SYSTEM)
    for key, unit in Project.objects.exclude(unit__in=known).values_list("key", "unit"):
        yield f"{key} belongs to {unit}"


@invariant
def what_was_confirmed_last_says_where_it_came_from() -> Iterator[str]:
    last = Proposal.objects.filter(state=Proposal.State.CONFIRMED, project__revision=F("applied"))
    for pk, key in last.exclude(project__disclosure=F("disclosure")).values_list("pk", "project__key"):
        yield f"proposal {pk} was confirmed, {key} names another disclosure"
