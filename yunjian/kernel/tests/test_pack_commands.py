"""The pack commands check, compare and publish a folder, and say what they found."""

import json

import pytest

from yunjian.kernel import catalogue
from yunjian.kernel.models import Edition, Entry
from yunjian.kernel.pack import commands

from .kinds import FEE, FILES, KINDS, Fee, write


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "somewhere", FILES)


def test_check_counts_what_is_there(folder, capsys):
    assert commands.check(folder, KINDS) == 0

    assert capsys.readouterr().out == "某区（somewhere）没有错误：办事处 1，收费 1。\n"


def test_check_says_every_mistake_with_its_place(folder, capsys):
    write(folder, {"fees/copy.yaml": FEE.replace("office: main", "office: mian").replace("0.50 元", "0.50")})
    write(folder, {"fees/scan.yaml": FEE.replace("key: copy", "key: scan").replace("office: main", "office: mian")})

    assert commands.check(folder, KINDS) == 1

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "fees/copy.yaml:5 amount：这里要写金额和单位，例如 58.501 万元；现在写的是“0.50”。",
        "fees/scan.yaml:3 office：定义包里没有 offices/mian.yaml。",
    ]
    assert said.err == "共 2 处错误，一项也没有装入。\n"


def test_check_gives_the_same_as_data(folder, capsys):
    write(folder, {"fees/copy.yaml": FEE.replace("office: main", "office: mian")})

    assert commands.check(folder, KINDS, as_json=True) == 1

    [mistake] = json.loads(capsys.readouterr().out)["mistakes"]
    assert mistake == {
        "file": "fees/copy.yaml",
        "line": 3,
        "path": "office",
        "code": "dangling",
        "sentence": "定义包里没有 offices/mian.yaml。",
    }


@pytest.mark.parametrize("as_json", [False, True])
def test_check_ends_with_2_when_it_is_no_pack(tmp_path, capsys, as_json):
    assert commands.check(tmp_path / "nowhere", KINDS, as_json=as_json) == 2

    said = capsys.readouterr()
    assert "不是一个文件夹" in said.out + said.err


@pytest.mark.django_db
def test_publish_adds_what_is_new_and_only_that(folder, capsys):
    assert commands.publish(folder, KINDS) == 0
    assert commands.publish(folder, KINDS) == 0

    assert capsys.readouterr().out.splitlines() == [
        "某区：新发布 2 个版本，0 个版本先前已经发布。",
        "某区：新发布 0 个版本，2 个版本先前已经发布。",
    ]
    assert Entry.objects.filter(kind="catalogue.pack.published").count() == 1


@pytest.mark.django_db
def test_publish_loads_nothing_of_a_broken_pack(folder):
    write(folder, {"fees/copy.yaml": "key: copy\n"})

    assert commands.publish(folder, KINDS) == 1
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_publish_names_the_edition_that_was_changed_and_what_to_do(folder, capsys):
    commands.publish(folder, KINDS)
    write(folder, {"fees/copy.yaml": FEE.replace("title: 复印费", "title: 复印")})

    assert commands.publish(folder, KINDS) == 1
    said = capsys.readouterr().err
    assert "收费 copy（复印）2026-01-01 起的版本的内容与已发布的不同" in said
    assert "另加一份写明新生效日期的版本" in said


@pytest.mark.django_db
def test_diff_tells_field_by_field(folder, capsys):
    commands.publish(folder, KINDS)
    changed = FEE.replace("0.50 元", "0.80 元").replace("0.00005 万元", "0.8 元").replace("share: 40", "share: 30")
    later = FEE.replace("2026-01-01", "2027-01-01")
    write(folder, {"fees/copy.yaml": f"{changed}---\n{later}"})
    capsys.readouterr()

    assert commands.diff(folder, KINDS) == 1
    assert capsys.readouterr().out.splitlines() == [
        "＋ 收费 copy（复印费）2027-01-01 起的版本",
        "！ 收费 copy（复印费）2026-01-01 起的版本：已发布的版本不能改动，请另加一份写明新生效日期的版本",
        "    amount：原来是“0.50 元”，现在是“0.80 元”",
        "    example.yuan：原来是“0.00005 万元”，现在是“0.8 元”",
        "    steps[0].share：原来是“40”，现在是“30”",
        "新增 1，改动 1，定义包里没有 0，相同 1。",
    ]


@pytest.mark.django_db
def test_diff_tells_what_the_folder_no_longer_has(folder, capsys):
    commands.publish(folder, KINDS)
    (folder / "fees" / "copy.yaml").unlink()
    capsys.readouterr()

    assert commands.diff(folder, KINDS, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["missing"] == [{"kind": "fees", "key": "copy", "valid_from": "2026-01-01"}]
    assert (found["added"], found["changed"], found["unchanged"]) == ([], [], 1)
    assert catalogue.editions(Fee, "copy")
