"""Everything that can happen to projects and import proposals. Nothing else writes these tables."""

from .deciding import (
    MOST_AT_ONCE,
    AlreadyDecided,
    ChangedSince,
    NotConfirmed,
    Outdated,
    ReasonMissing,
    Result,
    TooMany,
    confirm_proposal,
    confirm_proposals,
    dismiss_proposal,
    dismiss_proposals,
    withdraw_confirmation,
)
from .proposing import NotABudgetInForce, propose_import, set_aside_proposals
from .registering import register_projects
from .rows import AmountMissing, NotSound, SameName

__all__ = [
    "MOST_AT_ONCE",
    "AlreadyDecided",
    "AmountMissing",
    "ChangedSince",
    "NotABudgetInForce",
    "NotConfirmed",
    "NotSound",
    "Outdated",
    "ReasonMissing",
    "Result",
    "SameName",
    "TooMany",
    "confirm_proposal",
    "confirm_proposals",
    "dismiss_proposal",
    "dismiss_proposals",
    "propose_import",
    "register_projects",
    "set_aside_proposals",
    "withdraw_confirmation",
]
