"""What the kernel's tests record and do."""

from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel import ledger, policy
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

FREE = policy.Act("kernel.bell.touch", "敲钟", everyone=True)


@dataclass(frozen=True)
class Rung:
    """A bell was rung."""

    kind = "kernel.bell.rung"
    bell: int
    tone: str = "G"

    @property
    def subject(self) -> str:
        return f"kernel.bell:{self.bell}"


@dataclass(frozen=True)
class Tuned:
    """A bell was tuned."""

    kind = "kernel.bell.tuned"
    bell: int

    @property
    def subject(self) -> str:
        return f"kernel.bell:{self.bell}"


@action
def ring(bell: int, *, by: Actor, at: datetime) -> int:
    policy.require(by, FREE)
    ledger.record(Rung(bell), by=by, at=at)
    return bell


@action
def tune(bell: int, *, by: Actor, at: datetime) -> None:
    policy.require(by, FREE)
    ledger.record(Tuned(bell), by=by, at=at)
