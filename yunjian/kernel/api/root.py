"""The API as a whole: what the domains' ``api`` rooms add to it, and the document that describes it."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.utils.translation import gettext_noop
from ninja import NinjaAPI, Router, Schema
from ninja.renderers import JSONRenderer
from pydantic import Field

from ..rooms import load
from . import problems
from .callers import Key
from .door import door

VERSION = "v1"
EDITION = "1.0.0"


class Where(Schema):
    """One thing wrong with a request."""

    detail: str = Field(description=gettext_noop("哪里不对、应当怎样写"))
    kind: str = Field(description=gettext_noop("错误的种类"))
    pointer: str | None = Field(None, description=gettext_noop("请求体中的位置（JSON Pointer）"))
    parameter: str | None = Field(None, description=gettext_noop("参数名"))


class Problem(Schema):
    """A refusal, as RFC 9457 writes it."""

    type: str = Field(description=gettext_noop("说明这类问题的网页"))
    title: str = Field(description=gettext_noop("这类问题的说明"))
    status: int
    detail: str = Field(description=gettext_noop("这一次的说明"))
    instance: str = Field(description=gettext_noop("请求的路径"))
    code: str = Field(description=gettext_noop("这类问题的固定名称"))
    errors: list[Where] | None = None


class Api(NinjaAPI):
    """Every operation stands behind the door, and every refusal is a problem."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        return operation.view_func.__name__

    def set_default_exception_handlers(self) -> None:
        self.add_exception_handler(Exception, lambda request, error: problems.of_exception(request, _instance(error)))


def _instance(error: Exception | type[Exception]) -> Exception:
    return error() if isinstance(error, type) else error


class Plain(JSONRenderer):
    """Chinese as it is written."""

    json_dumps_params = {"ensure_ascii": False}


api = Api(
    renderer=Plain(),
    title="云间开放接口 Yunjian open interfaces",
    version=EDITION,
    description=gettext_noop("一个区依法公开的预算、决算、数字化项目和定义，以及有密钥者可以办的事。"),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_decorator(door, mode="view")


def router(*tags: str) -> Router:
    """A router of the API, added at once: a domain's ``api`` room makes it and says what it answers."""
    made = Router(tags=list(tags))
    api.add_router("", made)
    return made


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, with the problems every operation may answer with."""
    load("api")
    made: dict[str, Any] = api.get_openapi_schema(path_prefix=f"api/{VERSION}/")
    made["servers"] = [{"url": "/"}]
    schemas = made["components"]["schemas"]
    schemas["Where"] = Where.model_json_schema()
    described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    described.pop("$defs", None)
    schemas["Problem"] = described
    made["paths"] = dict(sorted(made["paths"].items()))
    needed, once = _scopes(), _given_once()
    for operations in made["paths"].values():
        for operation in operations.values():
            _complete(operation, needed.get(operation["operationId"], ""))
            if operation["operationId"] in once:
                operation["x-given-once"] = True  # it takes no Idempotency-Key
    used = _referred_to(made["paths"], schemas)
    made["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
    made["components"]["securitySchemes"] = {"Key": {"type": "http", "scheme": "bearer"}}
    return made


def _referred_to(node: Any, schemas: dict[str, Any]) -> set[str]:
    """The shapes that are used, and those they use: what is only asked stands with the parameters."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            name = str(each.get("$ref", "")).rsplit("/", 1)[-1]
            if name and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return found


def _scopes() -> dict[str, str]:
    """The scope each operation asks of a key."""
    return {
        operation.view_func.__name__: each.scope.key
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
        for each in operation.auth_callbacks
        if isinstance(each, Key) and each.scope is not None
    }


def _given_once() -> set[str]:
    """The operations whose answer is not kept to be given again."""
    return {
        operation.view_func.__name__
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
        if getattr(operation.view_func, "given_once", False)
    }


def _complete(operation: dict[str, Any], scope: str) -> None:
    """Say what stands before every operation."""
    if scope:
        operation["x-scope"] = scope
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    content = {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"] = {str(status): kept for status, kept in operation["responses"].items()}
    operation["responses"]["default"] = {"description": "Problem (RFC 9457)", "content": content}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not given is left out: nobody writes null in an address."""
    kinds = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    plain = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if not kinds:
        return schema
    return {**plain, **kinds[0]} if len(kinds) == 1 else {**plain, "anyOf": kinds}


def openapi(request: HttpRequest) -> HttpResponse:
    """The document itself."""
    response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


def nothing_here(request: HttpRequest) -> HttpResponse:
    return problems.answer(request, problems.NotFound())


def retiring(response: HttpResponse, *, deprecated: date, sunset: date, link: str) -> None:
    """Announce that an operation will go: RFC 9745 and RFC 8594."""
    begins = datetime.combine(deprecated, time.min, UTC)
    ends = datetime.combine(sunset, time.min, UTC)
    response["Deprecation"] = f"@{int(begins.timestamp())}"
    response["Sunset"] = http_date(ends.timestamp())
    response["Link"] = f'<{link}>; rel="deprecation"'
