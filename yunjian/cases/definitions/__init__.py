"""What a district declares about how a kind of matter goes, and what the order of its steps means."""

from .children import ChildPlan
from .numbers import DocumentNumbers, KindWord, NumberExample, UnitCode
from .procedures import CaseExample, Procedure, SpecialProcedure, StepPlan, StopExample
from .regions import Region, RegionExample

__all__ = [
    "CaseExample",
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
