"""Who may open the addresses of cases."""

from .audiences import EVERYONE, NOBODY, SENT, SIGNED_IN

LEADER = frozenset({"leader"})

OPEN_TO = {
    # Whoever has a role that works on cases, which nobody of this cast has: the tests of the pages say who.
    "cases:todo": NOBODY,
    "cases:todo_export": NOBODY,
    "cases:desks": NOBODY,
    "cases:figures": LEADER,
    "cases:figures_export": LEADER,
    "cases:regions": NOBODY,
    "cases:regions_export": NOBODY,
    "cases:with_causes": LEADER,
    "cases:start": SIGNED_IN,
    "cases:mine": SIGNED_IN,
    "cases:new": SIGNED_IN,
    # The applicant's, or that of those who work on it.
    "cases:case": SENT,
    "cases:act": SENT,
    "cases:attach": SENT,
    "cases:package": NOBODY,
    "cases:archives": NOBODY,
    "cases:inspections": NOBODY,
    "cases:inspection": NOBODY,
    "cases:document": SENT,
    "cases:document_make": SENT,
    "cases:document_receive": SENT,
    "cases:parent": SENT,
    "cases:parent_submit": SENT,
    "cases:parent_withdraw": SENT,
    # Anybody may recompute a draw; in this cast none was announced: the tests of inspections open one.
    "cases:draws": EVERYONE,
    "cases:draw": NOBODY,
    "cases:hold_draw": SENT,
    "cases:bulk": SENT,
    "cases:seat": SENT,
    "cases:unseat": SENT,
    "cases:deputy": SENT,
    "cases:release": SENT,
    # What is the key owner's own.
    "api:list_cases": SENT,
    "api:read_case": SENT,
}


ONLY: dict[str, dict[str, object]] = {"cases:document_make": {"kind": "acceptance"}}


def arguments() -> dict[str, object]:
    numbers = ("case_id", "deputyship_id", "inspection_id", "draw_id", "parent_id", "document_id")
    return {**dict.fromkeys(numbers, 1), "act": "accept"}
