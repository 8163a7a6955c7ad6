"""Bringing the staff in step with a file of the personnel system."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import CHEN, DATA_BUREAU, LI, NOON, ZHOU
from tests.district import small_district
from yunjian.identity import actions, commands, queries
from yunjian.identity.logic import staff_file
from yunjian.identity.models import StaffRecord
from yunjian.kernel.actor import ANONYMOUS, SYSTEM
from yunjian.kernel.errors import Forbidden
from yunjian.kernel.testing import recorded
from yunjian.parties import queries as parties
from yunjian.parties.models import Account, Person

HEAD = "工号,姓名,单位,职务,状态,用户名,手机号,用户标识\n"
WANG = "A01,王小明,data-bureau,科长,在职,wang,13800000001,S-1\n"
LIU = "A02,刘芳,上海市松江区政务服务中心,科员,在职,,,\n"
LATER = NOON + timedelta(days=1)


def lines(*rows):
    found, mistakes = staff_file.read((HEAD + "".join(rows)).encode(), is_json=False)
    assert mistakes == ()
    return found


def synchronise(*rows, at=NOON, **more):
    return actions.synchronise_staff(lines(*rows), "government", by=SYSTEM, at=at, **more)


@pytest.fixture
def district(db):
    small_district()


def test_synchronise_staff_adds_people_with_accounts_and_posts_and_is_recorded(district):
    plan = actions.synchronise_staff(lines(WANG, LIU), "government", by=SYSTEM, at=NOON)

    assert [(change.kind, change.number) for change in plan.changes] == [
        ("ADD", "A01"),
        ("LINK", "A01"),
        ("APPOINT", "A01"),
        ("ADD", "A02"),
        ("APPOINT", "A02"),
    ]
    assert sorted(Account.objects.values_list("username", "name")) == [("A02", "刘芳"), ("wang", "王小明")]
    [root] = parties.directory("科长", reader=ZHOU, at=NOON)
    assert root.below[0].posts[0].person == "王小明"
    account = Account.objects.get(username="wang").pk
    assert queries.account_of_subject("government", "S-1", reader=SYSTEM) == account
    told = recorded("identity.staff.synchronised")[0].payload
    assert (told["added"], told["changed"], told["left"], told["returned"]) == (2, 3, 0, 0)
    assert "王小明" not in str(recorded())


def test_synchronise_staff_is_declined_when_nothing_changed(district):
    synchronise(WANG, LIU)
    before = len(recorded())

    with pytest.raises(actions.NothingToChange):
        synchronise(LIU, WANG, at=LATER)
    assert len(recorded()) == before


def test_synchronise_staff_moves_lets_leave_and_return(district):
    synchronise(WANG, LIU)
    moved = WANG.replace("data-bureau,科长", "data-bureau-office,主任")
    changes = synchronise(moved, at=LATER).changes
    assert [(change.kind, change.number) for change in changes] == [
        ("APPOINT", "A01"),
        ("RELIEVE", "A01"),
        ("RELIEVE", "A02"),
        ("LEAVE", "A02"),
    ]
    assert not Account.objects.get(username="A02").is_active
    assert StaffRecord.objects.get(number="A02").has_left

    back = synchronise(moved, LIU, at=LATER + timedelta(days=1)).changes
    assert [change.kind for change in back] == ["RETURN", "APPOINT"]
    assert Account.objects.get(username="A02").is_active
    assert Person.objects.count() == 2

    gone = synchronise(moved.replace("在职", "离职"), LIU, at=LATER + timedelta(days=2)).changes
    assert [change.kind for change in gone] == ["LEAVE", "RELIEVE"]


def test_synchronise_staff_is_declined_when_half_would_leave_unless_told_so(district):
    many = [f"B{number:02},人员,data-bureau,科员,在职,,,\n" for number in range(12)]
    synchronise(*many)

    with pytest.raises(actions.TooManyLeave):
        synchronise(*many[:5], at=LATER)
    assert Account.objects.filter(is_active=False).count() == 0
    synchronise(*many[:5], at=LATER, allow_many=True)
    assert Account.objects.filter(is_active=False).count() == 7


def test_synchronise_staff_is_declined_as_a_whole_for_an_unknown_unit_or_a_name_in_use(district):
    synchronise(WANG)
    wrong = [WANG, LIU.replace("上海市松江区政务服务中心", "不存在的局"), "A03,张三,data-bureau,科员,在职,wang3,,\n"]
    with pytest.raises(actions.StaffFileWrong, match="第 3 行“单位”：现在是“不存在的局”"):
        synchronise(*wrong)
    with pytest.raises(actions.StaffFileWrong, match="没有人用过的用户名"):
        synchronise("A09,王五,data-bureau,科员,在职,wang,,\n", allow_many=True)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("stranger", [ANONYMOUS, LI, ZHOU])
def test_synchronise_staff_is_for_no_stranger(district, stranger):
    with pytest.raises(Forbidden):
        actions.synchronise_staff(lines(WANG), by=stranger, at=NOON)
    with pytest.raises(Forbidden):
        queries.staff_changes(lines(WANG), reader=stranger, at=NOON)
    assert not Account.objects.exists()


def test_the_security_administrator_may_look_at_the_changes_first(district):
    plan = queries.staff_changes(lines(WANG), reader=CHEN, at=NOON)

    assert str(plan.changes[0]) == "第 2 行  工号 A01  新增人员和账号"
    assert str(plan.changes[1]) == f"第 2 行  工号 A01  任职 {DATA_BUREAU} 科长"


def test_the_command_shows_each_change_makes_them_once_and_names_each_mistake(district, tmp_path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text(HEAD + WANG + LIU, encoding="gb18030")
    assert commands.staff(path, apply=False) == 0
    assert "A02  任职 government-service-centre 科员" in capsys.readouterr().out
    assert not Account.objects.exists()
    assert commands.staff(path, apply=True) == 0
    assert "已同步，共 4 项" in capsys.readouterr().out
    assert commands.staff(path, apply=True) == 0
    assert "不用同步" in capsys.readouterr().out

    path.write_text(HEAD + WANG.replace("13800000001", "138") + LIU.replace("在职", "在"), encoding="utf-8")
    assert commands.staff(path, apply=True) == 1
    said = capsys.readouterr().err
    assert "第 2 行“手机号”：现在是“138”，应为11 位手机号" in said
    assert "第 3 行“状态”：现在是“在”，应为在职或离职" in said
    assert commands.staff(tmp_path / "nothing.csv", apply=True) == 2


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("", 1, "必须有"),
        ("工号,姓名\n", 1, "必须有"),
        (HEAD.replace("工号", "编号") + WANG, 1, "工号"),
        (HEAD + "A01,王小明\n", 2, "8 列"),
        (HEAD + WANG + 'A02,"刘芳\n', 3, "引号"),
        (HEAD + WANG.replace("科长", ""), 2, "不能空着"),
        (HEAD + WANG + WANG.replace("王小明", "王大明"), 3, "与第 2 行相同"),
        (HEAD + WANG + LIU.replace("在职,,", "在职,wang,"), 3, "第 2 行已经用了"),
        (HEAD + WANG.replace("wang", "wa ng"), 2, "字母"),
        (HEAD + WANG.replace("A01", "A" * 41), 2, "40"),
    ],
)
def test_every_mistake_has_its_line_and_what_was_expected(text, line, expected):
    _lines, mistakes = staff_file.read(text.encode(), is_json=False)

    assert mistakes[0].line == line
    assert expected in mistakes[0].expected


def test_a_json_file_says_the_same(district):
    row = {"工号": "A01", "姓名": "王小明", "单位": "data-bureau", "职务": "科长", "状态": "在职"}
    found, mistakes = staff_file.read(json.dumps([row, row | {"职务": "主任"}]).encode(), is_json=True)
    assert mistakes == ()
    assert [each.title for each in found] == ["科长", "主任"]
    for wrong in ("{}", "[1]", "[", '[{"工号": [1]}]', '[{"工号": "1"}]', "[" * 100_000):
        assert staff_file.read(wrong.encode(), is_json=True)[1]


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: (HEAD + text).encode())), st.booleans()
)
def test_no_file_whatever_breaks_the_reader(data, is_json):
    found, mistakes = staff_file.read(data, is_json=is_json)

    assert all(mistake.line >= 1 and mistake.expected for mistake in mistakes)
    assert all(each.number and each.name for each in found)
