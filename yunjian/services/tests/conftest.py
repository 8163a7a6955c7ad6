"""What the tests of services stand on: Songjiang's own guides, read once, and published where a test asks for them."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from tests.district import publish
from yunjian.cases.definitions import Procedure
from yunjian.certificates.definitions import CertificateType
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.definitions import Definition
from yunjian.kernel.pack.reading import read
from yunjian.parties import actions as parties
from yunjian.parties.definitions import Unit
from yunjian.services.definitions import Item, Theme, Trade, Words
from yunjian.site.definitions import ALL

SONGJIANG = Path(__file__).resolve().parents[3] / "districts" / "songjiang"
KINDS = (Item, Theme, Trade, Words, Procedure, CertificateType)


@pytest.fixture(scope="session")
def pack() -> tuple[Definition, ...]:
    return read(SONGJIANG, ALL).definitions


@pytest.fixture
def songjiang(db, pack) -> datetime:
    """Songjiang's units and everything that guides are made of; the time it was published."""
    return put_in_force(pack)


def put_in_force(pack: tuple[Definition, ...]) -> datetime:
    now = timezone.now()
    units = [each for each in pack if isinstance(each, Unit)]
    publish(*units, *(each for each in pack if isinstance(each, KINDS)), at=now)
    parties.adopt_units(by=SYSTEM, at=now)
    return now
