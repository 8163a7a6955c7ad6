"""The ledger's Merkle tree is the one that outsiders check: ``yunjian_verify.merkle``."""

from yunjian_verify.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash

__all__ = ["EMPTY_ROOT", "Frontier", "leaf_hash", "node_hash"]
