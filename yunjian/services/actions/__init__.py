"""Everything that can happen to services. Nothing else writes these tables."""

from .importing import NothingToImport, import_items
from .personal import KEPT, AnswersUnclear, NothingExpired, expire_guides, keep_guide

__all__ = [
    "KEPT",
    "AnswersUnclear",
    "NothingExpired",
    "NothingToImport",
    "expire_guides",
    "import_items",
    "keep_guide",
]
