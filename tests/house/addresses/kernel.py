"""Who may open the addresses of the kernel."""

from yunjian.kernel.models import Edition

from .audiences import EVERYONE, NOBODY, SENT, SYSTEM_ADMINISTRATOR

OPEN_TO = {
    "kernel:connections": SYSTEM_ADMINISTRATOR,
    "kernel:status": SYSTEM_ADMINISTRATOR,
    "kernel:retry_job": SENT,
    "kernel:give_up_job": SYSTEM_ADMINISTRATOR,
    "kernel:health": EVERYONE,
    "kernel:ready": NOBODY,
    "kernel:ready_web": EVERYONE,
    "kernel:metrics": EVERYONE,  # from this host, as the tests' clients are; its own tests say who else
    # A session opens none of the SENT ones here: what needs a key takes only a key.
    "api:openapi": EVERYONE,
    "api:nothing": SENT,
}


def arguments() -> dict[str, object]:
    return {
        "job_id": 1,
        "kind": "units",
        "key": "data-bureau",
        "valid_from": Edition.objects.get(kind="units", key="data-bureau").valid_from.isoformat(),
    }
