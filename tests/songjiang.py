"""The real district in the tests: the Songjiang pack published, its disclosures read, its first accounts opened."""

from dataclasses import dataclass
from functools import cache

import pytest
from django.utils import timezone

from yunjian.budgets import jobs as budgets
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.definitions import Definition
from yunjian.kernel.pack import commands as pack
from yunjian.kernel.pack.contents import Pack
from yunjian.kernel.pack.reading import read
from yunjian.kernel.testing import seal_and_deliver
from yunjian.parties import actions as parties
from yunjian.site.definitions import ALL
from yunjian.site.environment import ROOT

FOLDER = ROOT / "districts" / "songjiang"


@cache
def whole() -> Pack:
    """The pack, read once: that takes seconds."""
    return read(FOLDER, ALL)


def declared() -> tuple[Definition, ...]:
    """Every definition of the pack."""
    return whole().definitions


@dataclass(frozen=True)
class Songjiang:
    """The passwords of the first accounts by user name."""

    passwords: dict[str, str]


@pytest.fixture
def real_district(db) -> Songjiang:
    """What ``make run`` has at its first start."""
    return load()


def load() -> Songjiang:
    now = timezone.now()
    assert pack.publish(FOLDER, ALL) == 0
    seal_and_deliver(now)
    budgets.load_pack_disclosures(FOLDER)
    seal_and_deliver(now)
    return Songjiang(parties.open_first_accounts(by=SYSTEM, at=now))
