"""Witnesses: second parties that look whether our ledger only grows, and cosign (C2SP tlog-witness)."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from yunjian_verify import tiles as public
from yunjian_verify.merkle import Wrong
from yunjian_verify.note import NoteKey, read_note, read_signature, read_vkey

from .. import outside, tiles
from ..action import announce, fall_silent
from ..errors import Declined
from ..models import PUBLISHING, Cosignature, SignedCheckpoint, WitnessState
from . import checkpoints

Trouble = WitnessState.Trouble
LONGEST_WAIT = 3600
_SIZE = "text/x.tlog.size"


class WitnessSettingUnknown(Declined):
    """环境变量 YUNJIAN_WITNESSES 的写法不对：每一项为“见证方公钥@https 地址”，用空格隔开。"""

    status = 503


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as the setting names it."""

    key: NoteKey
    url: str


def witnesses() -> tuple[Witness, ...]:
    """Every witness the district submits to."""
    found = []
    for item in settings.WITNESSES.split():
        vkey, _, url = item.partition("@")
        try:
            key = read_vkey(vkey)
        except Wrong:
            raise WitnessSettingUnknown(item[:100]) from None
        if not key.is_witness or not url:
            raise WitnessSettingUnknown(item[:100])
        found.append(Witness(key, url.rstrip("/")))
    return tuple(found)


def submit_all(*, at: datetime, anew: bool = False) -> int:
    """Show the newest signed checkpoint to every witness that has not cosigned it; return how many cosigned.

    ``anew``: to all, whatever is kept of their answers. Where a backup was put back, that came back with it.
    """
    newest = checkpoints.newest()
    return sum(_submit(each, newest, at, anew) == Trouble.NONE for each in witnesses()) if newest else 0


def ask_first(*, at: datetime) -> bool:
    """Show all witnesses what is signed, whatever is kept of their answers; whether one of them knows this ledger.

    It does when it cosigns, or says that it has seen more, or something else. A refusal tells nothing. Where nothing is
    signed yet, or nobody watches, there is nothing to ask.
    """
    newest, every = checkpoints.newest(), witnesses()
    if newest is None or not every:
        return True
    said = [_submit(each, newest, at, anew=True) for each in every]
    return any(each in (Trouble.NONE, *checkpoints.LOST) for each in said)


def _submit(witness: Witness, newest: SignedCheckpoint, at: datetime, anew: bool) -> str | None:
    """What came of it this time; None when it was not asked."""
    state, _ = WitnessState.objects.get_or_create(origin=newest.origin, witness=witness.key.name)
    is_lost = state.trouble in checkpoints.LOST
    if not anew and (
        (state.retry_at and state.retry_at > at)
        or (not is_lost and state.size == newest.size and _has(witness, newest))
    ):
        return None
    try:
        _ask(witness, newest, state)
    except outside.Unreachable as trouble:
        _note(state, state.trouble if is_lost else Trouble.UNREACHED, outside.sentence_of(str(trouble)), at)
        return Trouble.UNREACHED
    except Wrong as trouble:
        _note(state, Trouble.REFUSED, str(trouble), at)
        return Trouble.REFUSED
    _note(state, state.trouble, state.said, at)
    return state.trouble


def _ask(witness: Witness, newest: SignedCheckpoint, state: WitnessState) -> None:
    """Ask; a second time when it has seen more or less than we knew."""
    for _ in range(2):
        answer = outside.post(f"{witness.url}/add-checkpoint", _request(newest, state.size), {})
        said = answer.body.decode("utf-8", "replace").strip()
        if answer.status == 200:
            _keep(witness, newest, said)
            state.size, state.trouble, state.said = newest.size, Trouble.NONE, ""
            return
        seen = int(said) if answer.status == 409 and said.isdecimal() and len(said) < 19 else None
        if seen is None:
            state.trouble = Trouble.DIFFERENT if answer.status in (409, 422) else Trouble.REFUSED
            state.said = said[:300]
            return
        if seen > newest.size:
            state.trouble, state.said = Trouble.AHEAD, str(seen)
            return
        state.size = seen
    raise Wrong("it says another size each time")


def _request(newest: SignedCheckpoint, old: int) -> bytes:
    proof = public.consistency_proof(old, newest.size, tiles.reader())
    lines = [f"old {old}", *(base64.b64encode(each).decode() for each in proof), "", newest.note]
    return "\n".join(lines).encode()


def _keep(witness: Witness, newest: SignedCheckpoint, said: str) -> None:
    """Keep the witness's line, once it is seen to be its signature; Wrong when it is not."""
    text = read_note(newest.note.encode()).text
    for line in said.split("\n"):
        signature = read_signature(line)
        if not witness.key.made(signature):
            continue
        at = witness.key.verify(text, signature)
        with transaction.atomic():
            announce(PUBLISHING)
            Cosignature.objects.get_or_create(
                checkpoint=newest,
                witness=witness.key.name,
                defaults={"line": signature.line, "at": datetime.fromtimestamp(at, UTC)},
            )
        fall_silent()
        return
    raise Wrong("its answer holds no signature of its key")


def _has(witness: Witness, newest: SignedCheckpoint) -> bool:
    return newest.cosignatures.filter(witness=witness.key.name).exists()


def _note(state: WitnessState, trouble: str, said: str, at: datetime) -> None:
    state.trouble, state.said = trouble, said[:300]
    state.failures = 0 if trouble == Trouble.NONE else state.failures + 1
    wait = min(2 ** min(state.failures, 12), LONGEST_WAIT)
    state.retry_at = at + timedelta(seconds=wait) if state.failures else None
    state.save()
