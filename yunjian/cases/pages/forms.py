"""The forms of acts: what must be said with each."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Forwarding, Segment, Stage

_YES_NO = (("yes", _("是")), ("no", _("否")))


class PlainForm(forms.Form):
    """Nothing to say: a button asks once more."""


def _long(label: Any, most: int, *, needed: bool = True, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=most, required=needed, help_text=hint, widget=area)


class CausesForm(forms.Form):
    """Which causes, of those declared for the move; where none is, none is asked."""

    causes = forms.MultipleChoiceField(
        label=_("原因"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("至少选一项，可以多选。申请人会看到，统计也按它。"),
        error_messages={"required": _("请至少选一项原因。")},
    )

    def __init__(self, *args: Any, causes: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if causes:
            self.fields["causes"].choices = causes  # type: ignore[attr-defined]
        else:
            del self.fields["causes"]


class ReasonsForm(CausesForm):
    """Why."""

    reasons = _long(_("理由"), 2000, hint=_("申请人会看到。"))


class MissingForm(CausesForm):
    """All that is missing, told once."""

    missing = _long(_("需要补正的全部内容"), 4000, hint=_("一行一项。只能告知一次，请写全。"))


class SupplementForm(forms.Form):
    """What is wanted besides, after acceptance."""

    words = _long(_("要补充什么"), 1000, hint=_("申请人会看到。"))


class SettleForm(CausesForm):
    """The answer; a refusal has its causes and its reasons."""

    granted = forms.ChoiceField(label=_("准予"), choices=_YES_NO, widget=forms.RadioSelect)
    reasons = _long(_("理由"), 2000, needed=False, hint=_("不准予的要写明理由。"))
    field_order = ("granted", "causes", "reasons")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "causes" in self.fields:
            self.fields["causes"].required = False
            self.fields["causes"].help_text = _("不准予的至少选一项，可以多选；准予的不选。申请人会看到，统计也按它。")


class ReviewForm(forms.Form):
    """An opinion."""

    favourable = forms.ChoiceField(label=_("同意"), choices=_YES_NO, widget=forms.RadioSelect)
    opinion = _long(_("意见"), 2000, needed=False, hint=_("不同意的要写明意见。申请人看不到。"))


class SpecialForm(forms.Form):
    """A procedure whose time does not count."""

    kind = forms.ChoiceField(label=_("程序"), choices=[each for each in Segment.Kind.choices if each[0] != "RUNNING"])
    told_days = forms.IntegerField(
        label=_("需要几个工作日"), min_value=1, max_value=250, help_text=_("这段时间不计入期限，要书面告知申请人。")
    )


class ExtendForm(forms.Form):
    """More days."""

    days = forms.IntegerField(label=_("延长几个工作日"), min_value=1, max_value=250)
    reason = forms.CharField(label=_("理由"), max_length=400, help_text=_("会告知申请人。只能延长一次。"))


class WordsForm(forms.Form):
    """Some words."""

    words = _long(_("内容"), 1000)


_LONGEST_NUMBER = 80


def _number(label: Any, *, needed: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=_LONGEST_NUMBER, required=needed, help_text=hint)


def _day(label: Any, *, needed: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=needed, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}))


class ForwardForm(forms.Form):
    """How it goes to the other region."""

    means = forms.ChoiceField(label=_("怎样交接"), choices=Forwarding.Means.choices, widget=forms.RadioSelect)
    tracking = _number(_("快递单号或者交接单号"), hint=_("邮寄的要写，申请人会看到。"))


class AnswerElsewhereForm(forms.Form):
    """What the other region answered."""

    answer = forms.ChoiceField(
        label=_("外地的结果"),
        choices=[each for each in Forwarding.Answer.choices if each[0] != Forwarding.Answer.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    on = _day(_("对方文书的日期"))
    number = _number(_("对方文书的文号"), hint=_("准予和不予许可的要写。"))
    accepted_on = _day(_("对方受理的日期"), needed=False, hint=_("准予和不予许可的要写。"))
    reasons = _long(_("理由"), 2000, needed=False, hint=_("不予许可和不予受理的要写，照对方文书写。"))
    missing = _long(_("需要补正的全部内容"), 4000, needed=False, hint=_("要补正的一行一项，照对方文书写。"))


class TakenInForm(forms.Form):
    """Which region took it in, when, under what number."""

    region = forms.ChoiceField(label=_("代收的地区"))
    reference = _number(_("对方的编号"), needed=True)
    on = _day(_("对方收件的日期"))
    means = forms.ChoiceField(label=_("怎样交接"), choices=Forwarding.Means.choices, widget=forms.RadioSelect)
    tracking = _number(_("快递单号或者交接单号"))

    def __init__(self, *args: Any, regions: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", gettext("请选择")), *regions]  # type: ignore[attr-defined]


class TellForm(forms.Form):
    """How the other region was told."""

    number = _number(_("告知的单号或者文号"), hint=_("邮寄结果的写快递单号；没有可以不写。"))


class ToForm(forms.Form):
    """To whom."""

    to = forms.ChoiceField(label=_("交给"))

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", gettext("请选择")), *colleagues]  # type: ignore[attr-defined]


class ConsultForm(WordsForm):
    """Whom to ask, and what."""

    unit = forms.ChoiceField(label=_("征求哪个单位的意见"))
    field_order = ("unit", "words")

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", gettext("请选择")), *units]  # type: ignore[attr-defined]


class NewForm(forms.Form):
    """What is applied for; by whom, where a window takes it in."""

    procedure = forms.ChoiceField(label=_("办什么事"))
    subject = forms.CharField(label=_("申请事由"), max_length=200, help_text=_("一句话说明，例如：人民北路店招更换。"))

    def __init__(self, *args: Any, procedures: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = [("", gettext("请选择")), *procedures]  # type: ignore[attr-defined]


class OwnForm(NewForm):
    """For oneself."""

    applicant = forms.ChoiceField(label=_("申请人"))

    def __init__(self, *args: Any, owners: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["applicant"].choices = owners  # type: ignore[attr-defined]


class WindowForm(NewForm):
    """For whoever stands at the window."""

    name = forms.CharField(label=_("申请人姓名或者名称"), max_length=100)
    number = forms.CharField(label=_("身份证号或者统一社会信用代码"), max_length=30)


class SeatForm(forms.Form):
    """Who sits where."""

    account = forms.ChoiceField(label=_("人员"), help_text=_("在这个单位有角色的同事。"))
    unit = forms.ChoiceField(label=_("单位"))
    procedure = forms.ChoiceField(label=_("办理事项"))
    stage = forms.ChoiceField(label=_("环节"), choices=Stage.choices)

    def __init__(self, *args: Any, people: Any, units: Any, procedures: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", gettext("请选择")), *people]  # type: ignore[attr-defined]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["procedure"].choices = procedures  # type: ignore[attr-defined]


class DeputyForm(forms.Form):
    """Who stands in for whom, where, how long."""

    absent = forms.ChoiceField(label=_("不在的人"))
    deputy = forms.ChoiceField(label=_("代班的人"))
    at_unit = forms.ChoiceField(label=_("单位"))
    starts_on = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("到哪天（含当天）"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: Any, absent: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = absent  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [("", gettext("请选择")), *people]  # type: ignore[attr-defined]
        self.fields["at_unit"].choices = units  # type: ignore[attr-defined]


class MaterialsForm(forms.Form):
    """Which of one's materials go with the application."""

    materials = forms.MultipleChoiceField(
        label=_("随件附上"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("附上就是同意受理单位为这件事查看，九十天内有效，随时可以在“我的材料”里撤回。"),
    )

    def __init__(self, *args: Any, materials: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["materials"].choices = materials  # type: ignore[attr-defined]
