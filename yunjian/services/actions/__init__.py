"""Everything that can happen to services. Nothing else writes these tables."""

from .drafting import (
    CancelledAlready,
    DraftEnded,
    DraftOpen,
    EndsTooEarly,
    NothingDrafted,
    ReasonMissing,
    draft_items,
    draft_retirement,
    withdraw_draft,
)
from .importing import NothingToImport, import_items
from .licensing import LicensedAlready, PermitsMissing, issue_trade_licence
from .personal import KEPT, AnswersUnclear, NothingExpired, expire_guides, keep_guide
from .publishing import (
    BeginsTooEarly,
    DayIsOver,
    NotChecked,
    NothingChosen,
    OwnDraft,
    check_drafts,
    publish_drafts,
    send_back_draft,
)

__all__ = [
    "KEPT",
    "AnswersUnclear",
    "BeginsTooEarly",
    "CancelledAlready",
    "DayIsOver",
    "DraftEnded",
    "DraftOpen",
    "EndsTooEarly",
    "LicensedAlready",
    "NotChecked",
    "NothingChosen",
    "NothingDrafted",
    "NothingExpired",
    "NothingToImport",
    "OwnDraft",
    "PermitsMissing",
    "ReasonMissing",
    "check_drafts",
    "draft_items",
    "draft_retirement",
    "expire_guides",
    "import_items",
    "issue_trade_licence",
    "keep_guide",
    "publish_drafts",
    "send_back_draft",
    "withdraw_draft",
]
