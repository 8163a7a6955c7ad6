"""What a demonstration shows beside the published budgets: people and firms that do not exist, and their papers.

All of it is called 样例 (a sample); certificates and materials say what the district's own definitions give as their
worked examples. It is brought about by the same acts as everything else, so it is on record like everything else.
"""

from .accounts import open_accounts
from .filling import fill

__all__ = ["fill", "open_accounts"]
