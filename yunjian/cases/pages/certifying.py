"""The form of the certificate a granted case is to get: made from its type, filled with what the application told."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjian.certificates import actions as certificates
from yunjian.kernel.errors import Declined
from yunjian.ui.inputs import day_input, declared_input
from yunjian.ui.templatetags.ui import sentence

from ..actions import CertificateContents
from ..queries import Certifying

PREFIX = "field_"  # a type may name a field as we name ours
_HOW = (("issue", _("核发新证")), ("amend", _("变更持有的证")), ("renew", _("延续持有的证")))


class CertifyForm(forms.Form):
    """Whose it is where that is not the applicant, how it comes about, until when, and its fields."""

    how = forms.ChoiceField(label=_("怎么办"), choices=_HOW, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("统一社会信用代码"), help_text=_("要与企业登记簿里的名称、代码一致。"), max_length=40
    )
    name = forms.CharField(label=_("持证单位名称"), max_length=160)
    through = forms.DateField(label=_("有效期至"), help_text=_("最后有效的一天。"), widget=day_input())

    def __init__(self, *args: Any, making: Certifying, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.making = making
        if not making.held:
            del self.fields["how"]
        if making.holder:
            del self.fields["number"], self.fields["name"]
        if not making.until:
            del self.fields["through"]
        for line in making.lines:
            hint = gettext("申请时填的是 %(told)s；不改就空着。") % {"told": line.masked} if line.masked else ""
            field = declared_input(
                line.kind, label=line.title, required=line.required and not line.masked,
                longest=line.longest, choices=line.choices, hint=hint,
            )  # fmt: skip
            field.initial = line.told
            self.fields[PREFIX + line.name] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = {name.removeprefix(PREFIX): value for name, value in given.items() if name.startswith(PREFIX)}
        values = {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in said.items()}
        how: Any = given.get("how") or "issue"
        number, name = given.get("number", ""), given.get("name", "")
        return {"contents": CertificateContents(values, how, given.get("through"), number, name)}

    def show(self, refusal: Declined) -> None:
        """Each mistake beside its field, so far as it has one."""
        if not isinstance(refusal, certificates.ContentsWrong):
            self.add_error(None, sentence(refusal))
            return
        places = {"holder": "number", "period": "through"}
        for (where, _problem), said in zip(refusal.problems, refusal.details, strict=True):
            place = places.get(where, PREFIX + where)
            self.add_error(place if place in self.fields else None, said)
