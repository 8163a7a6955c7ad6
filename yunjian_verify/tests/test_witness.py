"""A witness, alone: what it cosigns, what it refuses, and what it remembers when it is killed."""

import base64
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from yunjian_verify.checkpoint import text_of
from yunjian_verify.keys import VerificationKey
from yunjian_verify.merkle import root_of
from yunjian_verify.note import Note, NoteKey, read_note, read_signature, read_vkey
from yunjian_verify.tiles import consistency_proof, full_tiles
from yunjian_verify.witness import Witness, serve

LOG = Ed25519PrivateKey.generate()
ORIGIN = "log.example/one"
AT = 1_772_424_000


def note_key(name: str = ORIGIN, private: Ed25519PrivateKey = LOG) -> NoteKey:
    der = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return NoteKey(name, VerificationKey(der))


def leaves(count: int, of: bytes = b"leaf") -> list[bytes]:
    return [sha256(of + b"%d" % number).digest() for number in range(count)]


def request(old: int, grown: list[bytes], *, origin: str = ORIGIN, private=LOG, proof=None) -> bytes:
    text = text_of(origin, len(grown), root_of(grown))
    note = Note(text, (note_key(origin, private).signature(private.sign(text.encode())),))
    hashes = consistency_proof(old, len(grown), full_tiles(grown)) if proof is None else proof
    lines = [f"old {old}", *(base64.b64encode(each).decode() for each in hashes), "", str(note)]
    return "\n".join(lines).encode()


@pytest.fixture
def witness(tmp_path):
    made = Witness(tmp_path / "w", "witness.example/w", [note_key()])
    yield made
    made.close()


def cosigned(witness: Witness, body: bytes, answer) -> int:
    """When the answer says it was cosigned."""
    assert answer.status == 200, answer
    note = read_note(body.partition(b"\n\n")[2])
    return witness.key.verify(note.text, read_signature(answer.body.removesuffix("\n")))


def test_cosigns_a_tree_that_only_grows(witness):
    old = 0
    for size in (1, 2, 7, 7, 300):
        body = request(old, leaves(size))
        assert cosigned(witness, body, witness.add_checkpoint(body, at=AT)) == AT
        old = size
    assert read_vkey(str(witness.key)) == witness.key


def test_refuses_rewritten_history_and_remembers_the_true_one(witness):
    witness.add_checkpoint(request(0, leaves(5)), at=AT)
    same_size = witness.add_checkpoint(request(5, leaves(5, b"other")), at=AT)
    longer = witness.add_checkpoint(request(5, leaves(9, b"other")), at=AT)

    assert (same_size.status, "rewritten" in same_size.body) == (409, True)
    assert (longer.status, "does not continue" in longer.body) == (422, True)
    assert witness.last(ORIGIN).root == root_of(leaves(5))
    assert cosigned(witness, request(5, leaves(9)), witness.add_checkpoint(request(5, leaves(9)), at=AT))


def test_says_what_it_has_seen_to_who_is_behind_or_ahead(witness):
    witness.add_checkpoint(request(0, leaves(8)), at=AT)
    for body in (request(0, leaves(3)), request(7, leaves(9)), request(0, leaves(20))):
        answer = witness.add_checkpoint(body, at=AT)
        assert (answer.status, answer.body, answer.kind) == (409, "8\n", "text/x.tlog.size")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"old 0\n\nnothing", 400),
        (b"old 00\n\n", 400),
        (b"old -1\n\n", 400),
        (b"\xff" * 100, 400),
        (request(0, leaves(3)).replace(b"old 0", b"old 9", 1), 400),
        (request(0, leaves(3), origin="another.example"), 404),
        (request(0, leaves(3), private=Ed25519PrivateKey.generate()), 403),
        (request(0, leaves(3)).replace(b"\n3\n", b"\n4\n"), 403),
        (request(0, leaves(3), proof=[bytes(32)] * 63), 422),
        (request(0, leaves(3), proof=[bytes(32)] * 64), 400),
    ],
)
def test_refuses_what_is_not_as_it_should_be(witness, body, status):
    assert witness.add_checkpoint(body, at=AT).status == status
    assert witness.last(ORIGIN) is None


def test_two_that_ask_at_once_cannot_roll_it_back(witness):
    witness.add_checkpoint(request(0, leaves(4)), at=AT)
    bodies = [request(4, leaves(size)) for size in range(5, 13)]
    answers = []
    threads = [
        threading.Thread(target=lambda body=body: answers.append(witness.add_checkpoint(body, at=AT)))
        for body in bodies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status for answer in answers) == [200] + [409] * 7
    assert {answer.body for answer in answers if answer.status == 409} == {f"{witness.last(ORIGIN).size}\n"}


def test_a_folder_has_one_witness(witness, tmp_path):
    with pytest.raises(OSError):
        Witness(tmp_path / "w", "witness.example/w", [note_key()])


def test_listens_and_bounds_what_it_hears(witness):
    server = serve(witness, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        body = request(0, leaves(3))
        with urllib.request.urlopen(f"{base}/add-checkpoint", body) as answer:
            assert answer.read().startswith("— witness.example/w ".encode())
        with urllib.request.urlopen(base) as answer:
            assert answer.read().decode().splitlines()[0] == str(witness.key)
        for path, sent, status in (("/add-checkpoint", b"x" * 70_000, 413), ("/elsewhere", b"", 404)):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{base}{path}", sent)
            refused.value.close()
            assert refused.value.code == status
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_killed_at_any_instant_it_has_never_cosigned_more_than_it_remembers(tmp_path):
    """What it answers is on its disk: a process that dies right after each answer forgets nothing."""
    (tmp_path / "log.txt").write_text(f"{note_key()}\n")
    program = (
        "import sys, os, json; from pathlib import Path; from yunjian_verify.witness import Witness;"
        "from yunjian_verify.note import read_vkeys; f = Path(sys.argv[1]);"
        "w = Witness(f / 'w', 'witness.example/w', read_vkeys((f / 'log.txt').read_text()));"
        f"a = w.add_checkpoint(sys.stdin.buffer.read(), at={AT}); print(json.dumps([a.status, a.body]), flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    old = 0
    for size in (3, 10):
        outcome = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], input=request(old, leaves(size)), capture_output=True
        )
        assert json.loads(outcome.stdout)[0] == 200, outcome.stderr
        old = size
    (tmp_path / "w" / "leftover.next").write_text("torn")
    witness = Witness(tmp_path / "w", "witness.example/w", [note_key()])
    assert witness.last(ORIGIN).size == 10
    assert witness.add_checkpoint(request(3, leaves(12)), at=AT).body == "10\n"
    witness.close()
