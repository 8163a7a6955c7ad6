"""Mechanisms with no public-affairs noun: actor, action, ledger, catalogue, criteria, working days, money, jobs."""
