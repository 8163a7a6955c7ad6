"""What a pre-review found, in words: what, where, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjian.certificates import queries as certificates
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.materials import queries as drawers
from yunjian.materials.definitions import MaterialType

from ..definitions import Breach, Form
from ..logic.assisting import Point, doubts, points
from ..logic.prereview import Finding as Found
from ..logic.prereview import Held, Kind, PaperGiven, Registered, Registers, Titled, as_found, review, seen_of
from ..models import Filing
from .applications import ApplicationView, PaperStatus
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


def prereview(view: ApplicationView, *, at: datetime, reader: Actor) -> tuple[Found, ...]:
    """What is to be looked at in an application as it stands, for whoever may see the application.

    The platform reads what was given with it: the findings say of it only what concerns this application.
    """
    del reader  # the view is theirs
    papers, registers = _given(view, at)
    return _reviewed(view, papers, registers, at)


def judged(view: ApplicationView, *, at: datetime, reader: Actor) -> tuple[list[Point], list[str], tuple[Found, ...]]:
    """The points of an application's item, why a person has to decide, and what the pre-review finds now."""
    del reader  # the view is theirs
    papers, registers = _given(view, at)
    found = _reviewed(view, papers, registers, at)
    values = view.form.tidy(view.values) if view.form else {}
    looked_at = points(view.items[0], view.form, values, view.record, timezone.localdate(at))
    return looked_at, doubts(looked_at, found, papers), found


def _reviewed(
    view: ApplicationView, papers: Sequence[PaperGiven], registers: Registers, at: datetime
) -> tuple[Found, ...]:
    return review([view.form] if view.form else [], view.values, papers, registers, on=timezone.localdate(at))


def _given(view: ApplicationView, at: datetime) -> tuple[list[PaperGiven], Registers]:
    on = timezone.localdate(at)
    types = {each.key: each for each in catalogue.all_in_force(MaterialType, on=on)}
    numbers = [number for each in view.papers if each.given for number in each.given.material_ids]
    files = drawers.readings(numbers, reader=SYSTEM)
    held = _certificates(view, at)
    return [_paper(each, files, types, held) for each in view.papers], _registers(held)


def kept_findings(row: Filing) -> tuple[FindingView, ...]:
    """What the pre-review found in what was handed in; the form was right then."""
    kept = getattr(row, "prereview", None)
    return in_words(tuple(map(as_found, kept.findings)), [], reader=SYSTEM) if kept else ()


def _paper(
    each: PaperStatus,
    files: Mapping[int, drawers.ReadingView],
    types: Mapping[str, MaterialType],
    held: Mapping[str, certificates.CredentialView],
) -> PaperGiven:
    wanted, given = each.wanted, each.given
    kind = types.get(wanted.type)
    certificate = held.get(given.certificate) if given else None
    return PaperGiven(
        wanted.key, Titled(wanted.title, wanted.title_en), wanted.need, wanted.type, kind.title if kind else "",
        given.way if given else "",
        tuple(
            seen_of(found.type, found.reading, types, refused=found.refused, ends_on=found.valid_until)
            for number in (given.material_ids if given else ())
            if (found := files.get(number))
        ),
        Held(certificate.standing == "VALID") if certificate else None,
        wanted.made_by,
    )  # fmt: skip


def _certificates(view: ApplicationView, at: datetime) -> dict[str, certificates.CredentialView]:
    """The certificates that stand for papers, by their reference."""
    named = {each.given.certificate for each in view.papers if each.given and each.given.certificate}
    ids = sorted(int(each.partition(":")[2]) for each in named)
    found = certificates.versions_for_credentials(ids, reader=SYSTEM, at=at) if ids else []
    return {f"certificate:{each.certificate}": each for each in found}


def _registers(held: Mapping[str, certificates.CredentialView]) -> Registers:
    """What those certificates say, by the names a form's sources use."""
    found: dict[tuple[str, str, str], Registered] = {}
    for each in held.values():
        says: dict[str, Any] = {field.name: field.value for field in each.fields}
        says |= {"holder_name": each.holder_name, "holder_number": each.holder_number}
        title = Titled(each.title, each.title_en)
        found |= {("certificate", each.type, name): Registered(title, str(value)) for name, value in says.items()}
    return found
