"""Signed checkpoints: what the district says its ledger is, in a form it cannot take back."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from yunjian_verify.checkpoint import text_of
from yunjian_verify.note import Note, NoteKey, read_note, read_signature

from .. import keys
from ..action import announce, fall_silent
from ..keys import noted
from ..keys.purposes import LEDGER, LEDGER_SM2
from ..models import PUBLISHING, Checkpoint, SignedCheckpoint, WitnessState

_LOCK = 0x59554E_0003
LOST = (WitnessState.Trouble.AHEAD, WitnessState.Trouble.DIFFERENT)


def origin() -> str:
    """The ledger's name in every checkpoint."""
    return str(settings.LEDGER_ORIGIN)


def log_keys() -> tuple[NoteKey, ...]:
    """Every key that signs or signed checkpoints, under the ledger's name."""
    return noted.log_keys(origin())


def newest(*, covering: int = -1) -> SignedCheckpoint | None:
    """The newest signed checkpoint; with an entry's position, one that covers it, cosigned where there is one."""
    found = SignedCheckpoint.objects.filter(origin=origin(), size__gt=covering).order_by("-size")
    cosigned = found.filter(cosignatures__isnull=False).first() if covering >= 0 else None
    return cosigned or found.first()


def note_of(checkpoint: SignedCheckpoint) -> str:
    """The signed note with the cosignatures that came since."""
    note = read_note(checkpoint.note.encode())
    lines = checkpoint.cosignatures.order_by("witness").values_list("line", flat=True)
    more = tuple(read_signature(line.removesuffix("\n")) for line in lines)
    return str(Note(note.text, note.signatures + more))


def sign(*, at: datetime) -> SignedCheckpoint | None:
    """Sign the sealed tree if it has grown; None when there is nothing to sign.

    While a witness has seen another history than ours (a backup was put back), nothing is signed: a log must never
    sign two trees that do not continue one another.
    """
    if is_lost() or not _has_grown():
        return None
    signers = [*keys.signers(LEDGER.name, at=at)]
    if keys.configured(LEDGER_SM2.name):
        signers += keys.signers(LEDGER_SM2.name, at=at)
    with transaction.atomic():
        if not _alone() or not (tree := _has_grown()):
            return None
        text = text_of(origin(), tree.size, bytes(tree.root_hash))
        lines = [NoteKey(origin(), each.verification_key).signature(each.sign(text.encode())) for each in signers]
        announce(PUBLISHING)
        made = SignedCheckpoint.objects.create(
            origin=origin(), size=tree.size, note=str(Note(text, tuple(lines))), at=at
        )
    fall_silent()
    return made


def is_lost() -> bool:
    """Whether a witness has seen a history that is not this one."""
    return WitnessState.objects.filter(origin=origin(), trouble__in=LOST).exists()


def _has_grown() -> Checkpoint | None:
    """The sealed tree, when it is larger than what is signed."""
    sealed = Checkpoint.objects.order_by("-size").first()
    signed = newest()
    return sealed if sealed and sealed.size > (signed.size if signed else 0) else None


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
