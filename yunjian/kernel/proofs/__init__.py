"""The ledger in public: signed checkpoints, tiles, proofs that outsiders check with ``yunjian_verify``, witnesses."""
