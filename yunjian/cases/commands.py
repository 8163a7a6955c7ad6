"""What whoever runs the installation asks of cases from the command line: who may move a case from where to where."""

import json

from .logic.states import MOVES, Move, Part, State
from .models import State as Kept

MARK = "●"


def moves(*, as_json: bool) -> int:
    """Print every act on a case beside the parts in which it is done and the states it leads from and to."""
    print(json.dumps([_plain(move) for move in MOVES.values()], ensure_ascii=False, indent=2) if as_json else table())
    return 0


def table() -> str:
    """The acts as a Markdown table: ● for each part that may; then from which states to which, the rule, its basis."""
    head = ["act", *(part.lower() for part in Part), "from", "to", "规则", "依据"]
    rows = [
        [
            f"`{move.name}`",
            *(MARK if part in move.parts else "" for part in Part),
            _named(move.sources),
            _named(move.targets),
            move.rule,
            move.basis,
        ]
        for move in MOVES.values()
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]) + "\n"


def _named(states: frozenset[State]) -> str:
    """In the order of the way."""
    return "、".join(str(Kept(state).label) for state in State if state in states)


def _plain(move: Move) -> dict[str, object]:
    return {
        "act": move.name,
        "parts": list(move.parts),
        "from": [state for state in State if state in move.sources],
        "to": [state for state in State if state in move.targets],
        "rule": move.rule,
        "basis": move.basis,
    }
