"""Disclosures written in every format from one description, for tests only; and the tests of the formats."""
