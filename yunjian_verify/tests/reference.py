"""RFC 6962 as its text defines it, slowly and by itself: the verifier that judges ours. It imports nothing of ours."""

from hashlib import sha256

Proof = list[bytes]


def root(data: list[bytes]) -> bytes:
    """MTH(D[n]) of §2.1; ``data`` are leaf hashes."""
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return data[0]
    k = split(len(data))
    return sha256(b"\x01" + root(data[:k]) + root(data[k:])).digest()


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, data: list[bytes]) -> Proof:
    """PATH(m, D[n]) of §2.1.1."""
    if len(data) == 1:
        return []
    k = split(len(data))
    if m < k:
        return [*path(m, data[:k]), root(data[k:])]
    return [*path(m - k, data[k:]), root(data[:k])]


def proof(m: int, data: list[bytes]) -> Proof:
    """PROOF(m, D[n]) of §2.1.2."""
    return _subproof(m, data, True)


def _subproof(m: int, data: list[bytes], complete: bool) -> Proof:
    if m == len(data):
        return [] if complete else [root(data)]
    k = split(len(data))
    if m <= k:
        return [*_subproof(m, data[:k], complete), root(data[k:])]
    return [*_subproof(m - k, data[k:], False), root(data[:k])]


def climbs_to(leaf: bytes, m: int, n: int, given: Proof) -> bytes | None:
    """The root that PATH leads to, from above down: None when it has not the length it must have."""
    if n == 1:
        return leaf if not given else None
    if not given:
        return None
    k = split(n)
    rest, last = given[:-1], given[-1]
    if m < k:
        left = climbs_to(leaf, m, k, rest)
        return None if left is None else sha256(b"\x01" + left + last).digest()
    right = climbs_to(leaf, m - k, n - k, rest)
    return None if right is None else sha256(b"\x01" + last + right).digest()
