"""Who may open the addresses of the kernel."""

from django.utils import timezone

from yunjian.kernel import sealer
from yunjian.kernel.models import Edition
from yunjian.kernel.proofs import checkpoints

from .audiences import AUDIT_ADMINISTRATOR, EVERYONE, NOBODY, SENT, SYSTEM_ADMINISTRATOR

OPEN_TO = {
    "kernel:connections": SYSTEM_ADMINISTRATOR,
    "kernel:status": SYSTEM_ADMINISTRATOR,
    "kernel:retry_job": SENT,
    "kernel:give_up_job": SYSTEM_ADMINISTRATOR,
    "kernel:health": EVERYONE,
    "kernel:ready": NOBODY,
    "kernel:ready_web": EVERYONE,
    "kernel:metrics": EVERYONE,  # from this host, as the tests' clients are; its own tests say who else
    "kernel:checkpoint": EVERYONE,
    "kernel:tile": EVERYONE,  # of hashes; bundles of entries are the auditor's: kernel/tests/proofs/test_pages.py
    "kernel:ledger": EVERYONE,
    "kernel:proof": EVERYONE,  # with the entry inside for those it is about
    "kernel:export_ledger": AUDIT_ADMINISTRATOR,
    # A session opens none of the SENT ones here: what needs a key takes only a key.
    "api:openapi": EVERYONE,
    "api:nothing": SENT,
}


def arguments() -> dict[str, object]:
    sealer.seal()
    checkpoints.sign(at=timezone.now())
    return {
        "job_id": 1,
        "tile": "0/000.p/1",
        "index": 0,
        "kind": "units",
        "key": "data-bureau",
        "valid_from": Edition.objects.get(kind="units", key="data-bureau").valid_from.isoformat(),
    }
