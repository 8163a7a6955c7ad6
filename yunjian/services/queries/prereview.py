"""What a pre-review found, in words: what, where, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunjian.kernel.actor import Actor

from ..definitions import Breach, Form
from ..logic.prereview import Finding as Found
from ..logic.prereview import Kind, Titled
from .forms import in_english, sentence

KINDS = {
    Kind.MISSING: _("缺少材料"),
    Kind.UNREADABLE: _("看不清"),
    Kind.WRONG_TYPE: _("不是要的材料"),
    Kind.EXPIRED: _("已过期"),
    Kind.DIFFERS_FROM_FORM: _("与申请表不一致"),
    Kind.DIFFERS_FROM_REGISTER: _("与登记信息不一致"),
    Kind.INCONSISTENT: _("材料之间不一致"),
    Kind.AGAINST_RULES: _("申请表没有填对"),
}
WORDS = {
    "missing": _("还没有交《%(paper)s》。请上传，或者选一种免交的方式。"),
    "may-follow": _("还没有交《%(paper)s》。可以先提交申请，承诺在期限内补交。"),
    "certificate-over": _("代替《%(paper)s》的电子证照已经失效。请换一张有效的，或者上传材料。"),
    "refused": _("《%(paper)s》第 %(number)s 个文件打不开。请另存或者重新拍照后再交。"),
    "handed-in-as-another": _("《%(paper)s》第 %(number)s 个文件交存时选的不是“%(type)s”。请换成要的材料。"),
    "looks-like-another": _("《%(paper)s》第 %(number)s 个文件看上去是“%(other)s”。请核对，交错了就换一份。"),
    "not-recognised": _("《%(paper)s》第 %(number)s 个文件上没有认出“%(type)s”的内容。请核对，交错了就换一份。"),
    "unreadable": _("《%(paper)s》第 %(number)s 个文件看不清。请在光线均匀处对正、拍满，重新拍一张。"),
    "expired": _("《%(paper)s》第 %(number)s 个文件 %(day)s 到期，已经过期。请换一份有效的。"),
    "perhaps-expired": _("《%(paper)s》第 %(number)s 个文件可能在 %(day)s 到期，日期看不太清。请核对。"),
    "register": _("“%(title)s”填的是“%(said)s”，%(register)s登记的是“%(known)s”。请核对，登记有误的先办变更。"),
    "form": _(
        "《%(paper)s》上的%(field)s是“%(read)s”，申请表的“%(title)s”填的是“%(said)s”。请核对，改正不对的那一处。"
    ),
    "form-and-other": _(
        "《%(paper)s》上的%(field)s是“%(read)s”，申请表和《%(other)s》上是“%(said)s”。请核对，换掉不对的材料。"
    ),
    "other": _("《%(paper)s》上的%(field)s是“%(read)s”，《%(other)s》上是“%(said)s”。请核对，换掉不对的材料。"),
    "unsure": _("《%(paper)s》上的%(field)s看不太清，读作“%(read)s”，别处是“%(said)s”。请核对，看不清的重新拍一张。"),
    "row": _("第 %(row)s 行“%(title)s”填的是“%(said)s”，交来的《%(paper)s》里没有。请核对，或者补上这一份。"),
    "row-unsure": _("第 %(row)s 行“%(title)s”填的是“%(said)s”，交来的《%(paper)s》看不太清。请核对。"),
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as it is read."""

    kind: str
    kind_title: str
    of: str  # field, paper
    place: str
    sentence: str
    blocks: bool


def in_words(findings: Sequence[Found], forms: Sequence[Form], *, reader: Actor) -> tuple[FindingView, ...]:
    """The findings in the reader's language; what bars the way first."""
    del reader  # who may see them is decided where they are kept
    ordered = sorted(findings, key=lambda each: not each.blocks)
    return tuple(
        FindingView(each.kind, str(KINDS[each.kind]), each.place.of, each.place.key, said(each, forms), each.blocks)
        for each in ordered
    )


def said(finding: Found, forms: Sequence[Form]) -> str:
    """One finding in a sentence."""
    if finding.kind == Kind.AGAINST_RULES:
        breach = Breach(finding.place.key, finding.rule, str(finding.values["asked"]))
        first = finding.place.key.split(".")[0]
        form = next((each for each in forms if first in {row.name for row in each.fields}), forms[0])
        return sentence(breach, form)
    values = {
        name: in_english(each.zh, each.en) if isinstance(each, Titled) else each
        for name, each in finding.values.items()
    }
    return str(WORDS[finding.rule]) % values
