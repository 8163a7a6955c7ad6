"""The forms of certificates; those for contents are made from the type's definition."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from yunjian.ui.inputs import day_input, declared_input
from yunjian_verify.counter import MAX_SIZE

from ..definitions import LONGEST, CertificateField, CertificateType, Choice
from ..logic.draft import Draft, tidy
from ..models import Ground, Problem
from ..queries.views import titled

PREFIX = "field_"  # a type may name a field as we name ours


class WordsForm(forms.Form):
    """Why something is done; the holder reads it."""

    words = forms.CharField(
        label=_("理由"),
        help_text=_("持证人会看到。不要写别人的个人信息。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RenewForm(WordsForm):
    """Until when, where the type leaves that to the issuer."""

    through = forms.DateField(label=_("延续至"), help_text=_("最后有效的一天。"), widget=day_input())


class RevokeForm(WordsForm):
    """On what ground the law ends it."""

    ground = forms.ChoiceField(label=_("法律依据"), choices=Ground.choices, widget=forms.RadioSelect)
    field_order = ("ground", "words")


class PurposeForm(forms.Form):
    """What a certificate is opened for."""

    purpose = forms.ChoiceField(
        label=_("查看用途"),
        choices=(("HANDLE", _("办理本单位的事项")), ("CORRECT", _("更正信息")), ("AUDIT", _("审计检查"))),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("具体事由"),
        help_text=_("写明办什么事，持证人会看到。不要写号码。"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class VerifyForm(forms.Form):
    """The certificate shown at a counter, and what for."""

    identifier = forms.CharField(
        label=_("证照标识或证照码"),
        help_text=_("印在证照上，以 1.2.156.3005.2 开头；可以用扫码枪扫证照上的二维码，或者手机上出示的证照码。"),
        max_length=MAX_SIZE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    purpose = forms.ChoiceField(
        label=_("用途"), help_text=_("只显示这个用途必需的内容。"), required=False, choices=(("", _("只看是否有效")),)
    )

    def __init__(self, *args: Any, purposes: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", gettext("只看是否有效")), *purposes]  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """A code somebody shows on a phone."""

    shown = forms.CharField(
        label=_("证照码"),
        help_text=_("用扫码枪扫手机上的码；用手机相机扫的，会直接打开本页。"),
        max_length=MAX_SIZE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CheckForm(forms.Form):
    """A certificate somebody has in hand, and one detail that stands on it."""

    identifier = forms.CharField(
        label=_("证照标识"),
        help_text=_("印在证照上，以 1.2.156.3005.2 开头。"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    detail = forms.CharField(
        label=_("查验码，或者持证人的姓名、名称"),
        help_text=_("证照上印的 16 位查验码；没有的，填证照上写的姓名或单位名称全称。"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ContentsForm(forms.Form):
    """What a certificate of a type says, a field for each of the definition's; the definition judges the values."""

    def __init__(self, *args: Any, kind: CertificateType, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for declared in kind.ordered():
            self.fields[PREFIX + declared.name] = form_field(declared)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, problem in self.kind.problems(values_of(cleaned)):
            if PREFIX + name in self.fields and PREFIX + name not in self.errors:
                self.add_error(PREFIX + name, str(Problem(problem).label))
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        return values_of(self.cleaned_data)


class AmendForm(ContentsForm):
    """The contents anew, and why."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["words"] = WordsForm.base_fields["words"]


class IssueForm(ContentsForm):
    """Whose certificate, from when and until when, and what it says."""

    number = forms.CharField(
        label=_("持证人号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("持证人姓名或名称"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    valid_from = forms.DateField(
        label=_("有效期起"), help_text=_("不填就从今天起。"), required=False, widget=day_input()
    )
    valid_through = forms.DateField(label=_("有效期至"), help_text=_("最后有效的一天。"), widget=day_input())

    def __init__(self, *args: Any, kind: CertificateType, **kwargs: Any):
        super().__init__(*args, kind=kind, **kwargs)
        number = self.fields["number"]
        if kind.holder == "person":
            number.label, number.help_text = gettext("身份证号"), gettext("要与人员登记簿里的姓名、号码一致。")
        else:
            number.label, number.help_text = (
                gettext("统一社会信用代码"),
                gettext("要与企业登记簿里的名称、代码一致。"),
            )
        if kind.validity.rule == "open":
            self.fields["valid_through"].required = False
        elif kind.validity.rule != "until":
            del self.fields["valid_through"]

    @property
    def draft(self) -> Draft:
        given = self.cleaned_data
        return Draft(given["number"], given["name"], self.values, given.get("valid_from"), given.get("valid_through"))


def form_field(declared: CertificateField) -> forms.Field:
    """The input a declared field needs; what is wrong with its value the definition says."""
    longest = min(LONGEST[declared.kind], 500)
    choices = [(choice.code, titled_choice(choice)) for choice in declared.choices]
    is_long = declared.kind == "text" and declared.grade == "PUBLIC" and longest > 200
    told: dict[str, Any] = {"label": titled(declared), "required": declared.required, "lines": 2 if is_long else 1}
    return declared_input(declared.kind, longest=longest, choices=choices, **told)


def titled_choice(choice: Choice) -> str:
    return choice.title_en if (get_language() or "").startswith("en") else choice.title


def values_of(cleaned: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, as a certificate keeps it."""
    said = {name.removeprefix(PREFIX): value for name, value in cleaned.items() if name.startswith(PREFIX)}
    texts = {name: value.isoformat() if isinstance(value, date) else tidy(value or "") for name, value in said.items()}
    return {name: text for name, text in texts.items() if text}


def initial_of(kind: CertificateType, values: Mapping[str, str]) -> dict[str, str]:
    return {PREFIX + field.name: values.get(field.name, "") for field in kind.fields}


def show_problems(form: ContentsForm, problems: tuple[tuple[str, str], ...]) -> None:
    """What the action found wrong, beside the field it is about."""
    places = {"holder": "number", "period": "valid_through" if "valid_through" in form.fields else "valid_from"}
    for where, problem in problems:
        field = places.get(where, PREFIX + where)
        label = str(Problem(problem).label)
        form.add_error(field if field in form.fields else None, label)
