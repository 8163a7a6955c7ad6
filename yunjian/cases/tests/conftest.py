"""The world of cases for every test that asks for it."""

import pytest

from .world import world


@pytest.fixture
def desks(db) -> None:
    world()
