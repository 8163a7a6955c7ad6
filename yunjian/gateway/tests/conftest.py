"""Fixtures of the gateway's tests: a small district."""

import pytest

from tests.district import small_district


@pytest.fixture
def district(db) -> None:
    small_district()
