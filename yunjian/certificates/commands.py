"""``yunjian certificates root``: the root certificate whoever reads signed PDFs is to trust: 0 printed, 1 not there."""

import sys
from contextlib import suppress
from hashlib import sha256
from ssl import DER_cert_to_PEM_cert

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined

from . import actions, queries
from .logic.chain import ChainUnfit


def root() -> int:
    """Print it as PEM, its SHA-256 to compare by telephone before it; the keys are made when there are none yet."""
    now = timezone.now()
    try:
        with suppress(actions.Certified):
            actions.certify_keys(by=SYSTEM, at=now)
        chain = queries.signing_chain(reader=SYSTEM, at=now)
    except (Declined, ChainUnfit, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    if not chain:
        return 1
    digest = sha256(chain[-1]).hexdigest().upper()
    print("# SHA-256 " + ":".join(digest[at : at + 2] for at in range(0, len(digest), 2)))
    print(DER_cert_to_PEM_cert(chain[-1]), end="")
    return 0
