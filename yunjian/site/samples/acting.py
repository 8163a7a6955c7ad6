"""Who acts in the demonstration."""

from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.parties import queries as parties

from .accounts import Sample

WHY = "演示用的样例"  # the reason given for whatever asks for one


def actor_of_sample(sample: Sample, mandate: int | None = None) -> Actor | None:
    account = parties.account_named(sample.username, reader=SYSTEM)
    return None if account is None else parties.actor_of_account(account, mandate, reader=SYSTEM)


def staff(sample: Sample) -> Actor:
    found = actor_of_sample(sample)
    if found is None:
        raise LookupError(sample.username)
    return found
