"""Whatever is sent, the API answers as its document says: no failure of ours, no answer it does not describe."""

from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api import SCOPES, account, key_of
from yunjian.budgets.tests.papers import findings
from yunjian.certificates.tests import social
from yunjian.certificates.tests import stage as certificates
from yunjian.kernel.api.root import document
from yunjian.projects.tests import stage

pytestmark = pytest.mark.django_db
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
OPERATIONS = sorted((method, path) for path, methods in document()["paths"].items() for method in methods)


@pytest.fixture(autouse=True)
def one_connection():
    """A request that ends closes its connection; here it is the test's own, as in Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def tried(method: str, path: str, examples: int, configuration) -> dict[str, int]:
    """So many requests to one operation, sound and unsound, by somebody who may do all an officer may; those judged."""
    judged: Counter[str] = Counter()
    configuration.API_PER_MINUTE = 1_000_000
    stage.district(stage.definition())
    stage.proposed(found=findings())
    certificates.beside()
    officer = account("zhou", ("budget-officer", "data-bureau"), ("certificate-officer", "data-bureau"))
    token = key_of(officer, *SCOPES, per_minute=6000).token
    if path.startswith("/api/v1/social-use/"):
        social.publish(social.scenario())
        token = social.token_of(social.bank_of_today(), per_minute=6000)
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    operation = schema[path][method]
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        response = case.call(app=schema.app, headers=headers)
        case.validate_response(response, checks=list(CHECKS), headers=headers)
        judged[mode.value] += 1

    given_anything = document()["paths"][path][method]
    modes = [schemathesis.GenerationMode.POSITIVE]
    if given_anything["parameters"] or "requestBody" in given_anything:
        modes.append(schemathesis.GenerationMode.NEGATIVE)  # where nothing is given, nothing can be wrong
    for mode in modes:
        given(case=operation.as_strategy(generation_mode=mode))(ask)()
    return {mode.value: judged[mode.value] for mode in modes}


@pytest.mark.heavy
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda each: each)
def test_a_few_requests_to_every_operation(method, path, settings):
    assert all(tried(method, path, 3, settings).values())


@pytest.mark.heavy
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda each: each)
def test_many_requests_to_every_operation(method, path, settings):
    assert all(tried(method, path, 100, settings).values())
