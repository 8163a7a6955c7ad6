"""What runs later: a file that was handed in is read and checked, outside of any transaction."""

import contextlib
import functools
import hashlib
import logging
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import clock, job
from yunjian.parties import queries as parties

from . import actions, logic, queries
from .definitions import DisclosureFile
from .logic.confined import read_confined
from .logic.disclosure import Disclosure, Unreadable
from .logic.publication.composing import compose
from .logic.publication.files import written
from .logic.reconcile import reconcile

log = logging.getLogger(__name__)
SECONDS = 120
MEGABYTES = 1024
SOMETHING_WENT_WRONG = "读取程序出了问题，文件已经保存好了。请稍后点“再读一次”；仍然不行，请告诉管理员。"


@functools.cache
def reader_edition() -> str:
    """A digest of the code that reads and checks: another reader may read the same file better."""
    folder = Path(logic.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@job(queue="reading", retries=3)
def read_file(disclosure_id: int) -> None:
    """Read one file and keep what was read and found, or why it could not be read."""
    disclosure = queries.disclosure(disclosure_id, reader=SYSTEM)
    if disclosure.state == "WITHDRAWN" or queries.was_read_by(disclosure_id, reader_edition(), reader=SYSTEM):
        return
    actions.start_reading(disclosure_id, by=SYSTEM, at=timezone.now())
    try:
        structure = _read(disclosure_id, disclosure.unit)
        found = reconcile(structure, queries.code_book(structure.year, reader=SYSTEM))
        actions.read_disclosure(disclosure_id, structure, found, reader=reader_edition(), by=SYSTEM, at=timezone.now())
    except (Unreadable, Declined) as refusal:
        actions.mark_unreadable(disclosure_id, str(refusal), by=SYSTEM, at=timezone.now())
    except Exception:
        log.exception("reading disclosure %s failed", disclosure_id)
        actions.mark_unreadable(disclosure_id, SOMETHING_WENT_WRONG, by=SYSTEM, at=timezone.now())
        raise


def _read(disclosure_id: int, unit: str) -> Disclosure:
    original = queries.original(disclosure_id, reader=SYSTEM)
    structure = read_confined(original.data, original.name, seconds=SECONDS, megabytes=MEGABYTES)
    keys = {title: key for key, title in parties.unit_titles(reader=SYSTEM).items()}
    if keys.get(structure.body, unit) != unit:
        raise actions.WrongBody(structure.body)
    return structure


def load_pack_disclosures(folder: Path) -> int:
    """Keep and read the files the catalogue's disclosures name in a district's folder; called after it was published.

    What is kept and read already is left alone, so it may be called at every start. It reads at once and tells how
    many files it read.
    """
    read = 0
    known = queries.originals_known(reader=SYSTEM)
    for definition in catalogue.all_in_force(DisclosureFile, on=timezone.localdate()):
        data = (folder / definition.file).read_bytes()
        key = (definition.unit, hashlib.sha256(data).hexdigest())
        if key in known and known[key][1] == reader_edition():
            continue
        if key in known:
            disclosure_id = known[key][0]
        else:
            disclosure_id = actions.load_published(
                definition.unit, Path(definition.file).name, data, by=SYSTEM, at=timezone.now()
            )
        with contextlib.suppress(Exception):  # kept as unreadable, with its reason; the start goes on
            read_file(disclosure_id)
        read += 1
    return read


@job(queue="reading", retries=3)
def write_forms(disclosure_id: int) -> None:
    """Write a published disclosure as PDF, Word and Excel; what cannot be made says why and may be asked for again."""
    composition = compose(queries.published_content(disclosure_id, reader=SYSTEM))
    at = queries.disclosure(disclosure_id, reader=SYSTEM).received_at
    for form in ("pdf", "docx", "xlsx"):
        data, problem = written(composition, form, at)
        actions.keep_form(disclosure_id, form, data, problem, by=SYSTEM, at=timezone.now())


@clock("30 8 * * *")
def watch_deadlines(at: datetime) -> None:
    """Every morning: what must be published within days, or should have been, is announced once."""
    for deadline in queries.deadlines(reader=SYSTEM, today=timezone.localdate(at)):
        if deadline.to_announce and deadline.due_on:
            actions.announce_deadline(deadline.id, deadline.to_announce, deadline.due_on, by=SYSTEM, at=at)
