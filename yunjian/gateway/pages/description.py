"""The OpenAPI document as pages show it: operations with their parameters, shapes, examples and curl lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

DEEPEST = 6
EXAMPLES = {
    "date": "2026-03-01",
    "date-time": "2026-03-01T09:00:00+08:00",
    "binary": "",
    "unit": "data-bureau",
    "q": "政务云",
    "fingerprint": "f3a9c2",
    "kind": "projects",
    "key": "2026-cloud",
    "valid_from": "2026-01-01",
    "url": "https://example.org/hooks/yunjian",
    "words": "已核对，将在下次公开时更正。",
    "reason": "与合同不符，按合同登记。",
    "cursor": "",
}


@dataclass(frozen=True)
class Field:
    """A parameter, or a property of a shape: its name, its type in words, and what it means."""

    name: str
    where: str
    kind: str
    refers_to: str
    is_required: bool
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One status an operation answers with."""

    status: str
    text: str
    media: str
    shape: str
    example: str


@dataclass(frozen=True)
class Operation:
    """One operation, ready to be shown."""

    name: str
    method: str
    path: str
    title: str
    text: str
    tag: str
    scope: str
    needs_key: bool
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    body_media: str
    body_example: str
    answers: tuple[Answer, ...]
    curl: str


@dataclass(frozen=True)
class Description:
    """The whole document."""

    document: dict[str, Any]

    def operations(self, base: str = "") -> Iterator[Operation]:
        for path, methods in self.document["paths"].items():
            for method, given in methods.items():
                yield self._operation(path, method, given, base)

    def fields(self, schema: dict[str, Any], where: str = "body") -> tuple[Field, ...]:
        found = self._resolved(schema)
        required = set(found.get("required", ()))
        return tuple(
            self._field(name, each, where, name in required) for name, each in found.get("properties", {}).items()
        )

    def _operation(self, path: str, method: str, given: dict[str, Any], base: str) -> Operation:
        parameters = tuple(
            self._field(each["name"], each["schema"], each["in"], each.get("required", False))
            for each in given.get("parameters", ())
        )
        media, shape = _content(given.get("requestBody", {}))
        schema = shape.get("schema", {})
        body = self.example(schema) if media else None
        return Operation(
            name=given["operationId"],
            method=method.upper(),
            path=path,
            title=given.get("summary", ""),
            text=given.get("description", ""),
            tag=(given.get("tags") or [""])[0],
            scope=given.get("x-scope", ""),
            needs_key=bool(given.get("security")),
            parameters=parameters,
            body=self.fields(schema) if media else (),
            body_media=media,
            body_example=pretty(body) if media == "application/json" else "",
            answers=tuple(self._answer(status, each) for status, each in given["responses"].items()),
            curl=self._curl(path, method, given, parameters, media, body, base),
        )

    def _field(self, name: str, schema: dict[str, Any], where: str, required: bool) -> Field:
        kind, reference = self._kind(schema)
        plain = self._without_null(schema)
        choices = tuple(map(str, plain.get("enum", [plain["const"]] if "const" in plain else ())))
        text = schema.get("description", plain.get("description", ""))
        return Field(name, where, kind, reference, required, text, choices)

    def _kind(self, schema: dict[str, Any]) -> tuple[str, str]:
        """The type as it is written, and the shape it refers to."""
        plain = self._without_null(schema)
        optional = "" if plain is schema else " | null"
        if "$ref" in plain:
            name = plain["$ref"].rsplit("/", 1)[-1]
            return f"{name}{optional}", name
        if plain.get("type") == "array":
            inner, name = self._kind(plain.get("items", {}))
            return f"{inner}[]{optional}", name
        if "anyOf" in plain:
            return " | ".join(self._kind(each)[0] for each in plain["anyOf"]), ""
        written = plain.get("format") or plain.get("type") or "any"
        return f"{written}{optional}", ""

    @staticmethod
    def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
        kinds = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
        return kinds[0] if len(kinds) == 1 and len(schema["anyOf"]) == 2 else schema

    def _answer(self, status: str, given: dict[str, Any]) -> Answer:
        media, shape = _content(given)
        kind, reference = self._kind(shape.get("schema", {})) if shape else ("", "")
        example = pretty(self.example(shape["schema"])) if media.endswith("json") else ""
        return Answer(status, given.get("description", ""), media, reference or kind, example)

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            found: dict[str, Any] = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
            return found
        return schema

    def example(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """Something that fits the shape."""
        found = self._resolved(self._without_null(schema))
        if "const" in found or found.get("enum"):
            return found.get("const", (found.get("enum") or [None])[0])
        if found.get("default") is not None:
            return found["default"]
        kind = found.get("type")
        if kind == "object" and "properties" in found and depth < DEEPEST:
            return {key: self.example(each, key, depth + 1) for key, each in found["properties"].items()}
        if kind == "array":
            return [self.example(found.get("items", {}), name, depth + 1)] if depth < DEEPEST else []
        plain = {"integer": found.get("minimum", 1), "number": 1, "boolean": False, "object": {}, "null": None}
        if kind in plain:
            return plain[kind]
        return EXAMPLES.get(found.get("format", ""), EXAMPLES.get(name, "1200.50" if "pattern" in found else "…"))

    def _curl(
        self, path: str, method: str, given: dict[str, Any], parameters: tuple[Field, ...], media: str, body: Any,
        base: str,
    ) -> str:  # fmt: skip
        query = {}
        for each in given.get("parameters", ()):
            value = self.example(each["schema"], each["name"])
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", str(value))
            elif each.get("required"):
                query[each["name"]] = value
        words = ["curl"] + ([f"-X {method.upper()}"] if method != "get" else [])
        if given.get("security"):
            words.append('-H "Authorization: Bearer $YUNJIAN_KEY"')
        if "If-Match" in given.get("description", ""):
            words.append("-H 'If-Match: \"…\"'")
        if media == "application/json":
            words.append(f"-H 'Content-Type: application/json' -d '{json.dumps(body, ensure_ascii=False)}'")
        elif media:
            words.append("-F unit=data-bureau -F file=@budget.pdf")
        words.append(f"'{base}{path}{'?' + urlencode(query) if query else ''}'")
        return " \\\n  ".join(words)


def _content(given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The media type and what is in it; neither where there is no content."""
    found: tuple[str, dict[str, Any]] = next(iter(given.get("content", {}).items()), ("", {}))
    return found


def pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
