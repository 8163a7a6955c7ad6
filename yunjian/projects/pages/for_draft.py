"""The register's projects taken into a department's own disclosure."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yunjian.budgets import actions as budgets
from yunjian.budgets import queries as drafts
from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import queries


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def for_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The projects of the draft's unit and year; the chosen ones are added, those of the same name replaced."""
    actor = request.actor  # type: ignore[attr-defined]
    found = drafts.own_draft(draft_id, reader=actor)
    offered = queries.projects_of(found.view.unit, found.view.year, reader=actor)
    refusal = None
    if request.method == "POST":
        wanted = {int(key) for key in request.POST.getlist("project") if key.isdecimal() and len(key) < 18}
        chosen = [_own(queries.project(row.id, reader=actor)) for row in offered if row.id in wanted]
        content = replace(found.content, projects=_merged(found.content.projects, chosen))
        try:
            budgets.save_draft(draft_id, content, found.revision, by=actor, at=timezone.now())
        except (budgets.NotNow, budgets.TooMuch, budgets.ChangedMeanwhile) as declined:
            refusal = declined
        else:
            messages.success(request, gettext("已从项目库取入 %(n)s 个项目。") % {"n": len(chosen)})
            return redirect("budgets:draft_projects", draft_id)
    return _show(request, found, offered, refusal)


def _show(
    request: HttpRequest, found: drafts.OpenDraft, offered: list[queries.ProjectRow], refusal: Declined | None
) -> HttpResponse:
    present = {project.title for project in found.content.projects}
    parts = {
        "draft": found,
        "rows": [(row, row.title in present) for row in offered],
        "refusal": sentence(refusal) if refusal else "",
    }
    return render(request, "projects/for_draft.html", parts, status=refusal.status if refusal else 200)


def _merged(known: tuple[drafts.OwnProject, ...], chosen: Iterable[drafts.OwnProject]) -> tuple[drafts.OwnProject, ...]:
    by_title = {project.title: project for project in known}
    return tuple((by_title | {project.title: project for project in chosen}).values())


def _own(project: queries.ProjectView) -> drafts.OwnProject:
    """What the register knows of a project, in the words of a project note."""
    cited = "；".join(f"《{each.title}》{each.number}" if each.title else each.number for each in project.cited)
    parts = "、".join(f"{label}{_wan(amount)}万元" for label, amount in project.parts)
    return drafts.OwnProject(
        title=project.title,
        amount=project.amount.quantize(Decimal("0.01")),
        overview=f"主要实施内容为{project.purpose.rstrip('。')}。",
        basis=f"文件依据：{cited}。" if cited else "",
        implementer=project.unit_title,
        plan="".join(f"{_payment(each)}。" for each in project.milestones),
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        used_for=f"其中：{parts}" if parts else "",
    )


def _payment(milestone: queries.MilestoneView) -> str:
    much = ""
    if milestone.share is not None:
        much = f"，支付{milestone.share * 100:.6g}%"
    elif milestone.amount is not None:
        much = f"，支付{_wan(milestone.amount)}万元"
    due = milestone.due_text or (milestone.on.strftime("%Y年%m月%d日") if milestone.on else "")
    return f"{milestone.condition.rstrip('。')}{f'（{due}）' if due else ''}{much}"


def _wan(amount: Decimal) -> str:
    return f"{amount.scaleb(-4):f}".rstrip("0").rstrip(".") or "0"
