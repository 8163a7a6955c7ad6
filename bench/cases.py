"""The to-do list of a clerk with sixty authorised items, among 100,000 and 1,000,000 cases, alone and sixteen at once.

Run with ``python -m bench.cases [COUNT ...]``. The cases are of 300 kinds of matter, one in ten is still under way and
waits at the desk of its kind; a clerk is seated at sixty of the 300 desks, each of the sixteen at other sixty. Timed is
the whole page over HTTP, made anew for each request: counts by colour, choices of the filters, fifty rows with names;
the server runs two processes. Beside it, in the same run, what PostgreSQL alone takes for the very statements of that
page. The limits are ours; Open Zaak 1.26 publishes, for a million cases on ten processors, a median of 200 ms for the
list of a regular user and 310 ms with sixteen users.
"""

import os
import sys
import tempfile
from functools import partial

from .crowd import answer, together
from .frame import address, django_setup, finish, measure, report
from .operation import cookie_of, server
from .serving import bare

SIZES = (100_000, 1_000_000)
MATTERS, AUTHORISED, CLERKS = 300, 60, 16
PAGE = "/cases/"
ALONE_MS, TOGETHER_MS = 60.0, 250.0
TURNS_ALONE, TURNS_TOGETHER = 60, 15
PARTIES = 10_000


def main() -> None:
    """Each size in the same database, the smaller first."""
    folder = tempfile.TemporaryDirectory()
    os.environ["YUNJIAN_DATA"] = folder.name
    django_setup()
    os.environ["DATABASE_URL"] = address()
    cookies, before = prepare(), 0
    for count in [int(each) for each in sys.argv[1:]] or SIZES:
        fill(before, count)
        before = count
        size(count, cookies)
    finish()


def prepare() -> list[str]:
    """The district, its matters and who sits at which desks; a cookie of each clerk who has logged in."""
    from django.core.management import call_command

    from tests.cast import NOON, SERVICE_CENTRE
    from tests.district import open_account
    from yunjian.cases.models import Desk, Seat
    from yunjian.kernel.testing import arranging

    call_command("collectstatic", verbosity=0, interactive=False)
    matters()
    desks = list(Desk.objects.order_by("pk"))
    clerks = [open_account(f"clerk-{number}", ("case-window", SERVICE_CENTRE)) for number in range(CLERKS)]
    with arranging():
        Seat.objects.bulk_create(
            Seat(desk=desks[(17 * which + 5 * number) % MATTERS], account=f"account:{clerk.pk}", starts_at=NOON)
            for which, clerk in enumerate(clerks)
            for number in range(AUTHORISED)
        )
    return [cookie_of(each) for each in clerks]


def matters() -> None:
    """A small district with so many kinds of matter, a window for each, and so many parties."""
    from tests.cast import NOON, SERVICE_CENTRE
    from tests.district import publish, small_district
    from yunjian.cases.models import Desk, Stage
    from yunjian.cases.tests.calendars import years
    from yunjian.cases.tests.world import procedure
    from yunjian.kernel.testing import arranging
    from yunjian.parties.models import Enterprise

    small_district()
    publish(*years(), *(procedure(f"matter-{number}", title=f"第 {number} 种事项") for number in range(MATTERS)))
    with arranging():
        Desk.objects.bulk_create(
            Desk(unit_id=SERVICE_CENTRE, procedure=f"matter-{number}", stage=Stage.INTAKE) for number in range(MATTERS)
        )
        Enterprise.objects.bulk_create(
            Enterprise(name=f"第 {number} 家公司", registered_at=NOON) for number in range(PARTIES)
        )


def fill(before: int, count: int) -> None:
    """Cases until there are so many, with the step each waits at or has passed."""
    from django.db import connection

    from tests.cast import SERVICE_CENTRE
    from yunjian.kernel.testing import arranging
    from yunjian.parties.models import Enterprise

    first = Enterprise.objects.order_by("pk").values_list("pk", flat=True)[0]
    values = {"after": before, "upto": count, "matters": MATTERS, "unit": SERVICE_CENTRE, "first": first,
              "parties": PARTIES}  # fmt: skip
    with arranging(), connection.cursor() as cursor:
        cursor.execute(
            "insert into cases_case (id, procedure, edition, unit_id, applicant, opened_by, agent_mandate, subject,"
            " materials, state, paused_from, opened_at, received_on, accepted_on, decided_on, ended_on, due_on,"
            " granted, decided_late, by_silence, reasons, remedies)"
            " overriding system value select i, 'matter-' || i %% %(matters)s, '2025-01-01', %(unit)s,"
            " 'enterprise:' || %(first)s + i %% %(parties)s, 'account:1', '', '第 ' || i || ' 件申请', '[]',"
            " case when open then 'RECEIVED' else 'DONE' end, '', begun, begun::date, ended, ended, ended,"
            " case when open then current_date + (i %% 41) - 10 end, case when open then null else true end,"
            " false, false, '', ''"
            " from (select i, i / %(matters)s %% 10 = 0 as open, now() - i %% 700 * interval '1 day' as begun,"
            " case when i / %(matters)s %% 10 = 0 then null else current_date - i %% 700 end as ended"
            " from generate_series(%(after)s + 1, %(upto)s) i) made",
            values,
        )
        cursor.execute(
            "insert into cases_step (case_id, key, desk_id, state, holder, four_eyes, opened_on, done_on, due_on,"
            " warn_on, told) select c.id, 'intake', d.id, case when c.ended_on is null then 'OPEN' else 'DONE' end,"
            " '', false, c.received_on, c.ended_on, coalesce(c.due_on, '9999-12-31'), coalesce(c.due_on - 3,"
            " '9999-12-31'), '' from cases_case c join cases_desk d on d.procedure = c.procedure"
            " where c.id > %(after)s and c.id <= %(upto)s",
            values,
        )
    with connection.cursor() as cursor:
        cursor.execute("select setval(pg_get_serial_sequence('cases_case', 'id'), %s)", [count])
        for table in ("cases_case", "cases_step"):
            cursor.execute(f"vacuum analyze {table}")


def size(count: int, cookies: list[str]) -> None:
    """The page alone and sixteen at once, beside its statements alone."""
    statements = statements_of(cookies[0])
    with server("yunjian.site.wsgi:application", processes=2, YUNJIAN_KEPT_MEGABYTES="0") as (_, port):
        asking = [partial(answer, path=PAGE, headers={"Cookie": each}) for each in cookies]
        together(asking, port, 3)
        alone = together(asking[:1], port, TURNS_ALONE)
        crowd = together(asking, port, TURNS_TOGETHER)
    sql = measure(bare(statements), 15) * 1000
    waiting = open_steps()
    print(f"{count:,} cases, {waiting:,} on a clerk's list, {len(statements)} statements a page")
    report("to-do list, one clerk: median", alone.median_ms, ALONE_MS, "ms")
    report("to-do list, one clerk: 95 of 100", alone.most_ms, None, "ms")
    report("to-do list, 16 clerks at once: median", crowd.median_ms, TOGETHER_MS, "ms")
    report("to-do list, 16 clerks at once: 95 of 100", crowd.most_ms, None, "ms")
    report("to-do list, 16 clerks at once: pages", crowd.rate, None, "a second")
    report("its statements in PostgreSQL alone", sql, None, "ms")
    report("one clerk's page beside its statements", alone.median_ms / sql)


def open_steps() -> int:
    """How many wait for the first clerk."""
    from django.utils import timezone

    from yunjian.cases import queries
    from yunjian.parties.models import Account
    from yunjian.parties.queries import actor_of

    return queries.counts(at=timezone.now(), reader=actor_of(Account.objects.get(username="clerk-0"))).total


def statements_of(cookie: str) -> list[tuple[str, tuple]]:
    """What the page asks of the database."""
    from django.test import override_settings

    from .serving import STATIC_FILES_AS_THEY_ARE
    from .serving import statements_of as sent

    with override_settings(STORAGES=STATIC_FILES_AS_THEY_ARE, KEPT_BYTES=0):
        return sent(_client(cookie), PAGE)


def _client(cookie: str):
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    return client


if __name__ == "__main__":
    main()
