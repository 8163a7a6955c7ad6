"""Handing in: the draft becomes a case, and again after what was missing is there; each time is kept as it was."""

import secrets
from datetime import datetime

from yunjian.cases import actions as cases
from yunjian.cases import queries as standing
from yunjian.cases.definitions import ChildPlan
from yunjian.kernel import ledger
from yunjian.kernel.action import action, hold
from yunjian.kernel.actor import Actor
from yunjian.kernel.compiled import insert, update
from yunjian.kernel.errors import Declined, Invalid

from .. import events, policy, queries
from ..definitions import Item
from ..logic.applying import commitment
from ..models import Application, Filing
from ..queries import ApplicationView
from .applying import NotOpen, require_open

State = Application.State
MOST_SAID = 20


class NotReady(Invalid):
    """还不能提交，请先改好列出的问题。"""


class NothingAskedFor(Declined):
    """窗口没有要求补正，不用再交。"""


@action
def hand_in_application(application_id: int, revision: int, *, by: Actor, at: datetime) -> int:
    """Open the case and submit it, in one: form right, no condition failed, every paper given.

    Returned is the number of the case; of the parent, where it is one thing of several items.

    The attached materials are lent to the unit for this case and nothing else.
    """
    row = _held(application_id, revision, by=by, at=at)
    if row.state != State.DRAFT:
        raise NotOpen()
    view = queries.view_of(row, at=at, reader=by)
    _require_ready(view, by=by, at=at)
    if row.kind == Application.Kind.THEME:
        row.parent_id = _one_thing(row, view, by=by, at=at)
    else:
        row.case_id = _one_case(row, view, by=by, at=at)
    row.state, row.handed_in_at = State.HANDED_IN, at
    update(row, "case", "parent", "state", "handed_in_at")
    filing = _file(row, view, 1, None, by=by, at=at)
    about, case, parent = f"{row.kind}/{row.key}", row.case_id or 0, row.parent_id or 0
    handed_in = events.ApplicationHandedIn(row.pk, about, case, parent, filing.pk, filing.commitment)
    ledger.record(handed_in, by=by, at=at)
    return case or parent


@action
def hand_in_again(application_id: int, revision: int, case_id: int, *, by: Actor, at: datetime) -> None:
    """What the window asked for is there: the case goes on where it waited, with what was newly attached."""
    row = _held(application_id, revision, by=by, at=at)
    if case_id not in queries.waiting_cases(row, at=at, reader=by):
        raise NothingAskedFor()
    view = queries.view_of(row, at=at, reader=by)
    _require_ready(view, by=by, at=at)
    case = standing.case_view(case_id, at=at, reader=by)
    own, others = _references(view, case.part)
    if new := [number for number in own if f"material:{number}" not in case.materials]:
        cases.attach_materials(case_id, new, by=by, at=at)
    told = next((_particulars(view, each) for each in view.items if case.part in ("", each.key)), {})
    if case.state == "PRE_RETURNED":
        cases.submit(case_id, particulars=told, by=by, at=at)
    elif case.state == "CORRECTING":
        cases.hand_in_correction(case_id, materials=others, particulars=told, by=by, at=at)
    else:
        cases.take_supplement(case_id, materials=others, particulars=told, by=by, at=at)
    filing = _file(row, view, row.filings.count() + 1, case_id, by=by, at=at)
    ledger.record(events.ApplicationHandedInAgain(row.pk, case_id, filing.pk, filing.commitment), by=by, at=at)


def _held(application_id: int, revision: int, *, by: Actor, at: datetime) -> Application:
    row = hold(Application.objects, application_id)
    policy.require_filler(by, row)
    require_open(row, revision, by=by, at=at)
    return row


def _one_case(row: Application, view: ApplicationView, *, by: Actor, at: datetime) -> int:
    [item] = view.items
    own, others = _references(view)
    told = _particulars(view, item)
    return cases.hand_in(
        item.procedure, row.applicant, row.title, own=own, materials=others, particulars=told, by=by, at=at
    )


def _one_thing(row: Application, view: ApplicationView, *, by: Actor, at: datetime) -> int:
    """Each item is a case of its own, in the theme's order; each gets the papers it asked for, lent to its own unit."""
    plans = [
        ChildPlan(
            key=item.key,
            procedure=item.procedure,
            subject=item.title[:200],
            after=view.ground.after(item.key, view.items),
            materials=tuple(_references(view, item.key)[1]),
            particulars=_particulars(view, item),
        )
        for item in view.items
    ]
    parent = cases.open_parent(row.title, row.applicant, plans, theme=row.key, edition=row.edition, by=by, at=at)
    for child in standing.parent_view(parent, at=at, reader=by).children:
        if own := _references(view, child.part)[0]:
            cases.attach_materials(child.case, own, by=by, at=at)
    cases.submit_parent(parent, by=by, at=at)
    return parent


def _particulars(view: ApplicationView, item: Item) -> dict[str, str]:
    """What the form tells of the certificate this item ends in."""
    form = next((each for each in view.ground.forms if item.key in each.items), None)
    if form is None or view.joined is None:
        return {}
    return item.particulars(form.tidy(view.joined.part(form.key, view.joined.form.tidy(view.values))))


def _require_ready(view: ApplicationView, *, by: Actor, at: datetime) -> None:
    if found := queries.problems(view, at=at, reader=by):
        raise NotReady(each.sentence for each in found[:MOST_SAID])


def _references(view: ApplicationView, item: str = "") -> tuple[list[int], list[str]]:
    """The materials to be lent, of one item where it is named; and the certificates that spare a paper."""
    papers = [each for each in view.papers if not item or any(of == item for of, _ in each.wanted.materials)]
    given = [each.given for each in papers if each.given is not None]
    own = [number for each in given for number in each.material_ids]
    return list(dict.fromkeys(own)), list(dict.fromkeys(each.certificate for each in given if each.certificate))


def _file(row: Application, view: ApplicationView, number: int, case: int | None, *, by: Actor, at: datetime) -> Filing:
    """Keep what was handed in as it stands now, tidied as it was checked."""
    values = view.form.tidy(view.values) if view.form else {}
    papers, salt = queries.settled(view.papers, reader=by), secrets.token_hex(16)
    filing = Filing(
        application=row,
        number=number,
        case_id=case,
        answers=row.answers,
        values=values,
        papers=papers,
        salt=salt,
        commitment=commitment(salt, row.answers, values, papers),
        filed_by=by.id,
        filed_at=at,
    )
    insert(filing)
    return filing
