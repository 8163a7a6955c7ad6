"""What every act on a draft begins and ends with: the draft held, the state asked for, the step written down."""

from collections.abc import Iterable
from datetime import datetime

from yunjian.kernel.action import hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import policy
from ..logic.codec import from_plain
from ..logic.publication.content import Content
from ..models import Draft, DraftStep

LONGEST_WORDS = 2_000


class NotNow(Declined):
    """这份编制稿现在不是办这一步的时候，请刷新页面看它到了哪一步。"""


class OwnWork(Declined):
    """编制、复核、批准要由不同的人办理，您已经在前面的步骤经手过这份编制稿。"""

    status = 403


class WordsMissing(Declined):
    """请写明意见或理由，让经手的人知道要改什么。"""

    status = 422


def hold_draft(draft_id: int, by: Actor, states: Iterable[str]) -> Draft:
    """The draft, locked, where the actor sees it and it is in one of these states."""
    draft = hold(policy.drafts_visible_to(by), draft_id)
    if draft.state not in states:
        raise NotNow(draft.get_state_display())
    return draft


def keep_step(draft: Draft, kind: DraftStep.Kind, words: str = "", *, by: Actor, at: datetime) -> None:
    """Write down who did what and what they said."""
    DraftStep.objects.create(draft=draft, kind=kind, by=by.id, name=by.name or by.id, at=at, words=cleaned(words))


def cleaned(words: str) -> str:
    """What somebody wrote, as the database can hold it."""
    return words.replace("\x00", "").strip()[:LONGEST_WORDS]


def authors(draft: Draft) -> frozenset[str]:
    """Everybody who had a hand in what the draft says."""
    kinds = (DraftStep.Kind.STARTED, DraftStep.Kind.SAVED, DraftStep.Kind.SUBMITTED)
    return frozenset(DraftStep.objects.filter(draft=draft, kind__in=kinds).values_list("by", flat=True))


def content_of(draft: Draft) -> Content:
    """What the draft says."""
    return from_plain(Content, draft.content)
