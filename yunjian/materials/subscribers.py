"""What materials do when something happened: the next step of each file; erasing with its person."""

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.jobs import enqueue
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.subscribers import subscriber

from . import actions, jobs


@subscriber("materials.material.kept")
def check_what_was_kept(entry: Recorded) -> None:
    enqueue(jobs.check_material, material_id=entry.payload["material"])


@subscriber("materials.material.checked")
def copy_and_read_what_was_checked(entry: Recorded) -> None:
    enqueue(jobs.copy_material, material_id=entry.payload["material"])
    enqueue(jobs.read_material, material_id=entry.payload["material"])


@subscriber("materials.material.refused", "materials.material.erased")
def remove_the_file(entry: Recorded) -> None:
    enqueue(jobs.remove_file, material_id=entry.payload["material"])


@subscriber("materials.upload.completed")
def put_the_parts_together(entry: Recorded) -> None:
    enqueue(jobs.put_together, upload_id=entry.payload["upload"])


@subscriber("parties.erasure.done")
def erase_with_the_person(entry: Recorded) -> None:
    actions.erase_of_person(entry.payload["person"], by=SYSTEM, at=entry.at)
