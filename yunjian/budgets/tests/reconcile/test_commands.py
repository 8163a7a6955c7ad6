"""The command ``yunjian budgets`` says what it found in files, without database, network or settings."""

import json
import subprocess
import sys
from random import Random

import pytest

from yunjian.budgets import commands

from .corpus.budget import Budget


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    text = Budget(Random(2)).text()
    (folder / "fine.md").write_text(text, encoding="utf-8")
    (folder / "wrong.md").write_text(text.replace("收入总计\t", "收入总计\t9", 1), encoding="utf-8")
    (folder / "other.txt").write_text("今天天气很好。", encoding="utf-8")
    return folder


def test_ends_with_0_where_nothing_is_an_error(files, capsys):
    assert commands.check([str(files / "fine.md")], False) == 0
    said = capsys.readouterr().out
    assert "云溪区数字事务局 2026年部门预算" in said
    assert "没有发现问题" in said


def test_ends_with_1_and_says_where_an_error_stands(files, capsys):
    assert commands.check([str(files / "fine.md"), str(files / "wrong.md")], False) == 1
    said = capsys.readouterr().out
    assert "错误 4 条" in said
    line = next(
        at for at, text in enumerate((files / "wrong.md").read_text("utf-8").split("\n"), 1) if "收入总计" in text
    )
    assert f"wrong.md:{line} 表1" in said
    assert "[BUD-C001]" in said


def test_ends_with_2_and_says_why_a_file_is_not_readable(files, capsys):
    assert commands.check([str(files / "other.txt"), str(files / "missing.txt"), str(files / "wrong.md")], False) == 2
    said = capsys.readouterr()
    assert "没有在文件中找到" in said.err
    assert "打不开这个文件" in said.err
    assert "BUD-C001" in said.out


def test_gives_the_same_as_json(files, capsys):
    assert commands.check([str(files / "wrong.md"), str(files / "other.txt")], True) == 2
    said = json.loads(capsys.readouterr().out)
    wrong, other = said["files"]
    assert wrong["counts"]["error"] == 4
    assert {finding["code"] for finding in wrong["findings"]} == {"BUD-C001", "BUD-C002", "BUD-N002"}
    finding = next(found for found in wrong["findings"] if found["code"] == "BUD-C001")
    assert finding["place"]["table"] == 1
    assert float(finding["stated"]) - float(finding["expected"]) == pytest.approx(float(finding["difference"]))
    assert {rule["code"] for rule in wrong["rules"] if not rule["applied"]} > {"FIN-001"}
    assert other["readable"] is False


def test_leaves_the_rules_on_codes_out_without_a_pack(files, tmp_path, capsys):
    commands.check([str(files / "fine.md")], False, pack=tmp_path)
    assert "DOC-E11-NAME 没有科目代码表" in capsys.readouterr().out


def test_reads_the_whole_structure(files, capsys):
    assert commands.read(str(files / "fine.md"), True) == 0
    assert len(json.loads(capsys.readouterr().out)["tables"]) == 9
    assert commands.read(str(files / "fine.md"), False) == 0
    assert "表 9 张" in capsys.readouterr().out
    assert commands.read(str(files / "other.txt"), False) == 2


def test_needs_no_django(files):
    script = (
        "import sys; from yunjian.budgets import commands; "
        f"commands.check([{str(files / 'fine.md')!r}], False); sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
