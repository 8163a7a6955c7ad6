"""What a language model was asked and wrote: the messages for it, and the text for whoever asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from yunjian.cases import queries as cases
from yunjian.cases.definitions import Procedure
from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..definitions import Item
from ..logic.prereview import as_found
from ..logic.prompting import DRAFTED, Facts, draft, explanation, withheld
from ..models import GeneratedText
from .filed import applications_behind, has_filed
from .prereview import WORDS

TROUBLES = {
    "time": _("语言模型没有及时回答。请过一会儿再试，或者自己写。"),
    "connection": _("没有能连上语言模型。请过一会儿再试，或者自己写。"),
    "key": _("语言模型不认本系统的密钥。请告诉管理员，先自己写。"),
    "busy": _("语言模型现在太忙。请过一分钟再试，或者自己写。"),
    "status": _("语言模型出错了。请过一会儿再试，或者自己写。"),
    "long": _("语言模型的回答太长，没有用。请再试一次，或者自己写。"),
    "format": _("语言模型的回答看不懂，没有用。请告诉管理员，先自己写。"),
    "empty": _("语言模型什么也没有写。请再试一次，或者自己写。"),
}
STALE = timedelta(minutes=5)  # then nobody writes any more: the worker died
_SHOWN_ON = ("return_for_changes", "refuse_acceptance", "decide")  # their field is called reasons


@dataclass(frozen=True, slots=True)
class GeneratedView:
    """A text, where it is going to stand, and how it is with it."""

    id: int
    act: str
    case: int | None
    item: str
    state: str
    text: str
    trouble: str
    model: str
    settled_at: datetime | None
    field: str  # of the act's form


def trouble_said(reason: str, *, reader: Actor) -> str:
    """Why nothing was written, in a sentence for everybody."""
    del reader
    return str(TROUBLES[reason])


def has_model(*, reader: Actor) -> bool:
    """Whether the district has named a language model."""
    return bool(settings.MODEL_URL)


def offers_drafts(case_id: int, *, reader: Actor) -> bool:
    """Whether there is a model, and the case came of an application, where the reader works on such."""
    return has_model(reader=reader) and has_filed(case_id, reader=reader)


def draftable(view: cases.CaseView, *, reader: Actor) -> tuple[cases.Offer, ...]:
    """The acts offered now in which something is written that a model may draft."""
    del reader  # the view is theirs
    return tuple(each for each in view.offers if each.act in DRAFTED)


def generated_draft(text_id: int, case_id: int, *, at: datetime, reader: Actor) -> GeneratedView:
    """To whom asked for it, and nobody else."""
    row = GeneratedText.objects.filter(pk=text_id, case=case_id, asked_by=reader.id).first()
    if row is None:
        raise NotFound()
    return _view(row, at)


def explained(item: Item, language: str, *, at: datetime, reader: Actor) -> GeneratedView | None:
    """The plain words of an edition, or how it is with them; everybody may read them."""
    rows = GeneratedText.objects.filter(item=item.key, edition=item.valid_from, language=language)
    row = rows.order_by("-pk").first() if has_model(reader=reader) else None
    return _view(row, at) if row else None


def _view(row: GeneratedText, at: datetime) -> GeneratedView:
    field = "missing" if row.act == "notify_correction" else "reasons" if row.act in _SHOWN_ON else "words"
    is_lost = row.state == GeneratedText.State.WAITING and row.asked_at < at - STALE
    state = GeneratedText.State.FAILED if is_lost else row.state
    trouble = str(TROUBLES[row.trouble or "time"]) if state == GeneratedText.State.FAILED else ""
    return GeneratedView(
        row.pk, row.act, row.case_id, row.item, state, row.text, trouble, row.model, row.settled_at, field
    )


def messages_for(text_id: int, *, at: datetime, reader: Actor) -> list[dict[str, str]] | None:
    """What the model is asked for this text; None when it is settled. For the platform."""
    policy.require_generating_platform(reader)
    row = GeneratedText.objects.filter(pk=text_id, state=GeneratedText.State.WAITING).first()
    if row is None:
        return None
    if row.case_id is not None:
        return draft(row.act, _facts_of_case(row.case_id, at))
    assert row.edition is not None  # noqa: S101 - what is of no case is of an edition, by the table's rule
    return explanation(_facts(catalogue.edition(Item, row.item, row.edition), at), row.language)


def _facts(item: Item, at: datetime, findings: tuple[str, ...] = ()) -> Facts:
    procedure = catalogue.in_force(Procedure, item.procedure, on=timezone.localdate(at))
    return Facts(
        title=item.title,
        summary=item.summary,
        conditions=tuple(each.title for each in item.conditions),
        papers=tuple(each.title for each in item.materials),
        days=procedure.promised_days,
        steps=tuple(each.title for each in procedure.steps),
        results=tuple(each.title for each in item.results),
        findings=findings,
    )


def _facts_of_case(case_id: int, at: datetime) -> Facts:
    """The item of the case, and what the pre-review found in what was handed in last, without a value."""
    row = applications_behind(case_id).get()
    pins = dict(row.items)
    part = cases.part_of(case_id, reader=SYSTEM)
    key = part if part in pins else row.items[0][0]
    item = catalogue.edition(Item, key, date.fromisoformat(pins[key]))
    last = row.filings.select_related("prereview").order_by("-number").first()
    kept = getattr(last, "prereview", None)
    with override("zh-hans"):
        words = {rule: str(said) for rule, said in WORDS.items()}
    found = withheld(tuple(map(as_found, kept.findings)), words) if kept else ()
    return _facts(item, at, found)
