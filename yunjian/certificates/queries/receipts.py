"""The receipts of an asking: what was agreed to and what travelled; and as files with the ledger's proofs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import NotFound
from yunjian.kernel.proofs import proving
from yunjian.kernel.tree import leaf_hash
from yunjian_verify.disclosure import CONSENTED, FETCHED, WITHDRAWN, Agreed, write_receipt

from ..definitions import Scenario
from ..logic.disclosure import commitment
from ..models import Asking
from .asking import asking_of_holder, asking_of_organisation

FORMAT = "yunjian-social-use-receipt/1"


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """One entry of the ledger about an asking; ``digest`` is its leaf in the district's tree."""

    kind: str
    at: datetime
    position: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What both sides keep: what was agreed to and what travelled, by name and digest, and the ledger's entries."""

    asking: str
    organisation: str
    credit_code: str
    scenario: str
    edition: date
    purpose: str
    reference: str
    fields: tuple[str, ...]
    kept_until: date | None
    consent: str
    disclosure: str
    asked_at: datetime
    decided_at: datetime | None
    fetched_at: datetime | None
    withdrawn_at: datetime | None
    entries: tuple[ReceiptEntry, ...]

    def document(self) -> dict[str, Any]:
        """As data to keep: days and times as ISO 8601, the same for both sides."""
        names = [name for name in self.__slots__ if name != "entries"]
        own = {name: _plain(getattr(self, name)) for name in names}
        entries = [{name: _plain(getattr(each, name)) for name in each.__slots__} for each in self.entries]
        return {"format": FORMAT, **own, "entries": entries}


def receipt(asking_id: int, *, reader: Actor) -> Receipt:
    """The holder's receipt, to read; there is one once the holder has agreed."""
    return _receipt(_agreed_by_holder(asking_id, reader))


def receipt_for_organisation(token: str, *, reader: Actor) -> Receipt:
    """The organisation's receipt: there is one once the fields have travelled."""
    row = asking_of_organisation(token, reader)
    if row.fetched_at is None:
        raise NotFound()
    return _receipt(row)


def is_signed(receipt: Receipt, *, reader: Actor) -> bool:
    """Whether all its entries stand under a signed checkpoint, so that the file can be had."""
    signed = proving.size()
    return all(each.position is not None and each.position < signed for each in receipt.entries)


def receipt_file(asking_id: int, *, reader: Actor) -> str:
    """The holder's receipt: consent, fetch, withdrawal, as far as they happened, each with its proof.

    NotYetSigned for the seconds until the entries stand under a signed checkpoint.
    """
    return _file(_agreed_by_holder(asking_id, reader), (CONSENTED, FETCHED, WITHDRAWN))


def receipt_file_for_organisation(token: str, *, reader: Actor) -> str:
    """The organisation's, once the fields have travelled: the entry of its fetch.

    The entries of the consent name the holder's account; by them two organisations would find that they asked the same.
    """
    row = asking_of_organisation(token, reader)
    if row.fetched_at is None:
        raise NotFound()
    return _file(row, (FETCHED,))


def agreed_in(row: Asking, scenario: Scenario) -> Agreed:
    """What the row says was agreed to; the ledger holds the digest of it."""
    return Agreed(
        asking=row.token,
        organisation=row.organisation.name,
        credit_code=row.organisation.uscc,
        scenario=row.scenario,
        edition=row.edition.isoformat(),
        purpose=scenario.purpose,
        reference=row.reference,
        certificate_type=scenario.certificate,
        certificate=commitment(row.salt, row.certificate_id or 0),
        fields=tuple(row.fields),
        kept_until=row.kept_until.isoformat() if row.kept_until else "",
    )


def _agreed_by_holder(asking_id: int, reader: Actor) -> Asking:
    row = asking_of_holder(asking_id, reader)
    if not row.consent:
        raise NotFound()
    return row


def _receipt(row: Asking) -> Receipt:
    scenario = catalogue.edition(Scenario, row.scenario, row.edition)
    entries = ledger.history(f"certificates.asking:{row.token}", reader=SYSTEM)
    return Receipt(
        asking=row.token,
        organisation=row.organisation.name,
        credit_code=row.organisation.uscc,
        scenario=row.scenario,
        edition=row.edition,
        purpose=scenario.purpose,
        reference=row.reference,
        fields=tuple(row.fields),
        kept_until=row.kept_until,
        consent=row.consent,
        disclosure=row.disclosure,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        fetched_at=row.fetched_at,
        withdrawn_at=row.withdrawn_at,
        entries=tuple(
            ReceiptEntry(each.kind, each.at, each.position, leaf_hash(ledger.leaf_data(each)).hex()) for each in entries
        ),
    )


def _file(row: Asking, kinds: tuple[str, ...]) -> str:
    entries = [each for each in ledger.history(f"certificates.asking:{row.token}", reader=SYSTEM) if each.kind in kinds]
    scenario = catalogue.edition(Scenario, row.scenario, row.edition)
    return write_receipt(agreed_in(row, scenario), proving.proof_files_of([each.id for each in entries]))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
