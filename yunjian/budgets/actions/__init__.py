"""Everything that can happen to a disclosure. Nothing else writes these tables."""

from .judging import AlreadyJudged, NotJudged, ReasonMissing, UnknownVerdict, judge_finding, withdraw_judgement
from .reading import (
    NotWaiting,
    WrongBody,
    YearMissing,
    mark_unreadable,
    read_disclosure,
    start_reading,
)
from .receiving import (
    LARGEST,
    AlreadyReceived,
    AlreadyWithdrawn,
    EmptyFile,
    FileTooLarge,
    PublishedWithThePack,
    ReliedOn,
    UnknownUnit,
    load_published,
    receive_disclosure,
    rely_on_disclosure,
    request_reading,
    withdraw_disclosure,
)
from .rows import AmountTooLarge

__all__ = [
    "LARGEST",
    "AlreadyJudged",
    "AlreadyReceived",
    "AlreadyWithdrawn",
    "AmountTooLarge",
    "EmptyFile",
    "FileTooLarge",
    "NotJudged",
    "NotWaiting",
    "PublishedWithThePack",
    "ReasonMissing",
    "ReliedOn",
    "UnknownUnit",
    "UnknownVerdict",
    "WrongBody",
    "YearMissing",
    "judge_finding",
    "load_published",
    "mark_unreadable",
    "read_disclosure",
    "receive_disclosure",
    "rely_on_disclosure",
    "request_reading",
    "start_reading",
    "withdraw_disclosure",
    "withdraw_judgement",
]
