"""What people and firms of the demonstration keep in their drawers, and one material lent to an office."""

from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.typesetting import NoFont
from yunjian.materials import actions as materials
from yunjian.materials import jobs as material_jobs
from yunjian.materials.definitions import MaterialType
from yunjian.materials.models import vault
from yunjian.parties import queries as parties

from .accounts import WINDOW, counter
from .acting import WHY, staff
from .printing import printed

MATERIALS = 3  # at most, of each holder


def fill_drawer(owner: Actor, *, at: datetime) -> None:
    """Materials, one of them lent to an office that opened it. Without a font for Chinese there are none."""
    holder = drawer(owner).partition(":")[0]
    found = [
        each for each in catalogue.all_in_force(MaterialType, on=timezone.localdate(at))
        if holder in each.holders and "pdf" in each.formats and each.example.text
    ]  # fmt: skip
    found.sort(key=lambda each: (not each.archived, each.key))
    kept = []
    for kind in found[:MATERIALS]:
        try:
            kept.append(keep(owner, kind, kind.title, issued=kind.example.issued, at=at))
        except NoFont:
            return
    if kept:
        material_jobs.check_material(kept[0])  # the others are checked by the worker, as they always are
        _lend(kept[0], owner)


def drawer(owner: Actor) -> str:
    """Whose drawer it is: the firm's, for which somebody acts, or one's own."""
    return owner.acting_for or next(iter(owner.owns))


def keep(owner: Actor, kind: MaterialType, title: str, *, issued: date | None = None, at: datetime) -> int:
    """A page with the words of the type's example is put into the drawer; issued today, unless said otherwise."""
    paper = printed(title, kind.example.text or title)
    sealed = vault().keep([paper], most=len(paper))
    today = timezone.localdate(at)
    on = min(issued or today, today)
    return materials.keep_material(
        drawer(owner), kind.key, f"{title}（样例）.pdf", sealed, issued_on=on, by=owner, at=at
    )


def _lend(material: int, owner: Actor) -> None:
    """Two consents: one that was used, one that was taken back."""
    unit = counter(parties.unit_titles(reader=owner))
    running = materials.lend([material], unit, "样例办件-1", WHY, by=owner, at=timezone.now())
    materials.use(running, material, by=staff(WINDOW), at=timezone.now())
    ended = materials.lend([material], unit, "样例办件-2", WHY, by=owner, at=timezone.now())
    materials.withdraw_consent(ended, by=owner, at=timezone.now())
