"""Departmental budgets: read, reconcile, show and compare what a department discloses."""
