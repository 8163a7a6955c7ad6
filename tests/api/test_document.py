"""The document tells the truth and is kept: what it once promised is not taken back within a version."""

import copy
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse
from ninja import Schema

from tests.api import Caller
from tools import openapi
from yunjian.kernel.api import root
from yunjian.kernel.api.callers import scopes


def test_is_the_one_that_was_reviewed_and_breaks_nothing_promised():
    kept, now = json.loads(openapi.PATH.read_text("utf-8")), openapi.current()

    assert openapi.breaches(kept, now) == []
    assert kept == now, "the interfaces grew: run make docs and look at the difference"


def test_is_served_as_it_is_kept(client):
    served = json.loads(client.get(reverse("api:openapi")).content)

    assert served["openapi"].startswith("3.1")
    assert set(served["paths"]) == set(openapi.current()["paths"])


BREAKS = {
    "an operation is gone": lambda d: d["paths"].pop("/api/v1/units"),
    "a method is gone": lambda d: d["paths"]["/api/v1/webhooks/{webhook_id}"].pop("delete"),
    "a parameter is gone": lambda d: d["paths"]["/api/v1/units"]["get"]["parameters"].pop(),
    "a parameter is required": lambda d: d["paths"]["/api/v1/units"]["get"]["parameters"][0].update(required=True),
    "a parameter takes less": lambda d: d["paths"]["/api/v1/units"]["get"]["parameters"][0]["schema"].update(maximum=9),
    "a parameter has lost a choice": lambda d: next(
        p for p in d["paths"]["/api/v1/units"]["get"]["parameters"] if p["name"] == "sort"
    )["schema"]["enum"].pop(),
    "an answer has lost a field": lambda d: d["components"]["schemas"]["UnitOut"]["properties"].pop("title"),
    "a field may now be missing": lambda d: d["components"]["schemas"]["UnitOut"]["required"].remove("title"),
    "a field has another type": lambda d: d["components"]["schemas"]["UnitOut"]["properties"]["title"].update(
        type="integer"
    ),
    "a body wants more": lambda d: (
        d["components"]["schemas"]["WebhookIn"]["properties"].update(x={"type": "string"})
        or d["components"]["schemas"]["WebhookIn"]["required"].append("x")
    ),
    "another scope is asked for": lambda d: d["paths"]["/api/v1/uploads"]["get"].update({"x-scope": "other"}),
    "a key is asked for": lambda d: d["paths"]["/api/v1/units"]["get"].update(security=[{"Key": []}]),
    "another success": lambda d: d["paths"]["/api/v1/units"]["get"]["responses"].update(
        {"203": d["paths"]["/api/v1/units"]["get"]["responses"].pop("200")}
    ),
}
GROWTH = {
    "an operation": lambda d: d["paths"].update({"/api/v1/new": {"get": {"responses": {"200": {}}}}}),
    "an optional parameter": lambda d: d["paths"]["/api/v1/units"]["get"]["parameters"].append(
        {"in": "query", "name": "x", "schema": {"type": "string"}, "required": False}
    ),
    "a field of an answer": lambda d: d["components"]["schemas"]["UnitOut"]["properties"].update(x={"type": "string"}),
    "an optional field of a body": lambda d: d["components"]["schemas"]["WebhookIn"]["properties"].update(
        x={"type": "string"}
    ),
    "a sentence": lambda d: d["paths"]["/api/v1/units"]["get"].update(description="other"),
}


@pytest.mark.parametrize("change", BREAKS)
def test_what_takes_something_back_is_caught(change):
    kept = openapi.current()
    now = copy.deepcopy(kept)
    BREAKS[change](now)

    assert openapi.breaches(kept, now)


@pytest.mark.parametrize("change", GROWTH)
def test_what_only_adds_passes(change):
    kept = openapi.current()
    now = copy.deepcopy(kept)
    GROWTH[change](now)

    assert openapi.breaches(kept, now) == []


def test_every_address_stands_in_one_router_so_that_no_method_hides_another():
    seen = [path for bound in root.api._get_bound_routers() for path in bound.path_operations]

    assert len(seen) == len(set(seen))


def test_no_two_shapes_share_a_name():
    """The document knows a shape by its name alone: the parts of a note once stood there as those of a project."""
    root.document()
    places = defaultdict(set)
    for shape in below(Schema):
        if shape.__module__.startswith("yunjian."):
            places[shape.__name__].add(shape.__module__)

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def below(shape: type) -> Iterator[type]:
    for each in shape.__subclasses__():
        yield each
        yield from below(each)


def test_every_scope_is_asked_for_somewhere():
    asked = {
        operation.get("x-scope") for methods in root.document()["paths"].values() for operation in methods.values()
    }

    assert set(scopes()) <= asked


@pytest.mark.django_db
def test_what_will_go_is_announced():
    response = HttpResponse()
    root.retiring(response, deprecated=date(2027, 1, 1), sunset=date(2028, 1, 1), link="https://example.org/v2")
    assert response["Deprecation"] == "@1798761600"
    assert response["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert response["Link"] == '<https://example.org/v2>; rel="deprecation"'
    assert "Deprecation" not in Caller().get("/event-kinds")
