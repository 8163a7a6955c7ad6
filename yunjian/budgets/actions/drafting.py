"""An officer prepares the department's own disclosure: begun from something or from nothing, changed, given up."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic.codec import from_json, plain
from ..logic.disclosure import Disclosure as Structure
from ..logic.publication.content import Content
from ..logic.publication.judging import digest_of
from ..logic.publication.taking import from_reading
from ..models import Disclosure, Draft, DraftStep, Reading
from .receiving import UnknownUnit
from .steps import WordsMissing, cleaned, content_of, hold_draft, keep_step

MOST_LINES = 1_000  # of one table
MOST_PROJECTS = 500
LONGEST_TEXT = 20_000
BEYOND = Decimal(10) ** 15


class AlreadyDrafting(Declined):
    """这个单位这一年度已经有一份编制稿在办，请接着办那一份，或先把它作废。"""

    def __init__(self, draft: int):
        super().__init__()
        self.draft = draft


class ChangedMeanwhile(Declined):
    """您打开之后，别人改过这份编制稿。请重新打开这一页，再填一次。"""


class TooMuch(Declined):
    """内容超出了能公开的篇幅，请删减后再保存。"""

    status = 422


class NotABudget(Declined):
    """只能编制和更正部门预算；决算请上传已公开的文件。"""

    status = 422


class NotInForce(Declined):
    """只能更正现行的一版；这一版已经被更正过或撤回了。"""


@action
def start_draft(unit: str, content: Content, origin: str, *, by: Actor, at: datetime) -> int:
    """Begin the draft of a year; a unit works on one of a year at a time."""
    if not unit:
        raise UnknownUnit()
    policy.require_officer(by, unit, policy.PREPARE)
    return _start(unit, content, Draft.Origin(origin), None, "", by=by, at=at).pk


@action
def start_correction(disclosure_id: int, reason: str, *, by: Actor, at: datetime) -> int:
    """Begin a new edition of a disclosure in force, from what it says; the old one stays until the new is published."""
    disclosure = hold(policy.visible_to(by), disclosure_id)
    policy.require_officer(by, disclosure.unit, policy.PREPARE)
    if disclosure.state != Disclosure.State.READ:
        raise NotInForce()
    if disclosure.kind != Disclosure.Kind.BUDGET:
        raise NotABudget()
    if not cleaned(reason):
        raise WordsMissing()
    before = Draft.objects.filter(published=disclosure).first()
    content = content_of(before) if before else from_reading(_structure(disclosure))
    return _start(disclosure.unit, content, Draft.Origin.CORRECTION, disclosure, reason, by=by, at=at).pk


@action
def save_draft(draft_id: int, content: Content, revision: int, *, by: Actor, at: datetime) -> None:
    """Keep what the officer changed; declined when somebody else changed the draft since ``revision``."""
    draft = hold_draft(draft_id, by, [Draft.State.DRAFTING])
    policy.require_officer(by, draft.unit, policy.PREPARE)
    if draft.revision != revision:
        raise ChangedMeanwhile()
    if content.year != draft.year or content.body != content_of(draft).body:
        raise NotABudget()
    _require_bounded(content)
    draft.content, draft.digest = plain(content), digest_of(content)
    draft.revision += 1
    draft.changed_at = at
    draft.save(update_fields=["content", "digest", "revision", "changed_at"])
    keep_step(draft, DraftStep.Kind.SAVED, by=by, at=at)
    ledger.record(events.DraftSaved(draft.pk, draft.unit, draft.revision, draft.digest), by=by, at=at)


@action
def discard_draft(draft_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Give a draft up; it is kept and says why."""
    draft = hold_draft(draft_id, by, [Draft.State.DRAFTING])
    policy.require_officer(by, draft.unit, policy.PREPARE)
    if not cleaned(words):
        raise WordsMissing()
    draft.state = Draft.State.DISCARDED
    draft.save(update_fields=["state"])
    keep_step(draft, DraftStep.Kind.DISCARDED, words, by=by, at=at)
    ledger.record(events.DraftDiscarded(draft.pk, draft.unit), by=by, at=at)


def _structure(disclosure: Disclosure) -> Structure:
    return from_json(Reading.objects.values_list("structure", flat=True).get(disclosure=disclosure))


def _start(
    unit: str,
    content: Content,
    origin: Draft.Origin,
    corrects: Disclosure | None,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> Draft:
    _require_bounded(content)
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                unit=unit,
                year=content.year,
                origin=origin,
                content=plain(content),
                digest=digest_of(content),
                corrects=corrects,
                reason=cleaned(reason),
                started_by=by.id,
                started_at=at,
                changed_at=at,
            )
    except IntegrityError:
        raise AlreadyDrafting(Draft.objects.open().values_list("pk", flat=True).get(unit=unit, year=content.year))
    keep_step(draft, DraftStep.Kind.STARTED, reason, by=by, at=at)
    ledger.record(events.DraftStarted(draft.pk, unit, draft.year, corrects.pk if corrects else 0), by=by, at=at)
    return draft


def _require_bounded(content: Content) -> None:
    """What a disclosure may be in extent, so that it can be read back."""
    if not 1994 <= content.year <= 2100 or not content.body.strip():
        raise TooMuch("年度应在 1994 至 2100 之间，编制部门不能空着")
    sides = [side for sheet in content.sheets for side in sheet.sides]
    if len(content.sheets) != 9 or any(len(side.lines) > MOST_LINES for side in sides):
        raise TooMuch(f"每张表最多 {MOST_LINES} 行")
    if len(content.projects) > MOST_PROJECTS:
        raise TooMuch(f"最多 {MOST_PROJECTS} 个项目")
    texts = [content.duties, content.organisation, content.glossary, content.assets.plan]
    texts += [text for p in content.projects for text in (p.title, p.overview, p.basis, p.plan, p.used_for, p.goals)]
    texts += [each.words for each in content.purposes] + [each.reason for each in content.earlier]
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise TooMuch(f"一段文字最多 {LONGEST_TEXT} 字")
    amounts = [amount for side in sides for line in side.lines for amount in line.amounts if amount is not None]
    if any(not amount.is_finite() or abs(amount) >= BEYOND for amount in amounts):
        raise TooMuch("有一个金额大得不合常理，请核对单位（应填元）")
