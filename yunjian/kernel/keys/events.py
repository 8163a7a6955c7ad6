"""What is recorded about signing keys: their names, never the keys."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyEnrolled:
    """A key signs for a purpose from now on; ``former`` is the one before it, which stays good for what it signed."""

    kind = "kernel.key.enrolled"
    title = "签名密钥启用"
    purpose: str
    key: str
    algorithm: str
    former: str

    @property
    def subject(self) -> str:
        return f"kernel.key:{self.key}"
