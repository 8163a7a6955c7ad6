"""What is recorded about the ledger itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LedgerExported:
    """Somebody took entries away as a file: from one position to before another."""

    kind = "kernel.ledger.exported"
    title = "账本被导出"
    start: int
    end: int

    @property
    def subject(self) -> str:
        return f"kernel.ledger:{self.start}-{self.end}"
