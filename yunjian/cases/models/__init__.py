"""What is kept of cases: where they stand, their clock, their steps at desks, and who sits there."""

from .archives import Archive
from .cases import ENDED, Case, Consultation, CorrectionNotice, Exclusion, Extension, Note, State
from .causes import Cause
from .clocks import Phase, Segment, as_clock
from .desks import Deputyship, Desk, Seat, Stage
from .documents import Document, DocumentSeries
from .inspections import Draw, Inspection, Why
from .parents import ParentCase
from .regions import Forwarding
from .steps import FAR, Holding, How, Review, Step, StepQuerySet, Told

__all__ = [
    "ENDED",
    "FAR",
    "Archive",
    "Case",
    "Cause",
    "Consultation",
    "CorrectionNotice",
    "Deputyship",
    "Desk",
    "Document",
    "DocumentSeries",
    "Draw",
    "Exclusion",
    "Extension",
    "Forwarding",
    "Holding",
    "How",
    "Inspection",
    "Note",
    "ParentCase",
    "Phase",
    "Review",
    "Seat",
    "Segment",
    "Stage",
    "State",
    "Step",
    "StepQuerySet",
    "Told",
    "Why",
    "as_clock",
]
