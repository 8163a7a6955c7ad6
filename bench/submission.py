"""Handing in an application over HTTP, alone and sixteen at once, beside PostgreSQL writing the same rows.

Run with ``python -m bench.submission [COUNT]``. Each request is the button of the page, by a person who has logged in,
for a draft of their own: the form is checked, three materials of the drawer are lent to the unit, the case is opened
and submitted with its step, what was handed in is kept, and the ledger's entries are written, in one durable
transaction. The drafts are laid out beforehand; so many cases are there already. The server runs two processes. Bare
is one durable transaction that writes the very rows one submission wrote, to tables with the same columns and indexes,
without triggers, foreign keys and thought: over as many connections, in turn with ours round by round, for what else a
machine does changes from second to second. The limits are ours; Open Zaak 1.26 publishes 24 to 25 cases created a
second on ten processors.
"""

import http.client
import os
import re
import sys
import tempfile
import threading
import time
from functools import partial
from statistics import median
from typing import Any

from .cases import fill, matters
from .crowd import Taken, answer, together
from .frame import address, django_setup, finish, report
from .operation import cookie_of, server

CASES = 100_000
PEOPLE, WARM, ROUNDS, ALONE, EACH = 16, 4, 5, 25, 15
LEAST, MOST = 150.0, 4.0
KEY = "three-papers"
SCHEMA = "bare"


def main() -> None:
    """Bare and ours, alone and together."""
    folder = tempfile.TemporaryDirectory()
    os.environ["YUNJIAN_DATA"] = folder.name
    django_setup()
    os.environ["DATABASE_URL"] = address()
    people = prepare()
    fill(0, int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
    rows = written(people[0].drafts.pop())
    statements = _tables(rows)
    with server("yunjian.site.wsgi:application", processes=2) as (_, port):
        asking = [partial(hand_in, person) for person in people]
        together(asking, port, WARM)
        alone = [(together(asking[:1], port, ALONE), bare(statements, 1, ALONE * 4)) for _ in range(ROUNDS)]
        crowd = [(together(asking, port, EACH), bare(statements, PEOPLE, EACH * 4)) for _ in range(ROUNDS)]
    print(f"{sum(len(each) for _, each in rows)} rows of {len(rows)} tables; medians of {ROUNDS} rounds by turns")
    told("alone", alone)
    told(f"{PEOPLE} at once", crowd, LEAST)
    report(f"submission, {PEOPLE} at once: median", median(ours.median_ms for ours, _ in crowd), None, "ms")
    report(f"submission, {PEOPLE} at once: 95 of 100", median(ours.most_ms for ours, _ in crowd), None, "ms")
    finish()


def told(how: str, rounds: list[tuple[Taken, Taken]], least: float | None = None) -> None:
    """What a round in the middle took, ours and bare; and the middle one of their ratios."""
    report(f"submissions, {how}", median(ours.rate for ours, _ in rounds), least, "a second", at_least=True)
    report(f"bare, {how}", median(bare.rate for _, bare in rounds), None, "a second")
    report(f"submission beside bare, {how}", median(bare.rate / ours.rate for ours, bare in rounds), MOST)


class Person:
    """Who applies: cookies, and drafts that are ready."""

    def __init__(self, account: Any, drafts: list[tuple[int, int]]):
        self.account, self.drafts = account, drafts
        self.token = "t" * 32
        self.headers = {
            "Cookie": f"{cookie_of(account)}; csrftoken={self.token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }


def hand_in(person: Person, connection: http.client.HTTPConnection) -> None:
    """Press the button of one draft."""
    number, revision = person.drafts.pop()
    body = f"csrfmiddlewaretoken={person.token}&agreed=yes&revision={revision}"
    answer(connection, f"/services/applications/{number}/check/", person.headers, body, wanted=302)


def prepare() -> list[Person]:
    """The district, an item that asks for three papers, and people with three materials and drafts of their own."""
    from django.core.management import call_command

    from tests.cast import NOON
    from tests.district import publish
    from yunjian.kernel.actor import SYSTEM
    from yunjian.materials.tests.stage import CARD, LEASE, identity_number, types
    from yunjian.parties import actions as parties
    from yunjian.parties.models import Account
    from yunjian.services.tests.counter import form, item

    call_command("collectstatic", verbosity=0, interactive=False)
    matters()
    papers = tuple(
        {"key": key, "title": key, "title_en": key, "material": kind}
        for key, kind in (("identity", CARD), ("lease", LEASE), ("plan", LEASE))
    )
    wanted = ({"key": "application-form", "title": "申请表", "title_en": "Form"}, *papers)
    example = {"fits": "unknown", "papers": tuple(each["key"] for each in wanted)}
    nothing: dict[str, Any] = {"results": (), "questions": (), "conditions": (), "example": example}
    publish(*types(), form(key=KEY, items=(KEY,)), item(KEY, procedure="matter-0", materials=wanted, **nothing))
    people = []
    for number in range(PEOPLE):
        who = parties.register_person(f"第{number}人", identity_number(number), "13800000000", by=SYSTEM, at=NOON)
        account = parties.open_account(f"person-{number}", "某人", None, person_id=who, by=SYSTEM, at=NOON)
        people.append(_ready(Account.objects.get(pk=account)))
    return people


def _ready(account: Any) -> Person:
    """A draft made as people make it, and copies of it."""
    from tests.cast import NOON
    from yunjian.kernel.testing import arranging
    from yunjian.materials.tests.stage import CARD, LEASE, checked
    from yunjian.parties.queries import actor_of
    from yunjian.services import actions
    from yunjian.services.models import Application, GivenPaper
    from yunjian.services.tests.counter import RIGHT

    by = actor_of(account)
    owner = f"person:{account.person_id}"
    first = actions.begin_application(KEY, owner, by=by, at=NOON)
    revision = actions.save_application(first, 0, values=RIGHT, answers={}, by=by, at=NOON)
    for paper, kind in (("identity", CARD), ("lease", LEASE), ("plan", LEASE)):
        material = checked(owner, type=kind, by=by, at=NOON)
        revision = actions.give_paper(first, revision, paper, "MATERIAL", materials=[material], by=by, at=NOON)
    row, papers = Application.objects.get(pk=first), list(GivenPaper.objects.filter(application=first))
    drafts = [(first, revision)]
    with arranging():
        for _ in range(WARM + ROUNDS * (ALONE + EACH)):
            row.pk = None
            row._state.adding = True
            row.save(force_insert=True)
            for paper in papers:
                paper.pk, paper.application_id = None, row.pk
                paper._state.adding = True
            GivenPaper.objects.bulk_create(papers)
            drafts.append((row.pk, revision))
    return Person(account, drafts)


Rows = list[tuple[str, list[dict[str, Any]]]]


def written(draft: tuple[int, int]) -> Rows:
    """The rows one submission writes, by table: nobody else writes meanwhile."""
    from django.db import connection
    from django.utils import timezone

    from yunjian.parties.models import Account
    from yunjian.parties.queries import actor_of
    from yunjian.services import actions

    by = actor_of(Account.objects.get(username="person-0"))
    found: Rows = []
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (first,) = cursor.fetchone()
        actions.hand_in_application(*draft, by=by, at=timezone.now())
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}" where xmin::text::bigint >= %s', [first])
            names = [each.name for each in cursor.description]
            if rows := cursor.fetchall():
                found.append((table, [dict(zip(names, row, strict=True)) for row in rows]))
    return found


def bare(statements: list[tuple[str, list[Any]]], connections: int, turns: int) -> Taken:
    """One transaction a turn, over so many connections at once."""
    import psycopg

    taken: list[float] = []

    def work(connection: psycopg.Connection) -> None:
        for _ in range(turns):
            begun = time.perf_counter()
            with connection.transaction(), connection.cursor() as cursor:
                for sql, values in statements:
                    cursor.execute(sql, values, prepare=True)
            taken.append(time.perf_counter() - begun)

    opened = [psycopg.connect(os.environ["DATABASE_URL"]) for _ in range(connections)]
    threads = [threading.Thread(target=work, args=(each,)) for each in opened]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - begun
    for each in opened:
        each.close()
    return Taken(taken, whole)


def _tables(rows: Rows) -> list[tuple[str, list[Any]]]:
    """Tables of the same columns and indexes, none of them unique but the key; and what is written to them."""
    from django.db import connection
    from psycopg.types.json import Jsonb

    statements = []
    with connection.cursor() as cursor:
        cursor.execute(f"drop schema if exists {SCHEMA} cascade; create schema {SCHEMA}")
        for table, of_one in rows:
            cursor.execute(f'create table {SCHEMA}."{table}" (like "{table}" including defaults including identity)')
            cursor.execute(f'alter table {SCHEMA}."{table}" add primary key (id)')
            cursor.execute("select indexdef from pg_indexes where schemaname = 'public' and tablename = %s", [table])
            for (index,) in cursor.fetchall():
                if not index.endswith("(id)"):
                    plain = re.sub(r"^CREATE UNIQUE", "CREATE", index)
                    plain = re.sub(r"INDEX \S+ ON \S+", f'INDEX ON {SCHEMA}."{table}"', plain)
                    cursor.execute(plain.replace("%", "%%"))
            for row in of_one:
                given = {
                    name: Jsonb(value) if isinstance(value, list | dict) else value
                    for name, value in row.items()
                    if name != "id"
                }
                names, places = ", ".join(f'"{each}"' for each in given), ", ".join(["%s"] * len(given))
                statements.append((f'insert into {SCHEMA}."{table}" ({names}) values ({places})', list(given.values())))
    return statements


if __name__ == "__main__":
    main()
