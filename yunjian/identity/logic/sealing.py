"""Sealing the secrets of second factors: always under the present key, opened by any that is still good."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class NotOurs(Exception):
    """None of the keys sealed this."""


def sealed(text: str, keys: Sequence[str]) -> str:
    return _cipher(keys[0]).encrypt(text.encode()).decode()


def unsealed(token: str, keys: Sequence[str]) -> str:
    try:
        return MultiFernet([_cipher(key) for key in keys]).decrypt(token.encode()).decode()
    except InvalidToken:
        raise NotOurs from None


def is_under(token: str, key: str) -> bool:
    """Whether this key sealed it."""
    try:
        _cipher(key).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


@cache
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factors\0" + key.encode()).digest()))
