"""What runs later: a disclosure that was read is set beside the register."""

import logging

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import NotFound
from yunjian.kernel.jobs import job

from . import actions

log = logging.getLogger(__name__)


@job()
def compare_with_register(disclosure_id: int) -> None:
    """Propose what the disclosure would change; nothing is to be done when it is no longer in force."""
    try:
        actions.propose_import(disclosure_id, by=SYSTEM, at=timezone.now())
    except (actions.NotABudgetInForce, NotFound) as refusal:
        log.info("disclosure %s was not compared: %s", disclosure_id, refusal)
