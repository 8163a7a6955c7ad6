"""The register of people, for the administrator: masked, and unmasked only for a stated purpose."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunjian.kernel.errors import Declined
from yunjian.ui.templatetags.ui import sentence

from .. import actions, logic, policy, queries
from .enterprises import sound

PURPOSES = (
    ("VERIFY", _("核对身份")),
    ("CONTACT", _("联系本人")),
    ("CORRECT", _("更正信息")),
    ("AUDIT", _("审计检查")),
)


class PersonForm(forms.Form):
    """A person new to the register."""

    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    identity_number = forms.CharField(
        label=_("身份证号"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("电话"),
        help_text=_("手机号，或带区号的固定电话。"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_identity_number(self) -> str:
        number = self.cleaned_data["identity_number"]
        return sound(number, logic.identity_number_flag(number, on=timezone.localdate()) if number else "")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return sound(phone, logic.phone_flag(phone) if phone else "")


class AppointForm(forms.Form):
    """Which post, in which unit."""

    unit = forms.ChoiceField(label=_("单位"))
    title = forms.CharField(label=_("职务"), max_length=60)

    def __init__(self, *args: object, units: list[tuple[str, str]], **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class PurposeForm(forms.Form):
    """Why somebody's data is to be seen."""

    purpose = forms.ChoiceField(label=_("查看用途"), choices=PURPOSES, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("具体事由"),
        help_text=_("写明办什么事，本人会看到。不要写号码。"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the register, or whom a search finds; identifiers masked."""
    reader = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    parts = {
        "people": actions.list_people(text, by=reader, at=timezone.now()),
        "text": text,
        "most": queries.MOST_PEOPLE,
        "may_administer": policy.may_administer(reader),
        "may_reveal": policy.may_reveal(reader),
    }
    return render(request, "parties/people.html", parts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a person; a doubtful identifier is declined with a sentence."""
    policy.require_administrator(request.actor, policy.REGISTER_PERSON)  # type: ignore[attr-defined]
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.register_person(
                given["name"],
                given["identity_number"],
                given["phone"],
                by=request.actor,  # type: ignore[attr-defined]
                at=timezone.now(),
            )
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已登记“%(name)s”。") % {"name": given["name"]})
            return redirect("parties:people")
    return render(request, "parties/person_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person a post."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    policy.require_administrator(reader, policy.APPOINT)
    person = queries.person(person_id, reader=reader, at=now)
    units = [(unit.key, unit.title) for unit in queries.units(reader=reader)]
    form = AppointForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint(person_id, form.cleaned_data["unit"], form.cleaned_data["title"], by=reader, at=now)
        except Declined as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, gettext("已任职：%(name)s。") % {"name": person.name})
            return redirect("parties:people")
    parts = {"form": form, "person": person}
    return render(request, "parties/appoint.html", parts, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask what for, record the reading, then show the data once."""
    reader, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    person = queries.person(person_id, reader=reader, at=now)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    data = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            data = actions.read_personal_data(person_id, given["purpose"], given["words"], by=reader, at=now)
        except actions.PurposeMissing as refusal:
            form.add_error("words", sentence(refusal))
    parts = {"form": form, "person": person, "data": data}
    return render(request, "parties/personal_data.html", parts, status=422 if form.errors else 200)
