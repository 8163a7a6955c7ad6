"""What is kept of cases: where they stand, their clock, their steps at desks, and who sits there."""

from .cases import ENDED, Case, Consultation, CorrectionNotice, Exclusion, Extension, Note, State
from .clocks import Phase, Segment, as_clock
from .desks import Deputyship, Desk, Seat, Stage
from .steps import FAR, Holding, How, Review, Step, StepQuerySet, Told

__all__ = [
    "ENDED",
    "FAR",
    "Case",
    "Consultation",
    "CorrectionNotice",
    "Deputyship",
    "Desk",
    "Exclusion",
    "Extension",
    "Holding",
    "How",
    "Note",
    "Phase",
    "Review",
    "Seat",
    "Segment",
    "Stage",
    "State",
    "Step",
    "StepQuerySet",
    "Told",
    "as_clock",
]
