"""What is kept of departmental budgets: disclosures as read, drafts of the district's own, and the dates watched."""

from .disclosures import (
    Disclosure,
    DisclosureQuerySet,
    Finding,
    Judgement,
    Original,
    ProjectNote,
    PublishedTable,
    Reading,
    TableLine,
)
from .drafts import Draft, DraftQuerySet, DraftStep, FinanceApproval, PublishedForm, Signature

__all__ = [
    "Disclosure",
    "DisclosureQuerySet",
    "Draft",
    "DraftQuerySet",
    "DraftStep",
    "FinanceApproval",
    "Finding",
    "Judgement",
    "Original",
    "ProjectNote",
    "PublishedForm",
    "PublishedTable",
    "Reading",
    "Signature",
    "TableLine",
]
