"""Registering an enterprise."""

import pytest

from tests.cast import CHEN, LI, NOON, ZHENG, ZHOU
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.errors import Forbidden, Invalid
from yunjian.kernel.testing import recorded
from yunjian.parties import actions, queries
from yunjian.parties.models import Enterprise

pytestmark = pytest.mark.django_db
CODE = "91350100M000100Y43"


def test_keeps_its_plain_code_and_leaves_a_record():
    pk = actions.register_enterprise("云间软件有限公司", "9135 0100 m000 100y43", "021-67735012", by=ZHOU, at=NOON)

    [shown] = queries.enterprises("云间", reader=ZHENG).rows
    assert (shown.uscc, shown.uscc_doubt, shown.phone) == (CODE, "", "021******12")
    assert recorded()[0].payload == {"enterprise": pk, "flags": []}


def test_is_declined_when_a_new_entry_holds_a_doubtful_code():
    with pytest.raises(actions.IdentifierDoubtful, match="校验位不符"):
        actions.register_enterprise("云间软件有限公司", "91350100M000100Y44", by=ZHOU, at=NOON)
    with pytest.raises(Invalid):
        actions.register_enterprise("云间软件有限公司", by=ZHOU, at=NOON)

    assert not Enterprise.objects.exists()
    assert recorded() == []


def test_keeps_a_doubtful_code_of_old_data_as_given_and_flags_it():
    actions.register_enterprise("老企业", "2222222222222", from_old_data=True, by=CHEN, at=NOON)
    actions.register_enterprise("云间软件有限公司", CODE, by=CHEN, at=NOON)

    found = queries.enterprises(doubtful=True, reader=ZHOU)
    assert [(row.name, row.uscc, row.uscc_doubt) for row in found.rows] == [("老企业", "2222222222222", "长度不对")]
    assert queries.enterprises(reader=ZHOU).total == 2
    assert queries.enterprises("9135 0100", reader=ZHOU).total == 1


def test_is_declined_when_the_code_is_registered_already():
    actions.register_enterprise("云间软件有限公司", CODE, by=ZHOU, at=NOON)

    with pytest.raises(actions.AlreadyRegistered):
        actions.register_enterprise("另一家公司", CODE, by=ZHOU, at=NOON)
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHENG])
def test_is_not_for_a_stranger_nor_for_the_auditor(stranger):
    with pytest.raises(Forbidden):
        actions.register_enterprise("云间软件有限公司", CODE, by=stranger, at=NOON)

    assert not Enterprise.objects.exists()
    if not stranger.grants:
        with pytest.raises(Forbidden):
            queries.enterprises(reader=stranger)
