"""Questions about cases. Each answers only what its reader may see."""

from .archives import ArchiveView, PackageView, archives, keeps_records, package
from .by_time import deadlines_to_tell, unanswered, undecided, units_seated_at
from .certifying import CertificateLine, Certifying, certifying
from .clocks import ClockView
from .documents import DocumentFile, DocumentView, document
from .figures import Figure, figures, times
from .offers import Offer
from .own import (
    Asked,
    DeputyView,
    OwnCase,
    SeatView,
    asked_of_us,
    colleagues,
    deputies,
    granted_matters,
    own_cases,
    procedures,
    seats,
)
from .parents import (
    ChildView,
    OwnParent,
    ParentFigure,
    ParentView,
    ResultView,
    own_parents,
    parent_figures,
    parent_view,
)
from .quality import DrawView, InspectionView, draw, draws, inspection, inspections
from .single import CaseView, ConsultationView, HappeningView, NoteView, ReviewView, StepView, case_view
from .todo import BY_DUE, Counts, Waiting, Wanted, all_todo, choices, counts, todo

__all__ = [
    "BY_DUE",
    "ArchiveView",
    "Asked",
    "CaseView",
    "CertificateLine",
    "Certifying",
    "ChildView",
    "ClockView",
    "ConsultationView",
    "Counts",
    "DeputyView",
    "DocumentFile",
    "DocumentView",
    "DrawView",
    "Figure",
    "HappeningView",
    "InspectionView",
    "NoteView",
    "Offer",
    "OwnCase",
    "OwnParent",
    "PackageView",
    "ParentFigure",
    "ParentView",
    "ResultView",
    "ReviewView",
    "SeatView",
    "StepView",
    "Waiting",
    "Wanted",
    "all_todo",
    "archives",
    "asked_of_us",
    "case_view",
    "certifying",
    "choices",
    "colleagues",
    "counts",
    "deadlines_to_tell",
    "deputies",
    "document",
    "draw",
    "draws",
    "figures",
    "granted_matters",
    "inspection",
    "inspections",
    "keeps_records",
    "own_cases",
    "own_parents",
    "package",
    "parent_figures",
    "parent_view",
    "procedures",
    "seats",
    "times",
    "todo",
    "unanswered",
    "undecided",
    "units_seated_at",
]
