"""The order of steps: what is ready when others are done, and whether a plan can be walked to its end."""

from collections.abc import Collection, Iterable, Mapping

Plan = Mapping[str, Collection[str]]  # each step with those that must be done before it


def ready(plan: Plan, done: Collection[str], opened: Collection[str] = ()) -> list[str]:
    """The steps that may begin now: all before them are done, and they have not begun."""
    return [
        key
        for key, after in plan.items()
        if key not in done and key not in opened and all(each in done for each in after)
    ]


def waves(plan: Plan) -> list[list[str]]:
    """The steps in the order they become possible, those of one wave side by side; steps in a circle are left out."""
    found: list[list[str]] = []
    done: set[str] = set()
    while wave := ready(plan, done):
        found.append(wave)
        done.update(wave)
    return found


def unreachable(plan: Plan) -> list[str]:
    """Steps that wait for each other in a circle, or for one that is not there."""
    reached = _flat(waves(plan))
    return [key for key in plan if key not in reached]


def _flat(found: Iterable[Iterable[str]]) -> set[str]:
    return {key for wave in found for key in wave}
