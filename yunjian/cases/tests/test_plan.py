"""Steps begin when those before them are done, whatever their order in the file."""

from hypothesis import given
from hypothesis import strategies as st

from yunjian.cases.definitions import plan

LINE = {"check": (), "survey": ("check",), "draft": ("survey",)}
FORK = {"check": (), "fire": ("check",), "health": ("check",), "join": ("fire", "health")}


def test_in_a_line_one_follows_the_other():
    assert plan.waves(LINE) == [["check"], ["survey"], ["draft"]]


def test_side_by_side_steps_begin_together_and_the_join_waits_for_both():
    assert plan.ready(FORK, {"check"}) == ["fire", "health"]
    assert plan.ready(FORK, {"check", "fire"}, opened={"health"}) == []
    assert plan.ready(FORK, {"check", "fire", "health"}) == ["join"]


def test_steps_in_a_circle_and_behind_nothing_are_found():
    assert plan.unreachable({"a": ("b",), "b": ("a",), "c": (), "d": ("e",)}) == ["a", "b", "d"]


@given(st.integers(0, 12).flatmap(lambda n: st.lists(st.sets(st.integers(0, 11)), min_size=n, max_size=n)))
def test_a_plan_that_looks_back_only_is_walked_to_its_end_and_each_step_once(befores):
    steps = {str(n): tuple(str(b) for b in before if b < n) for n, before in enumerate(befores)}
    walked = [key for wave in plan.waves(steps) for key in wave]

    assert sorted(walked) == sorted(steps)
    assert all(walked.index(before) < walked.index(key) for key, after in steps.items() for before in after)
