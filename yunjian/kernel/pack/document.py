"""YAML 1.2 as a pack may use it: text, numbers, dates, lists, mappings, each with its line; nothing computes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .mistake import Mistake

LARGEST = 1024 * 1024  # bytes in a file
DEEPEST = 20
MOST = 100_000  # values in a file

_INTEGER = re.compile(r"[-+]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9]\d*)\.\d+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}

# What the YAML library says, in the words of somebody who writes a pack.
_PROBLEMS = (
    ("\\t", "缩进不能用制表符（Tab），请改用空格"),
    ("mapping values are not allowed", "这一行多了一个冒号，或者上一行的缩进不对；值里有冒号时请加引号"),
    ("could not find expected ':'", "这一行缺少冒号，键和值之间要写成“键: 值”"),
    ("expected <block end>", "缩进与上面各行对不齐"),
    ("unexpected end of stream", "引号或括号没有结束"),
    ("expected ',' or", "方括号或花括号里缺少逗号，或者没有结束"),
    ("cannot start any token", "这个字符不能放在值的开头，请给值加引号"),
    ("expected the node content", "这里缺少内容"),
    ("special characters are not allowed", "文件中有不可见的控制字符"),
)


@dataclass(slots=True)
class Node:
    """A value, the line it begins on, and its parts by key or index."""

    value: Any
    line: int
    parts: dict[str | int, "Node"] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


def read_documents(data: bytes, file: str) -> tuple[list[Node], list[Mistake]]:
    """The documents of a file and what is wrong with the way it is written; on a mistake no document is given."""
    text, mistake = _decode(data, file)
    if mistake is not None:
        return [], [mistake]
    builder = _Builder(file)
    try:
        documents = builder.read(text)
    except YAMLError as error:
        builder.add(_line_of(error, text), "", "bad-yaml", f"YAML 写法有误：{_problem(error)}。")
    except (OverflowError, ValueError):  # the library trips over "\\UFFFFFFFF", which is no character
        builder.add(0, "", "bad-yaml", "YAML 写法有误：引号里反斜杠后面的编号不是一个字符。")
    except _Enough:
        pass
    return ([], builder.mistakes) if builder.mistakes else (documents, [])


def _decode(data: bytes, file: str) -> tuple[str, Mistake | None]:
    if len(data) > LARGEST:
        return "", Mistake(file, 0, "", "too-large", f"文件有 {len(data):,} 字节，一个文件不能超过 {LARGEST:,} 字节。")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        guess = _other_encoding(data)
        sentence = f"文件不是 UTF-8 编码{guess}，请用编辑器另存为 UTF-8 后再试。"
        return "", Mistake(file, line, "", "bad-encoding", sentence)


def _other_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "（看起来是 UTF-16）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（看起来是 GBK）"


def _line_of(error: YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return mark.line + 1
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position if isinstance(position, int) else 0) + 1


def _problem(error: YAMLError) -> str:
    said = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or getattr(error, 'reason', '')}"
    return next((ours for theirs, ours in _PROBLEMS if theirs in said), said.strip() or "无法读出")


class _Enough(Exception):
    """A limit was passed: the rest of the file is not worth reading."""


class _Builder:
    """Builds nodes from the events of the YAML library, refusing what a pack may not use."""

    def __init__(self, file: str):
        self.file = file
        self.mistakes: list[Mistake] = []
        self.count = 0

    def add(self, line: int, path: str, code: str, sentence: str) -> None:
        self.mistakes.append(Mistake(self.file, line, path, code, sentence))

    def read(self, text: str) -> list[Node]:
        events = YAML(typ="safe", pure=True).parse(text)
        documents: list[Node] = []
        for event in events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if event.version or event.tags:
                self.add(event.start_mark.line + 1, "", "directive", "不要写 % 开头的 YAML 指令。")
            node = self._node(next(events), events, "", 1)
            if node.value is not None:
                documents.append(node)
        return documents

    def _node(self, event: Event, events: Iterator[Event], path: str, depth: int) -> Node:
        line = event.start_mark.line + 1
        self._refuse_what_computes(event, line, path)
        self.count += 1
        if depth > DEEPEST or self.count > MOST:
            limit = f"嵌套超过 {DEEPEST} 层" if depth > DEEPEST else f"内容超过 {MOST:,} 项"
            self.add(line, path, "too-large", f"{limit}，后面的内容没有读。")
            raise _Enough
        if isinstance(event, MappingStartEvent):
            return self._mapping(line, events, path, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(line, events, path, depth)
        if isinstance(event, ScalarEvent):
            return Node(_plain(event.value) if event.style is None else event.value, line)
        return Node(None, line)

    def _refuse_what_computes(self, event: Event, line: int, path: str) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self.add(line, path, "alias", f"不能用 *{anchor} 引用别处的内容，请把内容写在这里。")
        elif anchor:
            self.add(line, path, "anchor", f"不能用 &{anchor} 做标记，请把内容分别写出。")
        elif tag:
            self.add(line, path, "tag", f"不能用 {tag} 这样的类型标记，直接写值即可。")

    def _mapping(self, line: int, events: Iterator[Event], path: str, depth: int) -> Node:
        node = Node({}, line)
        while not isinstance(event := next(events), MappingEndEvent):
            key_line = event.start_mark.line + 1
            name = event.value if isinstance(event, ScalarEvent) else ""
            if not isinstance(event, ScalarEvent) or name == "<<":
                self.add(key_line, path, "bad-key", "这里的键要写成文字，不能是列表、映射、引用或 <<。")
            self._node(event, events, path, depth + 1)
            inner = f"{path}.{name}" if path else name
            if name in node.value:
                first = node.key_lines[name]
                self.add(key_line, inner, "duplicate-key", f"{name} 写了两次，第一次在第 {first} 行，请删去一个。")
            part = self._node(next(events), events, inner, depth + 1)
            node.value[name], node.parts[name] = part.value, part
            node.key_lines.setdefault(name, key_line)
        return node

    def _sequence(self, line: int, events: Iterator[Event], path: str, depth: int) -> Node:
        node = Node((), line)
        items: list[Any] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            part = self._node(event, events, f"{path}[{len(items)}]", depth + 1)
            node.parts[len(items)] = part
            items.append(part.value)
        node.value = tuple(items)
        return node


def _plain(text: str) -> Any:
    """What an unquoted value means: nothing, true or false, a whole number, an exact decimal, a date, else text.

    ``yes``, ``no``, ``on`` and ``off`` are text, and so is a number with leading zeros: a code keeps its zeros.
    """
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= 40 else text
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
