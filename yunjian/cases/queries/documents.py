"""The documents of a case: which there are, which can be made now, and one to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound

from .. import policy
from ..models import Case, Document, Forwarding, State


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of a case."""

    id: int
    kind: str
    title: str
    number: str
    made_at: datetime
    digest: str
    received_at: datetime | None
    received_how: str


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """The sealed PDF."""

    name: str
    data: bytes


def makeable(case: Case, documents: Sequence[Document]) -> tuple[str, ...]:
    """The kinds for which there is a reason in the case as it stands, those that it has among them."""
    kind = Document.Kind
    received = any(each.received_at and each.kind != kind.DELIVERY for each in documents)
    due = {
        kind.CORRECTION: hasattr(case, "correction"),
        kind.ACCEPTANCE: case.accepted_on is not None,
        kind.NOT_ACCEPTED: case.state == State.NOT_ACCEPTED,
        kind.GRANTED: case.granted is True,
        kind.REFUSED: case.granted is False,
        kind.TRANSFER: any(each.direction == Forwarding.Direction.OUT for each in case.forwardings.all()),
        kind.DELIVERY: case.ended_on is not None and received,
    }
    return tuple(str(each) for each, reason in due.items() if reason)


def documents_of(rows: Sequence[Document]) -> tuple[DocumentView, ...]:
    """For the views of a case its reader sees."""
    return tuple(
        DocumentView(
            each.pk, each.kind, str(Document.Kind(each.kind).label), each.number, each.made_at, each.digest,
            each.received_at, str(Document.How(each.received_how).label) if each.received_how else "",
        )
        for each in rows
    )  # fmt: skip


def document(case_id: int, document_id: int, *, at: datetime, reader: Actor) -> DocumentFile:
    """The PDF, to whoever sees the case."""
    row = Document.objects.filter(pk=document_id, case=case_id).select_related("case").first()
    if row is None:
        raise NotFound()
    policy.require_sees(reader, row.case, at)
    with override("zh-hans"):
        return DocumentFile(f"{Document.Kind(row.kind).label}-{row.case_id}.pdf", bytes(row.data))
