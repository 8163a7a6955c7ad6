"""Attacks on the platform, one file each; what they are tried on is found by code, so that what is new is attacked too.

docs/security/attacks.md says which file is which attack.
"""
