"""The register and a project's page at 10,000 and 100,000 projects: server time beside the bare SQL it stands on.

Server time is a whole request through every middleware to the last byte of the page; the bare SQL is the very
statements that request sends, run by a plain cursor that fetches their rows. The limit holds for the list at 100,000
projects. Writing fifty rows of HTML costs the same at any size, so where the statements take a millisecond or two (few
projects, one project) the ratio is stated without a limit. Run: ``python -m bench.projects [SIZE…]``.
"""

import random
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from bench import frame

SIZES = (10_000, 100_000)
LIMIT = 5.0
PAGES = {
    "the first page": "/projects/",
    "filtered by unit and year": "/projects/?unit=unit-07&year=2026",
    "an amount from and to": "/projects/?amount_from=100&amount_to=200",
    "searched by two words": "/projects/?q=政务云 运维",
    "searched by a document number": "/projects/?q=沪府办发〔2024〕17号",
    "sorted by title": "/projects/?sort=title",
    "sorted by start, the 40th page": "/projects/?sort=starts_on&page=40",
}
SUBJECTS = ("政务云租用", "电子证照平台", "大数据资源平台", "政务外网", "企业专属空间", "志愿者服务", "村居网络租赁")
KINDS = ("运维", "建设", "升级改造", "安全测评", "咨询", "租赁")
SEED = 20260302


def main() -> None:
    frame.django_setup(durable=False)
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    filled = 0
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        fill(filled, size)
        filled = size
        measure(size)
    frame.finish()


def fill(start: int, end: int) -> None:
    """Projects of forty units over ten years, each with words, three milestones and two cited documents."""
    from django.db import connection

    from yunjian.kernel.testing import arranging
    from yunjian.projects.models import Citation, Milestone, Project

    chance = random.Random(SEED + start)
    for at in range(start, end, 5_000):
        numbers = range(at, min(at + 5_000, end))
        with arranging():
            projects = Project.objects.bulk_create(project(number, chance) for number in numbers)
            Milestone.objects.bulk_create(
                Milestone(project=each, order=order, condition="合同签订后", share=Decimal(30), amount=each.amount / 3)
                for each in projects
                for order in (1, 2, 3)
            )
            Citation.objects.bulk_create(
                Citation(project=each, order=order, number=f"沪府办发〔2024〕{order}号")
                for each in projects
                for order in (1, 2)
            )
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze projects_project, projects_milestone, projects_citation")


def project(number: int, chance: random.Random):
    import rjieba
    from django.contrib.postgres.search import SearchVector
    from django.db.models import Value

    from tests.cast import NOON
    from yunjian.projects.logic.search import searchable
    from yunjian.projects.models import Project

    title = f"{chance.choice(SUBJECTS)}{chance.choice(KINDS)}项目（{number}）"
    cited = f"沪府办发〔2024〕{chance.randint(1, 400)}号"
    words = searchable((title,), (cited,), ("故障响应时间",), rjieba.cut_for_search)
    year = chance.randint(2017, 2026)
    amount = Decimal(chance.randint(1_000_000, 3_000_000_000)) / 100
    return Project(
        key=f"p{number}",
        title=title,
        title_plain=title,
        unit=f"unit-{chance.randint(0, 39):02}",
        year=year,
        amount=amount,
        printed=f"{amount / 10_000}万元",
        category=f"类别{chance.randint(0, 8)}",
        function=f"201-41-{chance.randint(1, 9):02}",
        starts_on=f"{year}-{chance.randint(1, 12):02}-01",
        ends_before=f"{year + 1}-01-01",
        payment=chance.choice(("MILESTONES", "LUMP_SUM", "METERED", "GRANT")),
        origin="DEFINITION",
        registered_at=NOON,
        words=SearchVector(Value(words), config="simple"),
    )


def measure(size: int) -> None:
    from django.test import Client

    from yunjian.projects.models import Project

    client = Client(headers={"host": "localhost"})
    one = f"/projects/{Project.objects.order_by('pk')[size // 2].pk}/"
    for name, address in {**PAGES, "one project": one}.items():
        statements = statements_of(client, address)
        served, bare = frame.measure_pair(partial(ask, client, address), bare_sql(statements), repeat=9)
        print(
            f"{size:>9,}  {len(statements)} statements  {served * 1000:7.1f} ms served  {bare * 1000:7.1f} ms bare SQL"
        )
        limited = size == max(SIZES) and address != one
        frame.report(f"{size:,} projects: {name}", served / bare, LIMIT if limited else None)


def ask(client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}")


def statements_of(client, address: str) -> list[tuple[str, tuple]]:
    """The statements a request sends, with their parameters."""
    from django.db import connection

    sent: list[tuple[str, tuple]] = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    ask(client, address)
    with connection.execute_wrapper(note):
        ask(client, address)
    return sent


def bare_sql(statements: list[tuple[str, tuple]]) -> Callable[[], None]:
    from django.db import connection

    def run() -> None:
        with connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                cursor.fetchall()

    return run


if __name__ == "__main__":
    main()
