"""Files from anybody: what they prove, and that hostile ones end in a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian_verify import kinds
from yunjian_verify.checkpoint import read_checkpoint, text_of
from yunjian_verify.command import main
from yunjian_verify.folder import bundle_of, entries_in
from yunjian_verify.merkle import Frontier, Wrong, leaf_hash, root_of
from yunjian_verify.note import Note, NoteKey, cosigned, read_note, read_vkey
from yunjian_verify.proof import read_proof, write_proof
from yunjian_verify.ranges import write_range
from yunjian_verify.tiles import Tile, bundles_of, consistency_proof, full_tiles, inclusion_proof, tile_at, tiles_of

from .test_witness import LOG, ORIGIN, note_key

ENTRIES = [b'{"id":%d}' % number for number in range(20)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
KEY = note_key()
WITNESS = NoteKey("witness.example", KEY.key, is_witness=True)


def checkpoint(size: int = 20) -> str:
    text = text_of(ORIGIN, size, root_of(LEAVES[:size]))
    seen = (5).to_bytes(8, "big") + LOG.sign(cosigned(text, 5))
    return str(Note(text, (KEY.signature(LOG.sign(text.encode())), WITNESS.signature(seen))))


PROOF = write_proof(7, inclusion_proof(7, 20, full_tiles(LEAVES)), checkpoint(), ENTRIES[7])
RANGE = b"".join(
    write_range(
        Frontier().extended(LEAVES[:5]), ENTRIES[5:12], 12, consistency_proof(12, 20, full_tiles(LEAVES)), checkpoint()
    )
)
ALL = {"checkpoint": checkpoint().encode(), "proof": PROOF.encode(), "range": RANGE}
TRUST = kinds.Trust((KEY, WITNESS))


@pytest.mark.parametrize("name", ALL)
def test_each_kind_proves_itself_and_says_who_signed_and_who_saw(tmp_path, name):
    path = tmp_path / "file"
    path.write_bytes(ALL[name])

    outcome = kinds.verify(path, TRUST)
    assert outcome.status == kinds.PROVEN
    assert "witness.example（1970-01-01 00:00 UTC）" in outcome.zh
    assert "cosigned by witness.example" in outcome.en
    assert kinds.verify(path, kinds.Trust((KEY,))).status == kinds.PROVEN
    assert kinds.verify(path, kinds.Trust((WITNESS,))).status == kinds.OPEN


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ALL)), st.data())
def test_no_changed_byte_passes_as_proven(tmp_path_factory, name, data):
    content = bytearray(ALL[name])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("changed") / "file"
    path.write_bytes(bytes(content))

    outcome = kinds.verify(path, TRUST)
    # A line of another name or key is nobody's: ignored, and then its signature is missing in what is said.
    assert outcome.status != kinds.PROVEN or "cosigned by witness.example" not in outcome.en


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"c2sp.org/tlog-proof@v1\n", b"yunjian.ledger-range@v1\nstart 0\n", b"o\n1\n"]),
)
def test_noise_ends_in_a_sentence(tmp_path_factory, noise, head):
    path = tmp_path_factory.mktemp("noise") / "file"
    path.write_bytes(head + noise)

    assert kinds.verify(path, TRUST).status in (kinds.WRONG, kinds.UNREADABLE, kinds.OPEN)


@pytest.mark.parametrize(
    "content",
    [b"\n" * 100_000, b"yunjian.ledger-range@v1\nstart 0\n\n" + b"x" * 3_000_000, checkpoint().encode() * 500],
)
def test_large_ones_are_bounded(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)

    assert kinds.verify(path, TRUST).status in (kinds.WRONG, kinds.UNREADABLE)


def test_a_proof_without_its_entry_wants_the_hash(tmp_path, capsys):
    path = tmp_path / "p"
    path.write_text(write_proof(7, inclusion_proof(7, 20, full_tiles(LEAVES)), checkpoint()), encoding="utf-8")
    key = ["--key", str(KEY)]

    assert main([str(path), *key]) == kinds.OPEN
    assert main([str(path), *key, "--leaf", LEAVES[7].hex()]) == kinds.PROVEN
    assert main([str(path), *key, "--leaf", LEAVES[8].hex()]) == kinds.WRONG
    assert main([str(tmp_path / "missing"), *key]) == kinds.UNREADABLE
    with pytest.raises(SystemExit):
        main([str(path), "--key", "nonsense"])
    assert "叶哈希" in capsys.readouterr().out


def test_a_false_signature_under_a_known_key_spoils_the_whole():
    note = read_note(checkpoint().encode())
    spoiled = Note(note.text, (KEY.signature(bytes(64)), *note.signatures))

    with pytest.raises(Wrong):
        read_checkpoint(str(spoiled).encode()).signers([KEY])


@pytest.mark.parametrize(
    "change", [lambda key: key.replace("+", "", 1), lambda key: key[:-4] + "AAA=", lambda key: key + "x"]
)
def test_a_damaged_vkey_is_refused(change):
    with pytest.raises(Wrong):
        read_vkey(change(str(KEY)))


def test_the_published_key_hash_and_paths_are_ours():
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(-1, 5, 17).path == "tile/entries/005.p/17"
    assert [tile.path for tile in tiles_of(70_000)][-4:] == [
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert [tile.width for tile in bundles_of(300)] == [256, 44]


@given(st.integers(0, 10**9), st.integers(-1, 63), st.integers(1, 256))
def test_every_tile_is_found_again_by_its_path(index, level, width):
    tile = Tile(level, index, width)
    assert tile_at(tile.path) == tile


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_give_back_their_entries(entries):
    assert list(entries_in(bundle_of(entries))) == entries


def test_a_proof_file_is_read_as_it_is_written():
    found = read_proof(PROOF.encode())
    assert (found.index, found.entry, str(found.checkpoint.note)) == (7, ENTRIES[7], checkpoint())
