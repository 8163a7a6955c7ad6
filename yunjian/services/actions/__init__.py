"""Everything that can happen to services. Nothing else writes these tables."""
