"""What a district declares about how a kind of matter goes, and what the order of its steps means."""

from .children import ChildPlan
from .procedures import CaseExample, Procedure, SpecialProcedure, StepPlan, StopExample

__all__ = ["CaseExample", "ChildPlan", "Procedure", "SpecialProcedure", "StepPlan", "StopExample"]
