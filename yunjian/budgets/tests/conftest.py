"""Fixtures of the budgets' tests: a district with units, and disclosures read without the reader."""

import hashlib

import pytest

from tests.cast import DATA_BUREAU, NOON, ZHOU
from tests.district import small_district
from yunjian.budgets import actions
from yunjian.budgets.tests.papers import findings, paper
from yunjian.kernel.actor import SYSTEM


@pytest.fixture
def songjiang(db):
    small_district()


@pytest.fixture
def handed_in(songjiang):
    """Hand a file in and have a structure made by hand stand for what was read of it."""

    def hand_in(unit=DATA_BUREAU, *, by=ZHOU, found=None, content=None, at=NOON, read=True, changed=None, **of_paper):
        data = content if content is not None else f"{unit} {sorted(of_paper.items())}".encode()
        disclosure = actions.receive_disclosure(unit, "预算.txt", data, by=by, at=at)
        if read:
            structure = paper(digest=hashlib.sha256(data).hexdigest(), **of_paper)
            structure = changed(structure) if changed else structure
            actions.read_disclosure(
                disclosure, structure, findings() if found is None else found, reader="hand", by=SYSTEM, at=at
            )
        return disclosure

    return hand_in
