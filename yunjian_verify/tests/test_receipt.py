"""Receipts of materials: the file, the entry and the signature together, and nothing changed passes."""

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian_verify import kinds
from yunjian_verify.checkpoint import text_of
from yunjian_verify.command import main
from yunjian_verify.merkle import leaf_hash, root_of
from yunjian_verify.note import Note
from yunjian_verify.proof import write_proof
from yunjian_verify.receipt import commitment, read_receipt, write_receipt
from yunjian_verify.tiles import full_tiles, inclusion_proof

from .test_files import KEY, WITNESS
from .test_witness import LOG, ORIGIN

PAPER = b"%PDF-1.7 a lease"
DIGEST, SALT = sha256(PAPER).digest(), bytes(range(32))


def entry(**payload: object) -> bytes:
    """The ledger's entry that a material was kept."""
    said = {
        "action": "materials.keep_material", "actor": "account:3", "at": "2026-03-02T04:00:00.000000Z", "id": 8,
        "kind": "materials.material.kept",
        "payload": {"commitment": commitment(SALT, DIGEST), "holder": "person:5", "material": 12,
                    "type": "lease-contract", "way": "SELF", **payload},
        "subject": "materials.material:12",
    }  # fmt: skip
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def receipt_of(kept: bytes) -> bytes:
    """A receipt whose entry really stands in a signed tree."""
    leaves = [leaf_hash(b'{"id":%d}' % number) for number in range(20)]
    leaves[7] = leaf_hash(kept)
    text = text_of(ORIGIN, 20, root_of(leaves))
    note = str(Note(text, (KEY.signature(LOG.sign(text.encode())),)))
    return write_receipt(DIGEST, SALT, write_proof(7, inclusion_proof(7, 20, full_tiles(leaves)), note, kept)).encode()


RECEIPT = receipt_of(entry())
TRUST = kinds.Trust((KEY,))


@pytest.fixture
def papers(tmp_path):
    (tmp_path / "receipt.json").write_bytes(RECEIPT)
    (tmp_path / "lease.pdf").write_bytes(PAPER)
    (tmp_path / "forged.pdf").write_bytes(PAPER + b"!")
    return tmp_path


def test_proves_that_this_very_file_was_kept_on_that_day_under_that_entry(papers):
    [(path, outcome)] = kinds.verify_all([papers / "receipt.json", papers / "lease.pdf"], TRUST)

    assert (path.name, outcome.status) == ("receipt.json", kinds.PROVEN)
    for words in ("lease.pdf 就是区里 2026-03-02 04:00 UTC 收下的那一份", "材料 12", "第 7 号", "本人交存", ORIGIN):
        assert words in outcome.zh
    assert "no trusted witness" in outcome.en


def test_says_what_it_could_not_prove(papers):
    alone = kinds.verify(papers / "receipt.json", TRUST)
    assert (alone.status, "没有给出文件" in alone.zh) == (kinds.OPEN, True)
    stranger = kinds.Trust((WITNESS,), files=(papers / "lease.pdf",))
    unsigned = kinds.verify(papers / "receipt.json", stranger)
    assert (unsigned.status, "没有给出这本账的可信公钥" in unsigned.zh) == (kinds.OPEN, True)


def test_another_file_is_not_the_one(papers, capsys):
    words = [str(papers / name) for name in ("receipt.json", "forged.pdf")]
    assert main([*words, "--key", str(KEY), "--en"]) == kinds.WRONG
    assert "no file given is the one" in capsys.readouterr().out
    assert main([words[0], str(papers / "lease.pdf"), words[1], "--key", str(KEY)]) == kinds.OPEN
    assert main([words[0], str(papers / "lease.pdf"), "--key", str(KEY)]) == kinds.PROVEN


def test_a_checkpoint_beside_it_is_no_file_of_it(papers):
    (papers / "checkpoint").write_text(json.loads(RECEIPT)["proof"].partition("\n\n")[2], encoding="utf-8")
    outcomes = kinds.verify_all([papers / "receipt.json", papers / "checkpoint"], TRUST)

    assert [outcome.status for _, outcome in outcomes] == [kinds.OPEN, kinds.PROVEN]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_changed_byte_passes(papers_of, data):
    content = bytearray(RECEIPT)
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    (papers_of / "receipt.json").write_bytes(bytes(content))

    [(_, outcome), *_rest] = kinds.verify_all([papers_of / "receipt.json", papers_of / "lease.pdf"], TRUST)
    if outcome.status == kinds.PROVEN:  # a blank between two names of JSON says nothing
        assert json.loads(content) == json.loads(RECEIPT)
    else:
        assert outcome.zh.endswith("。")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_changed_byte_of_the_file_passes(papers_of, data):
    content = bytearray(PAPER)
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    (papers_of / "receipt.json").write_bytes(RECEIPT)
    (papers_of / "changed.pdf").write_bytes(bytes(content))

    [(_, outcome), *_rest] = kinds.verify_all([papers_of / "receipt.json", papers_of / "changed.pdf"], TRUST)
    assert outcome.status == kinds.WRONG


@pytest.fixture(scope="module")
def papers_of(tmp_path_factory):
    folder = tmp_path_factory.mktemp("receipts")
    (folder / "lease.pdf").write_bytes(PAPER)
    return folder


SWAPPED = {
    "another salt": lambda said: said.update(salt="00" * 32),
    "another digest": lambda said: said.update(sha256="11" * 32),
    "a name twice": None,
    "one thing more": lambda said: said.update(file_name="x.pdf"),
    "no proof": lambda said: said.update(proof=""),
    "a number": lambda said: said.update(salt=5),
    "another format": lambda said: said.update(format="yunjian material receipt 2"),
}


@pytest.mark.parametrize("change", SWAPPED)
def test_what_does_not_belong_together_is_refused(papers, change):
    said = json.loads(RECEIPT)
    if SWAPPED[change]:
        SWAPPED[change](said)
        text = json.dumps(said)
    else:
        text = RECEIPT.decode().replace('"salt"', '"salt": "", "salt"', 1)
    (papers / "receipt.json").write_text(text, encoding="utf-8")

    assert kinds.verify(papers / "receipt.json", TRUST).status in (kinds.WRONG, kinds.UNREADABLE)


@pytest.mark.parametrize(
    "kept",
    [
        entry(commitment=commitment(SALT, bytes(32))),
        entry(material=13),
        entry(material="12"),
        entry(way=5),
        entry().replace(b"material.kept", b"material.used"),
        entry().replace(b"2026-03-02T04", b"yesterday"),
        b"[]",
        b"{}",
        b"\xff",
        b'{"payload":' * 3000,
    ],
    ids=range(10),
)
def test_an_entry_about_something_else_is_refused(papers, kept):
    (papers / "receipt.json").write_bytes(receipt_of(kept))

    outcome = kinds.verify(papers / "receipt.json", TRUST)
    assert (outcome.status, "没有通过验证" in outcome.zh) == (kinds.WRONG, True)


def test_is_read_as_it_is_written():
    found = read_receipt(RECEIPT)
    assert (found.digest, found.salt, found.proof.index, found.verify().holder) == (DIGEST, SALT, 7, "person:5")
