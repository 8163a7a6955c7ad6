"""The OpenAPI document as it is kept for review, and what a change of it would take back from those who use it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "docs" / "reference" / "openapi.json"
LIMITS_DOWN = ("maximum", "maxLength", "maxItems")
LIMITS_UP = ("minimum", "minLength", "minItems")


def current() -> dict[str, Any]:
    """The document as the code makes it now."""
    from yunjian.kernel.api.root import document

    made: dict[str, Any] = json.loads(json.dumps(document()))
    return made


def breaches(kept: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What those who rely on ``kept`` would lose with ``now``: nothing, within a version."""
    found: list[str] = []
    for path, methods in kept["paths"].items():
        for method, before in methods.items():
            after = now["paths"].get(path, {}).get(method)
            name = f"{method.upper()} {path}"
            found += [f"{name} is gone"] if after is None else _operation(name, before, after)
    asked = _bodies(kept)
    for name, before in kept["components"]["schemas"].items():
        after = now["components"]["schemas"].get(name)
        found += [f"{name} is gone"] if after is None else _shape(name, before, after, is_asked=name in asked)
    return found


def _operation(name: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if before.get("x-scope") != after.get("x-scope") or bool(before.get("security")) != bool(after.get("security")):
        yield f"{name} asks for another key"
    parameters = {(each["in"], each["name"]): each for each in after.get("parameters", ())}
    known = set()
    for each in before.get("parameters", ()):
        known.add((each["in"], each["name"]))
        other = parameters.get((each["in"], each["name"]))
        if other is None:
            yield f"{name} no longer takes {each['name']}"
            continue
        if other.get("required") and not each.get("required"):
            yield f"{name} requires {each['name']}"
        yield from _narrower(f"{name} {each['name']}", each["schema"], other["schema"])
    for key, each in parameters.items():
        if key not in known and each.get("required"):
            yield f"{name} requires {each['name']}"
    for status in set(before["responses"]) - set(after["responses"]):
        yield f"{name} no longer answers {status}"
    if (
        "requestBody" in after
        and before.get("requestBody", {}).get("content", {}).keys() - after["requestBody"]["content"].keys()
    ):
        yield f"{name} takes another media type"


def _shape(name: str, before: dict[str, Any], after: dict[str, Any], *, is_asked: bool) -> Iterator[str]:
    old, new = set(before.get("required", ())), set(after.get("required", ()))
    for field, kept in before.get("properties", {}).items():
        other = after.get("properties", {}).get(field)
        if other is None:
            yield f"{name}.{field} is gone"
        elif _kind(kept) != _kind(other):
            yield f"{name}.{field} has another type"
        elif is_asked:
            yield from _narrower(f"{name}.{field}", kept, other)
    yield from (f"{name}.{field} is required" for field in (new - old if is_asked else ()))
    yield from (f"{name}.{field} may be missing" for field in (() if is_asked else old - new))


def _narrower(name: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if _kind(before) != _kind(after):
        yield f"{name} has another type"
    if "enum" in after and (set(before.get("enum", ())) - set(after["enum"]) or "enum" not in before):
        yield f"{name} takes fewer values"
    if any(after.get(key, before.get(key)) != before.get(key) and _less(before, after, key, 1) for key in LIMITS_DOWN):
        yield f"{name} takes less"
    if any(after.get(key, before.get(key)) != before.get(key) and _less(before, after, key, -1) for key in LIMITS_UP):
        yield f"{name} takes less"
    if after.get("pattern") not in (None, before.get("pattern")):
        yield f"{name} has another pattern"


def _less(before: dict[str, Any], after: dict[str, Any], key: str, sign: int) -> bool:
    return key not in before or sign * after[key] < sign * before[key]


def _kind(schema: dict[str, Any]) -> str:
    """The type, where what is inside counts too."""
    if "$ref" in schema:
        return str(schema["$ref"])
    if "anyOf" in schema:
        return "|".join(sorted(map(_kind, schema["anyOf"])))
    inner = f"[{_kind(schema['items'])}]" if isinstance(schema.get("items"), dict) else ""
    return f"{schema.get('type')}{schema.get('format', '')}{inner}"


def _bodies(document: dict[str, Any]) -> set[str]:
    """The shapes that are sent to us."""
    found = set()
    for methods in document["paths"].values():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                found.add(str(content["schema"].get("$ref", "")).rsplit("/", 1)[-1])
    return found


def main() -> None:
    """Keep the document, unless it takes back what was promised."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    os.environ.setdefault("YUNJIAN_SECRET_KEY", "only-for-docs")
    django.setup()
    now = current()
    if PATH.exists() and (found := breaches(json.loads(PATH.read_text("utf-8")), now)):
        raise SystemExit("within a version nothing may be taken back:\n" + "\n".join(found))
    PATH.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
