"""What the tests of services stand on: Songjiang's own guides, read once, and published where a test asks for them."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone

from tests.district import publish
from tests.songjiang import declared
from yunjian.cases.definitions import Procedure
from yunjian.certificates.definitions import CertificateType
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.definitions import Definition
from yunjian.parties import actions as parties
from yunjian.parties.definitions import Unit
from yunjian.services.definitions import Form, Item, Theme, Trade, Words

from .model_endpoint import KEY, MODEL, Standin, standing_in

KINDS = (Form, Item, Theme, Trade, Words, Procedure, CertificateType)


@pytest.fixture(scope="session")
def pack() -> tuple[Definition, ...]:
    return declared()


@pytest.fixture
def songjiang(db, pack) -> datetime:
    """Songjiang's units and everything that guides are made of; the time it was published."""
    return put_in_force(pack)


@pytest.fixture
def standin(settings) -> Iterator[Standin]:
    """A language model stands on this computer, and the settings name it."""
    with standing_in() as found:
        settings.MODEL_URL, settings.MODEL_KEY, settings.MODEL_NAME = found.url, KEY, MODEL
        settings.MODEL_SECONDS = 2
        yield found


def put_in_force(pack: tuple[Definition, ...]) -> datetime:
    now = timezone.now()
    units = [each for each in pack if isinstance(each, Unit)]
    publish(*units, *(each for each in pack if isinstance(each, KINDS)), at=now)
    parties.adopt_units(by=SYSTEM, at=now)
    return now
