"""Every reason why something is not verified is said in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import yunjian_verify
from yunjian_verify import kinds
from yunjian_verify.credentials import REASONS
from yunjian_verify.words import CHINESE, in_chinese

HAN = re.compile("[\u3400-\u9fff]")


def calls(name: str) -> Iterator[ast.expr]:
    """The first argument of every such call in the package."""
    for path in sorted(Path(yunjian_verify.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
                yield node.args[0]


def sentence(said: ast.expr) -> str | None:
    """The sentence, with braces for what it fills in; None for one that comes from elsewhere."""
    if isinstance(said, ast.Constant):
        return str(said.value)
    if isinstance(said, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in said.values)
    return None


def test_every_wrong_has_its_chinese_sentence_and_every_sentence_its_wrong():
    said = {text for each in calls("Wrong") if (text := sentence(each))} | {"{} does not lead to {}"}
    assert said == set(CHINESE)


def test_every_refusal_has_its_reason_in_chinese():
    codes = {each.value for each in calls("Refused") if isinstance(each, ast.Constant)}
    assert codes - set(REASONS) == set()
    assert all(HAN.search(reason) for reason in REASONS.values())


@pytest.mark.parametrize("english", sorted(CHINESE))
def test_a_sentence_is_found_with_what_it_fills_in(english):
    fills = ["tile/0/000", "7"][: english.count("{}")]
    found = in_chinese(english.format(*fills))

    assert HAN.search(found) or "Base64" in found
    assert all(each in found for each in fills)


def test_a_file_that_is_not_verified_says_why_in_chinese(tmp_path):
    (tmp_path / "proof").write_text("c2sp.org/tlog-proof@v1\nindex x\n\nrest", encoding="utf-8")
    found = kinds.verify(tmp_path / "proof", kinds.Trust())
    assert (found.zh, found.en) == ("没有通过验证：不是数。", "Not verified: no number.")
