"""A new password from the command line."""

import pytest

from tests.district import PASSWORD, open_account
from yunjian.kernel.testing import recorded
from yunjian.parties import commands
from yunjian.parties.models import Account

pytestmark = pytest.mark.django_db


def test_replaces_the_old_one_is_printed_once_and_recorded(capsys):
    open_account("zhou")

    assert commands.new_password("zhou") == 0

    printed = capsys.readouterr().out.splitlines()[0].rsplit("：", 1)[1]
    account = Account.objects.get(username="zhou")
    assert account.check_password(printed)
    assert not account.check_password(PASSWORD)
    assert recorded()[-1].kind == "parties.account.password_set"


def test_is_refused_for_a_name_nobody_has(capsys):
    assert commands.new_password("nobody") == 1
    assert "nobody" in capsys.readouterr().err
