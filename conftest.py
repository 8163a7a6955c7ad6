"""Fixtures for every test."""

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from yunjian.kernel.rooms import load

# A busy machine is no fault of a test.
hypothesis.register_profile("yunjian", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("yunjian")

pytest_plugins = ["tests.browser", "tests.jobs", "tests.songjiang"]


@pytest.fixture(scope="session", autouse=True)
def all_registered() -> None:
    """Every domain registers before the first test: one that puts a registry aside must not catch what loads late."""
    for room in ("jobs", "subscribers", "invariants"):
        load(room)


@pytest.fixture(scope="session", autouse=True)
def nothing_kept() -> None:
    """Tests roll the ledger back, which outside never happens: no page made in one may be shown in another."""
    settings.KEPT_BYTES = 0
