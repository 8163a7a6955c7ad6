"""Fixtures for every test."""

import pytest

from yunjian.kernel.rooms import load

pytest_plugins = ["tests.browser", "tests.jobs", "tests.songjiang"]


@pytest.fixture(scope="session", autouse=True)
def all_registered() -> None:
    """Every domain registers before the first test: one that puts a registry aside must not catch what loads late."""
    for room in ("jobs", "subscribers", "invariants"):
        load(room)
