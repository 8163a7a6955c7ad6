"""Everything that can happen to services. Nothing else writes these tables."""

from .importing import NothingToImport, import_items

__all__ = ["NothingToImport", "import_items"]
