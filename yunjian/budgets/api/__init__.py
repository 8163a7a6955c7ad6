"""The public contract of budgets: what was disclosed, what does not add up, and what an officer may do."""

from . import changes, figures, findings, listing, publications, totals, writing
from .announced import announce

announce()

__all__ = ["changes", "figures", "findings", "listing", "publications", "totals", "writing"]
