"""What certificates do by the clock: remind holders of the end, erase what was kept long enough."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import clock, job

from . import actions, queries


@clock("10 7 * * *")
def watch_ends(at: datetime) -> None:
    """Every morning: each certificate about to end, or ended since, is announced once."""
    for certificate in queries.to_remind(reader=SYSTEM, at=at):
        with suppress(actions.NothingToTell):
            actions.remind_of_end(certificate, by=SYSTEM, at=at)


@clock("50 3 * * *")
def keep_retention(at: datetime) -> None:
    """Every night: what has been in the archive for its time is erased."""
    for certificate in queries.to_erase(reader=SYSTEM, at=at):
        with suppress(Declined):
            actions.erase_contents(certificate, by=SYSTEM, at=at)
    for batch in queries.batches_to_erase(reader=SYSTEM, at=at):
        actions.erase_batch(batch, by=SYSTEM, at=at)


@job(queue="certificates", retries=3)
def continue_batch(batch_id: int) -> None:
    """Decide a batch portion by portion; begun again, it goes on where it stopped."""
    with suppress(actions.BatchDone):
        while actions.continue_batch(batch_id, by=SYSTEM, at=timezone.now()):
            pass


@clock("*/10 * * * *")
def put_away(at: datetime) -> None:
    """Every ten minutes: what wallets showed and nobody closed is put away, spent nonces are forgotten."""
    if queries.has_to_put_away(reader=SYSTEM, before=at - actions.SHOWN, at=at):
        actions.put_away(by=SYSTEM, at=at)


@clock("20 6 * * *")
def watch_use(at: datetime) -> None:
    """Every morning: yesterday's use of each scenario by each organisation is looked at."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    for organisation, scenario in queries.used_on(yesterday, reader=SYSTEM):
        with suppress(Declined):
            actions.note_unusual_use(organisation, scenario, yesterday, by=SYSTEM, at=at)


@clock("5 0 * * *")
def end_agreements(at: datetime) -> None:
    """After midnight: what keys are left of organisations whose agreement has run out are taken out of use."""
    for organisation in queries.agreements_over(reader=SYSTEM, at=at):
        with suppress(Declined):
            actions.end_keys_of_agreement(organisation, by=SYSTEM, at=at)
