"""Measures: each bench prints a ratio beside its limit and runs at two sizes."""
