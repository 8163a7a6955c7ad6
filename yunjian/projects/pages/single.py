"""One project: what it costs, when it is paid, what it promises, where that is said."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunjian.kernel.kept import kept
from yunjian.ui import charts

from .. import queries
from .words import EVENTS, FIELDS, REPEATS


@require_safe
@kept
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """The project's page, with its payments on a time line and in a table."""
    found = queries.project(project_id, reader=request.actor)  # type: ignore[attr-defined]
    parts = {
        "project": found,
        "timeline": _timeline(found, timezone.localdate()),
        "milestones": [(each, _when(each), REPEATS.get(each.repeats, "")) for each in found.milestones],
        "history": [
            (EVENTS.get(step.kind, step.kind), step, [(FIELDS.get(f, f), b, a) for f, b, a in step.changes])
            for step in found.history
        ],
    }
    return render(request, "projects/project.html", parts)


def _timeline(found: queries.ProjectView, today: date) -> charts.Chart | None:
    """The payments along the project's period; those without a day stand in the table only."""
    if found.starts_on is None or found.ends_on is None or not found.milestones:
        return None
    payments = [
        charts.Milestone(each.condition, on=each.on, due=_when(each), amount=each.amount, url=f"#payment-{each.order}")
        for each in found.milestones
    ]
    ends = [
        charts.Milestone(_("开始"), on=found.starts_on, done=found.starts_on <= today),
        charts.Milestone(_("结束"), on=found.ends_on, done=found.ends_on < today),
    ]
    days = [each.on for each in found.milestones if each.on]
    return charts.timeline(
        [ends[0], *payments, ends[1]],
        start=min([found.starts_on, *days]),
        end=max([found.ends_on, *days]),
        title=_("付款时间线"),
        today=today,
    )


def _when(each: queries.MilestoneView) -> str:
    if each.due_text:
        return each.due_text
    if each.on is None:
        return ""
    if each.is_worked_out:
        return _("约 %(day)s（按实施期限推算）") % {"day": each.on.isoformat()}
    return _("%(day)s 前") % {"day": each.on.isoformat()}
