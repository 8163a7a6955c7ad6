"""How each paper is given: attached, spared, promised, to follow, brought to the window."""

from collections.abc import Sequence
from datetime import datetime

from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import Declined, Invalid
from yunjian.materials import queries as drawers

from .. import events, policy, queries
from ..logic.applying import WantedPaper
from ..models import Application, GivenPaper
from ._sparing import held_by
from .applying import require_open

Way = GivenPaper.Way
MOST_FILES = 20


class PaperUnknown(Invalid):
    """这份申请不要这份材料。请刷新页面再办。"""


class NotThisWay(Declined):
    """这份材料不能这样给。请从列出的给法里选一种。"""


class NothingAttached(Invalid):
    """请选出要附上的材料，一份最多二十个文件。"""


class WrongType(Declined):
    """附上的不是这里要的材料。请选对应种类的材料，没有的先交存。"""


class NoCertificate(Declined):
    """没有查到申请人有效的这种电子证照。请附上材料，或者选别的给法。"""


@action
def give_paper(
    application_id: int,
    revision: int,
    paper: str,
    way: str,
    *,
    materials: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Say how a paper is given, in a way the item allows; another way than before takes its place.

    Attached materials stay in the drawer until the application is handed in: then they are lent, for this one case.
    """
    row = _held(application_id, revision, by=by, at=at)
    wanted = _wanted(row, paper, by, at)
    _require_way(row, wanted, way, by)
    given = {"materials": [], "certificate": "", "words": ""}
    if way == Way.MATERIAL:
        given["materials"] = _attachable(row, wanted, materials, by, at)
    elif way == Way.CERTIFICATE:
        number = held_by(row, by=by, at=at).get(wanted.certificate)
        if number is None:
            raise NoCertificate()
        given["certificate"] = f"certificate:{number}"
    elif way == Way.PROMISE:
        given["words"] = wanted.promise
    GivenPaper.objects.update_or_create(
        application=row, paper=paper, defaults={"way": way, "given_by": by.id, "given_at": at, **given}
    )
    _counted(row, at)
    ledger.record(events.PaperGiven(row.pk, paper, way), by=by, at=at)
    return row.revision


@action
def take_back_paper(application_id: int, revision: int, paper: str, *, by: Actor, at: datetime) -> int:
    """Undo how a paper is given; a material stays in the drawer."""
    row = _held(application_id, revision, by=by, at=at)
    gone, _ = GivenPaper.objects.filter(application=row, paper=paper).delete()
    if not gone:
        raise PaperUnknown()
    _counted(row, at)
    ledger.record(events.PaperTakenBack(row.pk, paper), by=by, at=at)
    return row.revision


def _held(application_id: int, revision: int, *, by: Actor, at: datetime) -> Application:
    row = hold(Application.objects, application_id)
    policy.require_filler(by, row)
    require_open(row, revision, by=by, at=at)
    return row


def _counted(row: Application, at: datetime) -> None:
    row.revision, row.saved_at = row.revision + 1, at
    row.save(update_fields=["revision", "saved_at"])


def _wanted(row: Application, paper: str, by: Actor, at: datetime) -> WantedPaper:
    papers = queries.view_of(row, at=at, reader=by).papers
    found = next((each.wanted for each in papers if each.wanted.key == paper), None)
    if found is None:
        raise PaperUnknown()
    return found


def _require_way(row: Application, wanted: WantedPaper, way: str, by: Actor) -> None:
    """Only the window says that it has the paper in hand; it does not open the applicant's drawer."""
    if policy.assists(by, row):
        allowed = {*wanted.ways, Way.AT_WINDOW} - {Way.MATERIAL, Way.CERTIFICATE}
    else:
        allowed = set(wanted.ways)
    if way not in allowed:
        raise NotThisWay()


def _attachable(row: Application, wanted: WantedPaper, numbers: Sequence[int], by: Actor, at: datetime) -> list[str]:
    """Materials of the applicant's own drawer, of the right type; what is still being checked may be named already."""
    chosen = sorted(set(numbers))
    if not 0 < len(chosen) <= MOST_FILES:
        raise NothingAttached()
    found = [drawers.material(number, reader=by, at=at) for number in chosen]
    for each in found:
        if each.holder != row.applicant or (wanted.type and each.type != wanted.type):
            raise WrongType(each.file_name)
        if each.state not in ("KEPT", "CHECKED"):
            raise WrongType(each.file_name)
    return [f"material:{each.id}" for each in found]
