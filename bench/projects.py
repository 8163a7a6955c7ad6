"""The register and a project's page at 10,000 and 100,000 projects: server time beside the bare SQL it stands on.

How a page is timed: ``bench/serving.py``. The limit holds for the list at 100,000 projects. Writing fifty rows of HTML
costs the same at any size, so where the statements take a millisecond or two (few projects, one project) the ratio is
stated without a limit. Run: ``python -m bench.projects [SIZE…]``.
"""

import random
import sys
from decimal import Decimal

from . import frame
from .serving import beside_its_sql

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
    from yunjian.projects.models import Project

    one = f"/projects/{Project.objects.order_by('pk')[size // 2].pk}/"
    for name, address in {**PAGES, "one project": one}.items():
        limited = size == max(SIZES) and address != one
        beside_its_sql(f"{size:,} projects: {name}", address, LIMIT if limited else None)


if __name__ == "__main__":
    main()
