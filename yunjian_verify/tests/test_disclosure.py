"""Receipts of a consent: what was agreed to, the entries and the signature together, and nothing changed passes."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian_verify import kinds
from yunjian_verify.checkpoint import text_of
from yunjian_verify.command import main
from yunjian_verify.disclosure import CONSENTED, FETCHED, WITHDRAWN, Agreed, read_receipt, write_receipt
from yunjian_verify.merkle import leaf_hash, root_of
from yunjian_verify.note import Note
from yunjian_verify.proof import write_proof
from yunjian_verify.tiles import full_tiles, inclusion_proof

from .test_files import KEY, WITNESS
from .test_witness import LOG, ORIGIN

TOKEN = "0123456789abcdef" * 2
AGREED = Agreed(
    TOKEN, "松江银行", "913100001000001137", "open-account", "2026-01-01", "核对开户人", "KH-1", "permit", "ab" * 32,
    ("holder_name", "home"), "2026-04-01",
)  # fmt: skip
TRUST = kinds.Trust((KEY,))


def entry(kind: str, *, at: str = "2026-03-02T04:00:00.000000Z", **payload: object) -> bytes:
    """The ledger's entry about the asking."""
    more = {
        CONSENTED: {"consent": AGREED.digest},
        FETCHED: {"consent": AGREED.digest, "disclosure": "cd" * 32},
        WITHDRAWN: {"to_delete": True},
    }[kind]
    said = {
        "at": at, "kind": kind, "subject": f"certificates.asking:{TOKEN}",
        "payload": {"asking": TOKEN, "organisation": 4, "scenario": "open-account", **more, **payload},
    }  # fmt: skip
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def proofs_of(*entries: bytes, size: int = 20) -> list[str]:
    """Proof files of entries that really stand in one signed tree, from place 7 on."""
    leaves = [leaf_hash(b'{"id":%d}' % number) for number in range(size)]
    leaves[7 : 7 + len(entries)] = [leaf_hash(each) for each in entries]
    text = text_of(ORIGIN, size, root_of(leaves))
    note = str(Note(text, (KEY.signature(LOG.sign(text.encode())),)))
    tiles = full_tiles(leaves)
    return [write_proof(7 + at, inclusion_proof(7 + at, size, tiles), note, each) for at, each in enumerate(entries)]


def receipt_of(*entries: bytes, agreed: Agreed = AGREED) -> bytes:
    return write_receipt(agreed, proofs_of(*entries)).encode()


WHOLE = receipt_of(entry(CONSENTED), entry(FETCHED), entry(WITHDRAWN))


def outcome_of(folder, data: bytes, trust: kinds.Trust = TRUST) -> kinds.Outcome:
    path = folder / "receipt.json"
    path.write_bytes(data)
    return kinds.verify(path, trust)


@pytest.mark.parametrize("entries", [(CONSENTED,), (FETCHED,), (CONSENTED, FETCHED), (CONSENTED, WITHDRAWN)])
def test_proves_as_much_as_its_entries_say(tmp_path, entries):
    found = outcome_of(tmp_path, receipt_of(*map(entry, entries)))

    assert found.status == kinds.PROVEN
    assert ("持证人 2026-03-02 04:00 UTC 同意" in found.zh) == (CONSENTED in entries)
    assert ("fetched once" in found.en) == (FETCHED in entries)
    assert ("撤回了同意" in found.zh) == (WITHDRAWN in entries)


def test_says_whether_the_ledgers_signature_was_checked(tmp_path, capsys):
    unsigned = outcome_of(tmp_path, WHOLE, kinds.Trust((WITNESS,)))
    assert (unsigned.status, "没有给出这本账的可信公钥" in unsigned.zh) == (kinds.OPEN, True)
    assert main([str(tmp_path / "receipt.json"), "--key", str(KEY), "--en"]) == kinds.PROVEN
    assert "Agreed: 松江银行" in capsys.readouterr().out


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_changed_byte_passes(folder, data):
    content = bytearray(WHOLE)
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))

    found = outcome_of(folder, bytes(content))
    if found.status == kinds.PROVEN:  # a blank between two names of JSON says nothing
        assert json.loads(content) == json.loads(WHOLE)
    else:
        assert found.zh.endswith("。")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("receipts")


@pytest.mark.parametrize("name", sorted(asdict(AGREED)))
def test_nothing_else_was_agreed_to(tmp_path, name):
    said = json.loads(WHOLE)
    said["agreed"][name] = [*AGREED.fields, "holder_number"] if name == "fields" else "other"

    found = outcome_of(tmp_path, json.dumps(said).encode())
    assert (found.status, "没有通过验证" in found.zh) == (kinds.WRONG, True)


CHANGED = {
    "one thing more": lambda said: said.update(holder="李民"),
    "one thing more agreed": lambda said: said["agreed"].update(holder="李民"),
    "one thing less agreed": lambda said: said["agreed"].pop("reference"),
    "no proofs": lambda said: said.update(proofs=[]),
    "a proof twice": lambda said: said["proofs"].append(said["proofs"][0]),
    "another order": lambda said: said["proofs"].reverse(),
    "the withdrawal alone": lambda said: said.update(proofs=said["proofs"][2:]),
    "no list": lambda said: said.update(proofs="x"),
    "half a character": lambda said: said["agreed"].update(purpose="\ud800"),
    "fields as text": lambda said: said["agreed"].update(fields="home"),
    "another format": lambda said: said.update(format="yunjian disclosure receipt 2"),
    "another checkpoint": lambda said: said["proofs"].__setitem__(2, proofs_of(b"", b"", entry(WITHDRAWN), size=21)[2]),
}


@pytest.mark.parametrize("change", CHANGED)
def test_what_does_not_belong_together_is_refused(tmp_path, change):
    said = json.loads(WHOLE)
    CHANGED[change](said)

    assert outcome_of(tmp_path, json.dumps(said).encode()).status in (kinds.WRONG, kinds.UNREADABLE)


@pytest.mark.parametrize(
    "other",
    [
        entry(FETCHED, asking="ff" * 16),
        entry(FETCHED, organisation=5),
        entry(FETCHED, scenario="loan"),
        entry(FETCHED, consent="00" * 32),
        entry(FETCHED, disclosure="x"),
        entry(FETCHED, disclosure=5),
        entry(FETCHED, at="yesterday"),
        entry(FETCHED).replace(b"asking.fetched", b"asking.refused"),
        entry(FETCHED).replace(b"certificates.asking:0", b"certificates.asking:1"),
        b"[]",
        b"\xff",
        b'{"payload":' * 3000,
    ],
    ids=range(12),
)
def test_an_entry_about_something_else_is_refused(tmp_path, other):
    found = outcome_of(tmp_path, receipt_of(entry(CONSENTED), other))

    assert (found.status, "没有通过验证" in found.zh) == (kinds.WRONG, True)


def test_a_text_of_others_does_not_move_the_cursor(tmp_path):
    agreed = replace(AGREED, purpose="核对\x1b[2J开户人")
    found = outcome_of(tmp_path, receipt_of(entry(FETCHED, consent=agreed.digest), agreed=agreed))

    assert found.status == kinds.PROVEN
    assert "\x1b" not in found.zh + found.en


def test_is_read_as_it_is_written():
    found = read_receipt(WHOLE)
    assert (found.agreed, len(found.proofs), found.verify().disclosure) == (AGREED, 3, "cd" * 32)
