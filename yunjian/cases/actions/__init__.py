"""Everything that can happen to a case. Nothing else writes these tables."""

from ._causes import CauseMissing, CauseUnsuitable
from .across_regions import (
    AnswerUnknown,
    DayImpossible,
    DecidedHere,
    MeansUnknown,
    RegionUnknown,
    TakenInAlready,
    answer_elsewhere,
    forward,
    note_taken_in,
    tell_region,
)
from .archiving import NotEnded, archive
from .at_once import hand_in
from .attaching import attach_materials
from .by_rule import grant_by_rule
from .by_time import accept_by_silence, approve_by_silence, tell_of_deadline
from .certifying import CertificateContents, ContentsMissing, HolderMissing, NoCertificate, NothingHeld, certify
from .deciding import decide, deliver, extend, terminate
from .desks import OverAlready, clear_desks, name_deputy, release_deputy, seat, unseat
from .documents import MadeAlready, NoNumberRule, ReceivedAlready, make_document, receive_document
from .handing_in import ApplicantUnknown, hand_in_correction, open_case, submit, take_supplement, withdraw
from .hands import RowResult, claim, declare_conflict, for_each, hand_over, put_back, reassign
from .inspecting import announce_draw, answer_finding, hold_draw, inspect_by_rules, record_finding
from .parents import NothingOpen, PlanUnwalkable, open_parent, submit_parent, withdraw_parent
from .reviewing import add_note, answer_consultation, ask_supplement, consult, resume, review_step, start_special
from .window import (
    DecidedElsewhere,
    accept,
    notify_correction,
    pass_pre_review,
    receive,
    refuse_acceptance,
    return_for_changes,
    settle_at_once,
)

__all__ = [
    "AnswerUnknown",
    "ApplicantUnknown",
    "CauseMissing",
    "CauseUnsuitable",
    "CertificateContents",
    "ContentsMissing",
    "DayImpossible",
    "DecidedElsewhere",
    "DecidedHere",
    "HolderMissing",
    "MadeAlready",
    "MeansUnknown",
    "NoCertificate",
    "NoNumberRule",
    "NotEnded",
    "NothingHeld",
    "NothingOpen",
    "OverAlready",
    "PlanUnwalkable",
    "ReceivedAlready",
    "RegionUnknown",
    "RowResult",
    "TakenInAlready",
    "accept",
    "accept_by_silence",
    "add_note",
    "announce_draw",
    "answer_consultation",
    "answer_elsewhere",
    "answer_finding",
    "approve_by_silence",
    "archive",
    "ask_supplement",
    "attach_materials",
    "certify",
    "claim",
    "clear_desks",
    "consult",
    "decide",
    "declare_conflict",
    "deliver",
    "extend",
    "for_each",
    "forward",
    "grant_by_rule",
    "hand_in",
    "hand_in_correction",
    "hand_over",
    "hold_draw",
    "inspect_by_rules",
    "make_document",
    "name_deputy",
    "note_taken_in",
    "notify_correction",
    "open_case",
    "open_parent",
    "pass_pre_review",
    "put_back",
    "reassign",
    "receive",
    "receive_document",
    "record_finding",
    "refuse_acceptance",
    "release_deputy",
    "resume",
    "return_for_changes",
    "review_step",
    "seat",
    "settle_at_once",
    "start_special",
    "submit",
    "submit_parent",
    "take_supplement",
    "tell_of_deadline",
    "tell_region",
    "terminate",
    "unseat",
    "withdraw",
    "withdraw_parent",
]
