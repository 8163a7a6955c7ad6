"""What others may hear from services. Past tense; ids and digests only."""

from .applications import (
    ApplicationBegun,
    ApplicationDiscarded,
    ApplicationHandedIn,
    ApplicationHandedInAgain,
    ApplicationLookedAt,
    ApplicationRenewed,
    ApplicationSaved,
    ApplicationsErased,
    ApplicationsExpired,
    PaperGiven,
    PaperTakenBack,
)
from .catalogue import (
    CatalogueImported,
    DraftsChecked,
    DraftSentBack,
    DraftsPublished,
    DraftWithdrawn,
    GuideKept,
    GuidesExpired,
    ItemsDrafted,
    RetirementDrafted,
)

__all__ = [
    "ApplicationBegun",
    "ApplicationDiscarded",
    "ApplicationHandedIn",
    "ApplicationHandedInAgain",
    "ApplicationLookedAt",
    "ApplicationRenewed",
    "ApplicationSaved",
    "ApplicationsErased",
    "ApplicationsExpired",
    "CatalogueImported",
    "DraftSentBack",
    "DraftWithdrawn",
    "DraftsChecked",
    "DraftsPublished",
    "GuideKept",
    "GuidesExpired",
    "ItemsDrafted",
    "PaperGiven",
    "PaperTakenBack",
    "RetirementDrafted",
]
