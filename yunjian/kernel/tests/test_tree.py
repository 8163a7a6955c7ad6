"""The ledger's tree."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunjian.kernel.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash

# The published vectors of Certificate Transparency: eight leaves, and the root after each.
LEAVES = [
    bytes.fromhex(data)
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=70)


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, as it is written down: split at the largest power of two below the number of leaves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(naive_root(leaves[:half]), naive_root(leaves[half:]))


@pytest.mark.parametrize("size", range(9))
def test_has_the_published_roots(size):
    hashes = [leaf_hash(data) for data in LEAVES[:size]]

    assert Frontier().extended(hashes).root.hex() == ROOTS[size]


def test_hashes_leaves_and_nodes_apart():
    assert leaf_hash(b"").hex() == ROOTS[1]
    assert leaf_hash(b"ab") != node_hash(b"a", b"b")
    assert Frontier().root == EMPTY_ROOT


@given(hashes)
def test_has_the_root_of_the_recursive_definition(leaves):
    assert Frontier().extended(leaves).root == naive_root(leaves)


@given(hashes, hashes)
def test_grows_in_batches_as_it_grows_leaf_by_leaf(first, second):
    assert Frontier().extended(first).extended(second) == Frontier().extended(first + second)


@given(hashes)
def test_needs_one_hash_for_each_one_in_its_size(leaves):
    frontier = Frontier().extended(leaves)

    assert frontier.size == len(leaves)
    assert len(frontier.peaks) == bin(len(leaves)).count("1")
    assert Frontier.from_bytes(frontier.size, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(("size", "peaks"), [(-1, b""), (1, b""), (2, b"x" * 64), (3, b"x" * 63)])
def test_is_not_read_from_bytes_of_another_size(size, peaks):
    with pytest.raises(ValueError, match="no frontier"):
        Frontier.from_bytes(size, peaks)
