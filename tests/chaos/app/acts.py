"""What can happen: as the platform's own domains do it, with the mark and the effect in one action."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yunjian.kernel import policy
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.jobs import enqueue, job
from yunjian.kernel.ledger import Recorded, record
from yunjian.kernel.subscribers import subscriber

from .models import Act, Effect

PLATFORM = policy.Act("chaos.act.take", "记一笔", system=True, by_role=False)


@dataclass(frozen=True)
class Acted:
    kind = "chaos.act.done"
    act: int
    key: str

    @property
    def subject(self) -> str:
        return f"chaos.act:{self.act}"


@dataclass(frozen=True)
class Followed:
    kind = "chaos.act.followed"
    act: int
    by: str
    again: bool

    @property
    def subject(self) -> str:
        return f"chaos.act:{self.act}"


@action
def act(key: str, *, by: Actor, at: datetime) -> int:
    policy.require(by, PLATFORM)
    made = Act.objects.create(key=key)
    record(Acted(made.pk, key), by=by, at=at)
    enqueue(follow, act=made.pk)
    return made.pk


@action
def take_effect(pk: int, mark: str, *, by: Actor, at: datetime) -> None:
    """Once, however often it is told: the row is held, and its mark is written with the effect."""
    policy.require(by, PLATFORM)
    row = hold(Act.objects.all(), pk)
    again = getattr(row, mark)
    if not again:
        setattr(row, mark, True)
        row.save()
        Effect.objects.create(act=row, kind=mark)
    record(Followed(pk, mark, again), by=by, at=at)


@job(retries=20)
def follow(act: int) -> None:
    take_effect(act, "job_done", by=SYSTEM, at=timezone.now())


@subscriber("chaos.act.done")
def hear(entry: Recorded) -> None:
    take_effect(entry.payload["act"], "heard", by=SYSTEM, at=timezone.now())
