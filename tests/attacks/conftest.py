"""The ground for every attack, and passwords that cost nothing for those who guess them."""

import pytest

from .ground import ground

__all__ = ["ground"]


@pytest.fixture
def quick(settings):
    """What is attacked is the counting, not the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
