"""What whoever runs the installation asks of cases from the command line: who may move a case from where to where;
a draw recomputed."""

import json

from .logic.draw import picks
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


def states(*, as_json: bool) -> int:
    """Print for every state and part the acts that are done there; whatever is not named is refused."""
    print(json.dumps(matrix(), ensure_ascii=False, indent=2) if as_json else states_table())
    return 0


def matrix() -> dict[str, dict[str, list[str]]]:
    """State by part: the acts."""
    return {
        state: {part: [move.name for move in MOVES.values() if move.is_made(state, part)] for part in Part}
        for state in State
    }


def states_table() -> str:
    """The same as a Markdown table."""
    head = ["state", *(part.lower() for part in Part)]
    rows = [
        [str(Kept(state).label), *("、".join(f"`{name}`" for name in acts) or "—" for acts in parts.values())]
        for state, parts in matrix().items()
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]) + "\n"


def draw(seed: str, size: int, wanted: int) -> int:
    """Recompute a draw (RFC 3797): the places of its list in the order they are drawn."""
    for pick in picks(seed, size, wanted):
        print(f"{pick.digest}  {pick.divisor}  {pick.place}")
    return 0


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
