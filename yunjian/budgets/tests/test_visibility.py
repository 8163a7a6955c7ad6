"""What is not published is seen by the unit's officers, the audit administrator and leaders only."""

import pytest

from tests.cast import CHEN, DATA_BUREAU, HE, LI, SUN, WU, ZHENG, ZHOU
from yunjian.budgets import queries
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", [ZHOU, ZHENG, SUN], ids=lambda actor: actor.name)
def test_is_shown_to_those_who_look_after_it(reader, handed_in):
    disclosure = handed_in(read=False)

    assert queries.disclosure(disclosure, reader=reader).state == "RECEIVED"
    assert queries.original(disclosure, reader=reader).data
    assert [draft.id for draft in queries.drafts(reader=reader)] == [disclosure]


@pytest.mark.parametrize("reader", [ANONYMOUS, LI, WU, CHEN, HE], ids=lambda actor: actor.name)
def test_is_not_there_for_anybody_else(reader, handed_in, client):
    disclosure = handed_in(read=False)

    for ask in (queries.disclosure, queries.original, queries.structure, queries.encoded_structure):
        with pytest.raises(NotFound):
            ask(disclosure, reader=reader)
    assert queries.drafts(reader=reader) == []
    assert queries.overview(reader=reader).years == ()
    assert queries.search("预算", reader=reader) == []
    assert client.get(f"/budgets/disclosures/{disclosure}/").status_code == 404


def test_is_never_a_figure_of_the_district_before_it_is_read(handed_in):
    disclosure = handed_in(read=False)

    assert queries.overview(reader=ZHOU).years == ()
    assert queries.department(DATA_BUREAU, reader=ZHOU).rows == ()
    with pytest.raises(NotFound):
        queries.table(disclosure, 1, reader=ZHOU)
    assert queries.findings(disclosure, reader=ZHOU) == []
    assert queries.project_notes(disclosure, reader=ZHOU) == []
