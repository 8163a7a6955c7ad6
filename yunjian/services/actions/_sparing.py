"""What the district holds already is not asked for: papers a register or a held certificate spares."""

from datetime import datetime

from yunjian.certificates import queries as certificates
from yunjian.kernel import ledger
from yunjian.kernel.actor import Actor

from .. import events, queries
from ..models import Application, GivenPaper

Way = GivenPaper.Way


def spare(row: Application, *, by: Actor, at: datetime) -> None:
    """Settle the papers nobody has given yet where a register has them, or the applicant's own certificate stands."""
    open_ones = [each.wanted for each in queries.view_of(row, at=at, reader=by).papers if each.given is None]
    valid = held_by(row, by=by, at=at) if any(each.certificate for each in open_ones) else {}
    made = []
    for each in open_ones:
        certificate = valid.get(each.certificate, 0)
        way = Way.CERTIFICATE if certificate else Way.REGISTER if each.looked_up_in else None
        if way is not None:
            named = f"certificate:{certificate}" if certificate else ""
            made.append(
                GivenPaper(application=row, paper=each.key, way=way, certificate=named, given_by=by.id, given_at=at)
            )
    GivenPaper.objects.bulk_create(made)
    for paper in made:
        ledger.record(events.PaperGiven(row.pk, paper.paper, paper.way), by=by, at=at)


def held_by(row: Application, *, by: Actor, at: datetime) -> dict[str, int]:
    """The applicant's own valid certificates by type, as far as the actor may know of them."""
    return {
        each.type: each.id
        for each in reversed(certificates.held(reader=by, at=at))
        if each.holder == row.applicant and each.standing.standing == "VALID"
    }
