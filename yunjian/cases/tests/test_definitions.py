"""A procedure keeps to the law, can be walked to its end, and its example comes out."""

from datetime import date

import pytest
from pydantic import ValidationError

from yunjian.cases.definitions import CaseExample, SpecialProcedure, StepPlan, StopExample

from .world import SERVICE_CENTRE, procedure, sign

CHECK = StepPlan(key="check", title="核对", units=(SERVICE_CENTRE,), days=2)


def test_its_example_comes_out():
    assert sign().check_example() == []


def test_an_example_that_does_not_is_told_what_is_right():
    wrong = procedure("x", steps=(CHECK,), example=CaseExample(accepted_on=date(2026, 3, 2), due_on=date(2026, 3, 13)))

    assert wrong.check_example() == ["步骤的先后是 check", "期满日期是 2026-03-16"]


def test_an_example_with_a_stop_is_worked_and_a_backward_one_refused():
    stop = StopExample(kind="HEARING", begins_on=date(2026, 3, 4), ends_on=date(2026, 3, 9))
    good = procedure("x", example=CaseExample(accepted_on=date(2026, 3, 2), stops=(stop,), due_on=date(2026, 3, 19)))
    back = stop.model_copy(update={"ends_on": date(2026, 3, 3)})
    bad = procedure("x", example=CaseExample(accepted_on=date(2026, 3, 2), stops=(back,), due_on=date(2026, 3, 19)))

    assert good.check_example() == []
    assert len(bad.check_example()) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"promised_days": 21}, "承诺时限"),
        ({"silence": "approved"}, "silence_basis"),
        ({"supplement": "stops"}, "supplement_basis"),
        ({"remedies": ""}, "remedies"),
        ({"steps": (CHECK, CHECK)}, "写了两次"),
        ({"steps": (CHECK.model_copy(update={"after": ("gone",)}),)}, "永远轮不到"),
        (
            {"special": (SpecialProcedure(kind="HEARING", basis="a"), SpecialProcedure(kind="HEARING", basis="b"))},
            "只写",
        ),
    ],
)
def test_what_breaks_the_law_or_cannot_end_is_refused_with_a_sentence(more, said):
    with pytest.raises(ValidationError, match=said):
        procedure("x", **more)


def test_what_it_holds_is_found_by_name():
    assert sign().step("fire").four_eyes
    assert sign().procedure_for("HEARING").at_most == 20
    assert sign().procedure_for("AUCTION") is None
