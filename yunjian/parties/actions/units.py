"""What can happen to the unit tree: it is brought in step with the district's definitions."""

from datetime import date, datetime

from django.utils import timezone

from yunjian.kernel import catalogue, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import Actor

from .. import definitions, events, logic, policy
from ..models import Unit

_FIELDS = ("title", "short_title", "parent_id", "level", "order", "division_code", "uscc", "uscc_flag", "valid_to")


@action
def adopt_units(*, by: Actor, at: datetime) -> None:
    """Make the units those of the definitions in force on that day.

    Nothing is ever deleted: a unit that is no longer defined is closed from that day, and what it did stays its own.
    A unit that comes back is opened again.
    """
    policy.require_administrator(by, policy.ADOPT_UNITS)
    declared = {unit.key: unit for unit in catalogue.all_in_force(definitions.Unit, on=timezone.localdate(at))}
    kept = Unit.objects.select_for_update().in_bulk()
    created, changed = [], []
    for unit in _parents_first(declared):
        row = kept.get(unit.key)
        if row is None:
            Unit(key=unit.key, valid_from=unit.valid_from, **_columns(unit)).save(force_insert=True)
            created.append(unit.key)
        elif any(getattr(row, name) != value for name, value in _columns(unit).items()):
            for name, value in _columns(unit).items():
                setattr(row, name, value)
            row.save(update_fields=_FIELDS)
            changed.append(unit.key)
    closed = _close(
        [row for key, row in kept.items() if key not in declared and row.valid_to is None], timezone.localdate(at)
    )
    ledger.record(events.UnitsAdopted(tuple(created), tuple(changed), tuple(closed)), by=by, at=at)


def _columns(unit: definitions.Unit) -> dict:
    code = unit.uscc or ""
    return {
        "title": unit.title,
        "short_title": unit.short_title,
        "parent_id": unit.parent,
        "level": unit.level,
        "order": unit.order,
        "division_code": unit.division or "",
        "uscc": code,
        "uscc_flag": logic.credit_code_flag(code) if code else "",
        "valid_to": None,
    }


def _parents_first(declared: dict[str, definitions.Unit]) -> list[definitions.Unit]:
    """The units so that each follows its parent, whose row it points to."""
    ordered: dict[str, definitions.Unit] = {}

    def place(key: str, below: tuple[str, ...] = ()) -> None:
        unit = declared.get(key)
        if unit is None or key in ordered or key in below:
            return
        if unit.parent is not None:
            place(unit.parent, (*below, key))
        ordered[key] = unit

    for key in declared:
        place(key)
    return list(ordered.values())


def _close(rows: list[Unit], day: date) -> list[str]:
    for row in rows:
        row.valid_to = max(day, row.valid_from)
        row.save(update_fields=["valid_to"])
    return [row.key for row in rows]
