"""What runs later: a file that was handed in is read and checked, outside of any transaction."""

import contextlib
import functools
import hashlib
import logging
from datetime import date
from pathlib import Path

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.errors import Declined
from yunjian.kernel.jobs import job
from yunjian.parties import queries as parties

from . import actions, logic, queries
from .definitions import CodeTable, DisclosureFile
from .logic.codes import CodeBook
from .logic.confined import read_confined
from .logic.disclosure import Disclosure, Unreadable
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
        found = reconcile(structure, code_book(structure.year))
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


def code_book(year: int) -> CodeBook:
    """The classification codes of a year, as the district's catalogue has them."""
    tables = catalogue.all_in_force(CodeTable, on=date(year, 12, 31)) if year else []
    return CodeBook.from_tables(
        {"key": table.key, "entries": [entry.model_dump() for entry in table.codes]} for table in tables
    )


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
