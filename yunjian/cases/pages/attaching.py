"""What of one's own drawer goes with the application."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined
from yunjian.materials import queries as materials
from yunjian.ui.listing import Ask
from yunjian.ui.templatetags.ui import sentence

from .. import actions, queries
from .forms import MaterialsForm

NEWEST = Ask(sort="kept_at", descending=True, size=100)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, case_id: int) -> HttpResponse:
    """Choose from what was handed in before; what is missing is handed into the drawer first."""
    by, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    view = queries.case_view(case_id, at=now, reader=by)
    offered = _usable(by, view)
    form = MaterialsForm(request.POST if request.method == "POST" else None, materials=offered)
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach_materials(case_id, [int(each) for each in form.cleaned_data["materials"]], by=by, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("材料已经随件附上。"))
            return redirect("cases:case", case_id)
    parts = {"case": view, "form": form, "offered": offered}
    return render(request, "cases/attach.html", parts, status=422 if form.errors else 200)


def _usable(by: Actor, view: queries.CaseView) -> list[tuple[str, str]]:
    """What is checked and not yet with the case, of the drawer that is the reader's here."""
    people = sorted(each for each in by.owns if each.startswith("person:"))
    holder = by.acting_for or (people[0] if people else by.id)
    now = timezone.now()
    rows = materials.drawer(holder, NEWEST, reader=by, at=now).rows
    return [
        (str(each.id), f"{each.type_title} · {each.file_name}")
        for each in rows
        if each.state == "CHECKED" and each.ending != "OVER" and not each.superseded_by
        and f"material:{each.id}" not in view.materials
    ]  # fmt: skip
