"""Proofs in the tree of RFC 6962."""

import random
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian_verify import merkle
from yunjian_verify.merkle import Wrong, leaf_hash, verify_consistency, verify_inclusion
from yunjian_verify.tiles import consistency_proof, full_tiles, inclusion_proof

from . import reference

DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(each)) for each in DATA]
# Published with Certificate Transparency: the roots of 1 to 8 of these leaves, and proofs between them.
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
_SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_THIRD_FOURTH = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_FIFTH_ON = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_SEVENTH_EIGHTH = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_FIFTH_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = {
    (0, 1): [],
    (0, 8): [_SECOND, _THIRD_FOURTH, _FIFTH_ON],
    (5, 8): [_FIFTH, _SEVENTH_EIGHTH, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], _THIRD_FOURTH, _FIFTH],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [_SECOND, _THIRD_FOURTH, _FIFTH_ON],
    (6, 8): [_FIFTH_SIXTH, _SEVENTH_EIGHTH, ROOTS[4]],
    (2, 5): [_THIRD_FOURTH, _FIFTH],
}

MANY = [leaf_hash(b"%d" % number) for number in range(300)]


def told(hexadecimal: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in hexadecimal]


def reader(leaves: list[bytes]):
    """Tiles of a tree in memory."""
    return full_tiles(leaves)


@cache
def root_at(size: int) -> bytes:
    return merkle.root_of(MANY[:size])


@pytest.mark.parametrize("size", ROOTS)
def test_the_published_roots_are_ours(size):
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_proofs_are_ours_and_verify(index, size):
    proof = told(INCLUSION[index, size])

    assert inclusion_proof(index, size, reader(LEAVES[:size])) == proof
    verify_inclusion(LEAVES[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_published_consistency_proofs_are_ours_and_verify(old, new):
    proof = told(CONSISTENCY[old, new])

    assert consistency_proof(old, new, reader(LEAVES[:new])) == proof
    verify_consistency(old, new, proof, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]))


def test_every_size_to_300_has_proofs_that_both_verifiers_accept():
    tiles = reader(MANY)
    for size in range(1, 301):
        for index in {0, size // 3, size // 2, size - 1, (size * 7) % size}:
            proof = inclusion_proof(index, size, tiles)
            verify_inclusion(MANY[index], index, size, proof, root_at(size))
            assert reference.climbs_to(MANY[index], index, size, proof) == root_at(size)
        for old in {0, 1, size // 2, size // 3, size - 1, size}:
            verify_consistency(old, size, consistency_proof(old, size, tiles), root_at(old), root_at(size))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100, 255, 256, 257, 300])
def test_proofs_and_roots_are_those_of_the_rfcs_own_definition(size):
    leaves, tiles = MANY[:size], reader(MANY[:size])

    assert merkle.root_of(leaves) == reference.root(leaves)
    for index in {0, size // 2, size - 1}:
        assert inclusion_proof(index, size, tiles) == reference.path(index, leaves)
        assert consistency_proof(index + 1, size, tiles) == reference.proof(index + 1, leaves)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 300), st.data())
def test_every_mutation_of_a_proof_is_refused(size, data):
    index, tiles = data.draw(st.integers(0, size - 1)), reader(MANY[:size])
    proof, root = inclusion_proof(index, size, tiles), root_at(size)
    for wrong in mutations(proof, data):
        with pytest.raises(Wrong):
            verify_inclusion(MANY[index], index, size, wrong, root)
    other = data.draw(st.integers(0, size + 3).filter(lambda at: at != index))
    with pytest.raises(Wrong):
        verify_inclusion(MANY[index], other, size, proof, root)
    with pytest.raises(Wrong):
        verify_inclusion(sha256(b"another").digest(), index, size, proof, root)
    with pytest.raises(Wrong):
        verify_inclusion(MANY[index], index, size, proof, sha256(root).digest())

    old = data.draw(st.integers(0, size))
    step = consistency_proof(old, size, tiles)
    for wrong in mutations(step, data):
        with pytest.raises(Wrong):
            verify_consistency(old, size, wrong, root_at(old), root)
    with pytest.raises(Wrong):
        verify_consistency(old, size, step, root_at(old), sha256(root).digest()) if old else (
            verify_consistency(1, 0, step, root_at(1), root)
        )
    with pytest.raises(Wrong):
        verify_consistency(old, size, step, sha256(b"rewritten").digest(), root)


def mutations(proof: list[bytes], data) -> list[list[bytes]]:
    """Longer, shorter, out of order, a bit turned, a hash cut short."""
    found = [[*proof, sha256(b"more").digest()], [*proof, b""], [b"\x00" * 32] * 65]
    if proof:
        at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        turned = bytearray(proof[at])
        turned[bit // 8] ^= 1 << bit % 8
        found += [proof[:at] + proof[at + 1 :], [*proof[:at], bytes(turned), *proof[at + 1 :]]]
        found += [[*proof[:at], proof[at][:-1], *proof[at + 1 :]]]
        if proof[::-1] != proof:
            found.append(proof[::-1])
    return found


@pytest.mark.heavy
def test_random_trees_to_100_000_have_proofs_that_both_verifiers_accept():
    dice = random.Random(20260302)
    leaves = [sha256(b"leaf %d" % number).digest() for number in range(100_000)]
    tiles, roots, frontier = reader(leaves), {}, merkle.Frontier()
    for size in sorted(dice.sample(range(1, 100_001), 60)):
        frontier = frontier.extended(leaves[frontier.size : size])
        roots[size] = frontier.root
    for size, root in roots.items():
        for _ in range(20):
            index, old = dice.randrange(size), dice.choice([known for known in roots if known <= size])
            proof = inclusion_proof(index, size, tiles)
            verify_inclusion(leaves[index], index, size, proof, root)
            assert reference.climbs_to(leaves[index], index, size, proof) == root
            verify_consistency(old, size, consistency_proof(old, size, tiles), roots[old], root)
