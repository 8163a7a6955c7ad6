"""Fixtures of the materials' tests: a vault of their own, cheap passwords, a stage."""

import pytest
from cryptography.hazmat.primitives.ciphers import algorithms

from yunjian.materials.logic.envelopes import new_key

from .stage import Stage, set_stage

KEY = new_key()
assert algorithms.SM4  # the library was built with the national cipher


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    settings.MATERIALS_KEYS = KEY
    settings.MATERIALS_STORE = "disk"
    settings.CLAMD = ""


@pytest.fixture(autouse=True)
def own_ledger_key(settings, tmp_path):
    """What signs the ledger is made in the test's own folder."""
    settings.DATA_FOLDER = tmp_path / "data"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def stage(db) -> Stage:
    return set_stage()
