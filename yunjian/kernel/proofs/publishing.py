"""What the worker does again and again: sign the tree when it has grown, and show it to the witnesses."""

import logging
from datetime import datetime, timedelta

from django.db import connection

from ..keys import KeyTrouble
from . import checkpoints, witnesses

log = logging.getLogger(__name__)
EVERY = timedelta(seconds=10)  # a checkpoint is signed at most so often
_LOCK = 0x59554E_0004


class Publisher:
    """One worker's part in it; of several workers one at a time does it.

    It begins by asking the witnesses about what is signed already: where a backup was put back, they know more than
    we do, and then nothing is signed. Until one of them has answered this worker, nothing is signed either: a host
    cut off from them cannot know whether it was put back.
    """

    def __init__(self) -> None:
        self.has_asked = False
        self.asked_at: datetime | None = None
        self.lacks = ""

    def publish(self, *, at: datetime) -> None:
        """Sign and submit what there is."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
            (alone,) = cursor.fetchone()
        if not alone:
            return
        try:
            if not self.has_asked and (self.asked_at is None or at - self.asked_at >= EVERY):
                self.has_asked, self.asked_at = witnesses.ask_first(at=at), at
            last = checkpoints.newest()
            if self.has_asked and (last is None or at - last.at >= EVERY or last.at > at):
                self._sign(at)
            witnesses.submit_all(at=at)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])

    def _sign(self, at: datetime) -> None:
        """A host without the key leaves it to one that has it, and says so once."""
        try:
            checkpoints.sign(at=at)
            self.lacks = ""
        except KeyTrouble as trouble:
            if self.lacks != str(trouble):
                self.lacks = str(trouble)
                log.warning("no checkpoint was signed: %s", trouble)
