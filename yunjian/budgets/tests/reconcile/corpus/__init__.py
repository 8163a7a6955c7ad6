"""Disclosures in which everything adds up, changed in one place each: what the rules are measured on."""
