"""What operators do, and what is told about backups."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JobRetried:
    """An operator had a failed job run again."""

    kind = "kernel.job.retried"
    title = "任务重新运行"
    job: int
    task: str

    @property
    def subject(self) -> str:
        return f"kernel.job:{self.job}"


@dataclass(frozen=True)
class JobGivenUp:
    """An operator gave a failed job up; the reason is in the operator's words."""

    kind = "kernel.job.given_up"
    title = "任务被放弃"
    job: int
    task: str
    reason: str

    @property
    def subject(self) -> str:
        return f"kernel.job:{self.job}"


@dataclass(frozen=True)
class BackupMade:
    """A backup is complete: its name, and the ledger it holds."""

    kind = "kernel.backup.made"
    title = "备份完成"
    backup: str
    ledger_size: int
    ledger_root: str
    bytes: int

    @property
    def subject(self) -> str:
        return f"kernel.backup:{self.backup}"


@dataclass(frozen=True)
class SecretNoted:
    """Which secret every host of the installation must hold, by a fingerprint that tells nothing else of it."""

    kind = "kernel.secret.noted"
    title = "各主机共用的密钥登记"
    secret: str
    fingerprint: str

    @property
    def subject(self) -> str:
        return f"kernel.secret:{self.secret}"
