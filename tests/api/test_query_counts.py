"""The lists of the interfaces ask the database as often for many rows as for one."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api import Caller
from yunjian.budgets.models import Disclosure
from yunjian.budgets.tests.papers import findings
from yunjian.projects.tests import stage

PINNED = {
    "/units": 2,
    "/disclosures": 3,
    "/disclosures/{}/findings": 4,
    "/disclosures/{}/notes": 3,
    "/disclosures/{}/tables/3/lines": 3,
    "/publications": 3,
    "/projects": 3,
    "/editions": 2,
    "/search?q=政务": 10,
}


def test_as_pinned_whatever_the_number_of_rows(db):
    stage.district(stage.definition())
    stage.many(30)
    stage.read(found=findings())
    number = Disclosure.objects.order_by("-pk").first().pk

    def counted(limit: int) -> dict[str, int]:
        found = {}
        for path in PINNED:
            address = path.format(number) + ("&" if "?" in path else "?") + f"limit={limit}"
            with CaptureQueriesContext(connection) as queries:
                answer = Caller().get(address)
            assert answer.status_code == 200, json.loads(answer.content)
            found[path] = len(queries)
        return found

    counted(50)
    assert counted(1) == counted(50) == PINNED
