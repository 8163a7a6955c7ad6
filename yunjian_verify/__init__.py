"""Checking what a district says, alone and offline: the standard library and ``cryptography``, nothing of the platform.

``python -m yunjian_verify FILE…`` says of each file what it proves and what it does not.
"""
