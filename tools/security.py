"""The checklists of docs/security, made into pages by ``make docs``, and what is wrong with them."""

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "security"
STATES = {"shown": "shown", "provided elsewhere": "elsewhere", "not applicable": "—", "not met": "**not met**"}
CHAPTERS = {
    "V1": "Encoding and sanitization", "V2": "Validation and business logic", "V3": "Web frontend",
    "V4": "API and web service", "V5": "File handling", "V6": "Authentication", "V7": "Session management",
    "V8": "Authorization", "V9": "Self-contained tokens", "V10": "OAuth and OIDC", "V11": "Cryptography",
    "V12": "Secure communication", "V13": "Configuration", "V14": "Data protection",
    "V15": "Secure coding and architecture", "V16": "Logging and error handling", "V17": "WebRTC",
}  # fmt: skip
_ASVS_HEAD = """# OWASP ASVS 5.0, levels 1 and 2

Every requirement of levels 1 and 2 of the Application Security Verification Standard 5.0.0, in our own short words,
under its number. *shown* names the test that shows it; *elsewhere* names who has to provide it; *not met* says why.
"""
_DENGBAO_HEAD = """# 等级保护第三级对照

GB/T 22239-2019 第三级安全计算环境（8.1.4）逐条，以及其他层面。
*shown* 列出证明它的测试；*elsewhere* 写明由谁提供；*not met* 写明原因。
条款编号取自公开的测评工具（L3-CES1-16 在其中空缺）；具体阈值由本平台选定，最终以测评机构的结论为准。
"""


@dataclass(frozen=True)
class Line:
    """One requirement: what it asks, how it stands, and what shows it or who provides it."""

    id: str
    asks: str
    state: str
    level: int = 0
    shown_by: tuple[str, ...] = ()
    provider: str = ""
    note: str = ""


def lines(name: str) -> list[Line]:
    rows = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return [Line(**row | {"shown_by": tuple(row.get("shown_by", ()))}) for row in rows]


@cache
def tests_of(path: str) -> frozenset[str]:
    """The tests a file defines: ``test_x`` or ``TestY::test_x``."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    found = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return frozenset(name for name in found if name.split("::")[-1].startswith("test_"))


def wrong(found: list[Line]) -> list[str]:
    """What is wrong with a checklist: twice the same, nothing that shows it, nobody who provides it, no such test."""
    said = [f"{each}: twice" for each, count in Counter(line.id for line in found).items() if count > 1]
    for line in found:
        if line.state not in STATES:
            said.append(f"{line.id}: no such state as {line.state}")
        if (line.state == "shown") != bool(line.shown_by) or (line.state == "provided elsewhere") != bool(
            line.provider
        ):
            said.append(f"{line.id}: names neither a test nor a provider, or the wrong one of them")
        if line.state in ("not applicable", "not met") and not line.note:
            said.append(f"{line.id}: does not say why")
        said += [
            f"{line.id}: there is no test {each}"
            for each in line.shown_by
            if each.partition("::")[2] not in tests_of(each.partition("::")[0])
        ]
    return said


def asvs() -> str:
    found = lines("asvs")
    parts = [_head(_ASVS_HEAD, found)]
    for chapter, title in CHAPTERS.items():
        rows = [line for line in found if line.id.split(".")[0] == chapter]
        parts.append(
            f"## {chapter} {title}\n\n| id | level | asks | state | shown by, or who, or why |\n|---|---|---|---|---|\n"
        )
        parts[-1] += "\n".join(f"| {each.id} | {each.level} | {_row(each)}" for each in rows)
    return "\n\n".join(parts) + "\n"


def dengbao() -> str:
    found = lines("dengbao")
    table = "| 编号 | 要求 | 状态 | 由什么证明、由谁提供、为什么 |\n|---|---|---|---|\n"
    return (
        f"{_head(_DENGBAO_HEAD, found)}\n\n{table}" + "\n".join(f"| {each.id} | {_row(each)}" for each in found) + "\n"
    )


def _head(text: str, found: list[Line]) -> str:
    counted = Counter(line.state for line in found)
    summary = ", ".join(f"{state} {counted[state]}" for state in STATES)
    return f"<!-- Made by `make docs`; do not edit. -->\n\n{text}\n{len(found)} lines: {summary}."


def _row(line: Line) -> str:
    says = [*(f"`{each}`" for each in line.shown_by), line.provider, line.note]
    return f"{line.asks} | {STATES[line.state]} | {'<br>'.join(filter(None, says))} |"


PAGES = {"asvs": asvs, "dengbao": dengbao}


def main() -> None:
    for name, make in PAGES.items():
        (FOLDER / f"{name}.md").write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
