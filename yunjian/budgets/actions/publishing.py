"""An approved draft becomes the disclosure in force, and is written in every form."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined

from .. import events, policy
from ..logic.publication.judging import Judged, file_name, sentences
from ..models import Disclosure, Draft, DraftStep, Original, PublishedForm, Signature
from .reading import keep_reading, put_in_force, storable
from .reviewing import ErrorsStand, judged
from .steps import content_of, hold_draft, keep_step
from .turns import take_turns

OWN_READER = "own"  # another edition of the reader may read the file again, as it does uploads
SHOWN = 5


class SameAsBefore(Declined):
    """内容和这个单位已经公开过的一版完全相同，没有可以公开的更正。"""


class UnknownForm(Declined):
    """公开文件的形式只有 PDF、Word 和 Excel。"""

    status = 422


@action
def publish_draft(draft_id: int, *, by: Actor, at: datetime) -> int:
    """Put an approved draft in force as a disclosure like any other; the edition before is superseded and stays.

    Refused while an error stands for which nobody signed.
    """
    draft = hold_draft(draft_id, by, [Draft.State.APPROVED])
    policy.require_officer(by, draft.unit, policy.PUBLISH)
    result = judged(draft)
    _require_errors_signed_for(draft, result)
    disclosure = _keep(draft, result, by=by, at=at)
    take_turns(disclosure.pk)
    encoded, structure = storable(result.read)
    keep_reading(disclosure, structure, encoded, result.found, OWN_READER, at)
    put_in_force(disclosure, structure, by=by, at=at)
    disclosure.read_at = at
    disclosure.save()
    draft.state, draft.published = Draft.State.PUBLISHED, disclosure
    draft.save(update_fields=["state", "published"])
    keep_step(draft, DraftStep.Kind.PUBLISHED, by=by, at=at)
    _announce(draft, disclosure, result, by=by, at=at)
    return disclosure.pk


@action
def keep_form(disclosure_id: int, form: str, data: bytes, problem: str, *, by: Actor, at: datetime) -> None:
    """Keep one form of a published disclosure, or why it could not be made. What is there already stays as it is."""
    policy.require_system(by, policy.WRITE_FORMS)
    disclosure = hold(Disclosure.objects.published(), disclosure_id)
    if form not in PublishedForm.Form.values:
        raise UnknownForm(form)
    digest = hashlib.sha256(data).hexdigest() if data else ""
    if not PublishedForm.objects.filter(disclosure=disclosure, form=form, size__gt=0).exists():
        PublishedForm.objects.update_or_create(
            disclosure=disclosure,
            form=form,
            defaults={
                "data": data,
                "size": len(data),
                "digest": digest,
                "problem": "" if data else problem or "没有生成出来",
                "at": at,
            },
        )
    ledger.record(events.FormMade(disclosure.pk, disclosure.unit, form, digest), by=by, at=at)


def _require_errors_signed_for(draft: Draft, result: Judged) -> None:
    signed = Signature.objects.filter(draft=draft, digest=draft.digest).first()
    covered = {each["sentence"] for each in signed.findings} if signed else set()
    left = [each["sentence"] for each in sentences(result.errors) if each["sentence"] not in covered]
    if left:
        raise ErrorsStand([*left[:SHOWN], *([f"还有 {len(left) - SHOWN} 处"] if len(left) > SHOWN else [])])


def _keep(draft: Draft, result: Judged, *, by: Actor, at: datetime) -> Disclosure:
    data = result.written.data
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.create(
                unit=draft.unit,
                file_name=file_name(content_of(draft))[-255:],
                size=len(data),
                digest=hashlib.sha256(data).hexdigest(),
                origin=Disclosure.Origin.OWN,
                received_by=by.id,
                received_at=at,
            )
    except IntegrityError:
        raise SameAsBefore() from None
    Original.objects.create(disclosure=disclosure, data=data)
    return disclosure


def _announce(draft: Draft, disclosure: Disclosure, result: Judged, *, by: Actor, at: datetime) -> None:
    edition, errors = disclosure.edition or 0, len(result.errors)
    ledger.record(
        events.DisclosureRead(
            disclosure.pk, disclosure.unit, draft.year, disclosure.digest, edition, OWN_READER, errors
        ),
        by=by,
        at=at,
    )
    ledger.record(
        events.DraftPublished(draft.pk, draft.unit, disclosure.pk, disclosure.digest, draft.corrects_id or 0),
        by=by,
        at=at,
    )
