"""A refusal."""

import pytest

from yunjian.kernel.errors import Declined, Forbidden, Invalid, NotFound


class MaterialsMissing(Declined):
    """还缺这些材料。

    What the applicant has to bring stands in the details.
    """

    status = 422


def test_says_the_first_line_of_its_docstring():
    assert MaterialsMissing().sentence == str(MaterialsMissing()) == "还缺这些材料。"


def test_adds_its_details():
    refusal = MaterialsMissing(["图纸", "租约"])

    assert refusal.details == ("图纸", "租约")
    assert str(refusal) == "还缺这些材料：图纸；租约"
    assert MaterialsMissing("图纸").details == ("图纸",)


@pytest.mark.parametrize(
    ("kind", "status"), [(Declined, 409), (Forbidden, 403), (NotFound, 404), (Invalid, 422), (MaterialsMissing, 422)]
)
def test_carries_its_status(kind, status):
    assert kind().status == status
    assert kind().sentence.endswith("。")


def test_says_the_sentence_of_the_refusal_it_refines():
    class StillMissing(MaterialsMissing):
        pass

    assert StillMissing().sentence == "还缺这些材料。"
