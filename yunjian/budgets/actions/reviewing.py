"""A draft goes from hand to hand: submitted, reviewed, approved, sent back or taken back; nobody passes their own."""

from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined

from .. import events, policy, queries
from ..logic.publication.judging import Judged, judge, sentences
from ..models import Draft, DraftStep, Signature
from .steps import OwnWork, WordsMissing, authors, cleaned, content_of, hold_draft, keep_step

_WITH_OTHERS = (Draft.State.IN_REVIEW, Draft.State.IN_APPROVAL, Draft.State.APPROVED)


class NothingToSign(Declined):
    """核对没有发现错误，不需要签字说明。"""


class AlreadySigned(Declined):
    """这一稿已经有人签字说明了。"""


class ErrorsStand(Declined):
    """核对发现的错误还没有改正。请改正，或由负责批准的人签字说明理由后再公开。"""


@action
def submit_draft(draft_id: int, *, by: Actor, at: datetime) -> None:
    """Give the draft to another person to review; from now on what it says stands still."""
    draft = hold_draft(draft_id, by, [Draft.State.DRAFTING])
    policy.require_officer(by, draft.unit, policy.PREPARE)
    draft.submitted_by = by.id
    _move(draft, Draft.State.IN_REVIEW, DraftStep.Kind.SUBMITTED, "", by=by, at=at)
    errors = len(judged(draft).errors)
    ledger.record(events.DraftSubmitted(draft.pk, draft.unit, draft.digest, errors), by=by, at=at)


@action
def withdraw_draft(draft_id: int, *, by: Actor, at: datetime) -> None:
    """The unit's officer takes a draft back to change it; the others begin anew after that."""
    draft = hold_draft(draft_id, by, _WITH_OTHERS)
    policy.require_officer(by, draft.unit, policy.PREPARE)
    _back(draft, DraftStep.Kind.WITHDRAWN, "", by=by, at=at)
    ledger.record(events.DraftWithdrawn(draft.pk, draft.unit), by=by, at=at)


@action
def return_draft(draft_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """A reviewer or an approver sends the draft back and says what to change."""
    draft = hold_draft(draft_id, by, _WITH_OTHERS)
    if draft.state == Draft.State.IN_REVIEW:
        policy.require_reviewer_or_approver(by, draft.unit)
    else:
        policy.require_approver(by, draft.unit)
    if not cleaned(words):
        raise WordsMissing()
    _back(draft, DraftStep.Kind.RETURNED, words, by=by, at=at)
    ledger.record(events.DraftReturned(draft.pk, draft.unit), by=by, at=at)


@action
def review_draft(draft_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Another person than those who wrote it lets the draft pass to approval."""
    draft = hold_draft(draft_id, by, [Draft.State.IN_REVIEW])
    policy.require_reviewer(by, draft.unit)
    if by.id in authors(draft):
        raise OwnWork()
    draft.reviewed_by = by.id
    _move(draft, Draft.State.IN_APPROVAL, DraftStep.Kind.REVIEWED, words, by=by, at=at)
    ledger.record(events.DraftReviewed(draft.pk, draft.unit, draft.digest), by=by, at=at)


@action
def approve_draft(draft_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """A third person, who answers for the unit, approves publication."""
    draft = hold_draft(draft_id, by, [Draft.State.IN_APPROVAL])
    _require_third_person(draft, by)
    draft.approved_by = by.id
    _move(draft, Draft.State.APPROVED, DraftStep.Kind.APPROVED, words, by=by, at=at)
    ledger.record(events.DraftApproved(draft.pk, draft.unit, draft.digest), by=by, at=at)


@action
def sign_exception(draft_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Answer by name for publishing although these errors stand; shown with the publication for as long as it lasts.

    The signature is for this content and these errors: a changed draft needs another.
    """
    draft = hold_draft(draft_id, by, [Draft.State.IN_APPROVAL, Draft.State.APPROVED])
    _require_third_person(draft, by)
    if not cleaned(words) or not by.name.strip():
        raise WordsMissing()
    errors = judged(draft).errors
    if not errors:
        raise NothingToSign()
    if Signature.objects.filter(draft=draft, digest=draft.digest).exists():
        raise AlreadySigned()
    Signature.objects.create(
        draft=draft,
        digest=draft.digest,
        findings=sentences(errors),
        words=cleaned(words),
        by=by.id,
        name=by.name,
        at=at,
    )
    keep_step(draft, DraftStep.Kind.SIGNED, words, by=by, at=at)
    ledger.record(events.ExceptionSigned(draft.pk, draft.unit, draft.digest, len(errors)), by=by, at=at)


def judged(draft: Draft) -> Judged:
    """The draft as it would be read, and what the rules find."""
    content = content_of(draft)
    return judge(content, queries.code_book(content.year, reader=SYSTEM))


def _require_third_person(draft: Draft, by: Actor) -> None:
    policy.require_approver(by, draft.unit)
    if by.id in authors(draft) or by.id == draft.reviewed_by:
        raise OwnWork()


def _move(draft: Draft, state: Draft.State, kind: DraftStep.Kind, words: str, *, by: Actor, at: datetime) -> None:
    draft.state = state
    draft.save(update_fields=["state", "submitted_by", "reviewed_by", "approved_by"])
    keep_step(draft, kind, words, by=by, at=at)


def _back(draft: Draft, kind: DraftStep.Kind, words: str, *, by: Actor, at: datetime) -> None:
    """To the officers' table; who passed it before has to look again."""
    draft.submitted_by = draft.reviewed_by = draft.approved_by = ""
    _move(draft, Draft.State.DRAFTING, kind, words, by=by, at=at)
