"""What a district declares about how a kind of matter goes, and what the order of its steps means."""

from .causes import CAUSE_MOVES, Cause, CauseExample
from .children import ChildPlan
from .numbers import DocumentNumbers, KindWord, NumberExample, UnitCode
from .procedures import CaseExample, Procedure, SpecialProcedure, StepPlan, StopExample
from .regions import Region, RegionExample

__all__ = [
    "CAUSE_MOVES",
    "CaseExample",
    "Cause",
    "CauseExample",
    "ChildPlan",
    "DocumentNumbers",
    "KindWord",
    "NumberExample",
    "Procedure",
    "Region",
    "RegionExample",
    "SpecialProcedure",
    "StepPlan",
    "StopExample",
    "UnitCode",
]
