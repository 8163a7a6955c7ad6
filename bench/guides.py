"""Finding a guide by a wish, beside PostgreSQL's own full-text search over the same words, in the same run.

Run with ``python -m bench.guides``. The guides are Songjiang's, among others made up from words of other matters until
there are so many; the wishes are the 75 that were labelled by hand (``services/tests/wishes.py``). Bare is one table
with a GIN index over the words of title and wishes, asked for any word of the wish, ranked, the first twenty. A wish is
found when a right guide is among the first five.
"""

from collections.abc import Iterable
from datetime import date
from itertools import product
from statistics import median, quantiles

from .frame import django_setup, finish, report, seconds

SIZES = (2_000, 20_000)
MOST_MS, LEAST_FOUND = 30.0, 0.9
FIRST = 5
# Matters nobody of the labelled wishes asks for; every combination is a guide of its own.
WHOSE = (
    "水库 大坝 港口 码头 船员 航道 矿山 矿井 煤炭 石油 天然气管线 电网 核技术 测绘 "
    "气象 地震台站 无线电台 卫星天线 烟草 盐业 种子 渔船 远洋捕捞 牧场 林木种苗 古建筑 "
    "考古发掘 档案馆 广播电台 电视频道 电影放映 报刊 印刷 快递网点 邮票 民用航空 机场 "
    "铁路道口 轨道车辆 粮食仓库"
)
WHAT = (
    "建设规划 资质等级 从业名册 年度报告 安全评价 竣工资料 设备目录 专用标志 保护范围 "
    "技术鉴定 运行方案 进口配额 价格标准 统计台账 应急预案 质量检定 样品备查 监测数据 "
    "移交清单 封存计划"
)
ACT = (
    "核准 备查 报送 延续 变更 注销 补发 认定 评定 公示 复核 撤销 汇总 转报 更正 "
    "调整 续期 验收 查阅 移交 启用 停用 封存 解封 抽检"
)


def made_up(count: int) -> list[dict[str, object]]:
    """So many bodies of items, each with two wishes, as the catalogue keeps them."""
    named = (
        (number, *words)
        for number, words in enumerate(product(WHAT.split(), ACT.split(), WHOSE.split()))
        if number < count
    )
    return [
        {
            "key": f"made-{number}",
            "title": f"{whose}{what}{act}",
            "title_en": f"Matter {number}",
            "wishes": [f"{whose}的{what}怎么{act}", f"想{act}{whose}{what}"],
            "procedure": "food-business",
            "targets": ["enterprise"],
        }
        for number, what, act, whose in named
    ]


def fill(count: int) -> None:
    """Songjiang's guides, and made-up ones until there are so many."""
    from tests.songjiang import declared
    from yunjian.cases.definitions import Procedure
    from yunjian.kernel.models import Edition
    from yunjian.kernel.testing import arranging
    from yunjian.services.definitions import Item, Theme, Trade, Words

    real = [each for each in declared() if isinstance(each, Item | Theme | Trade | Words | Procedure)]
    rows = [(each.kind, each.key, each.valid_from, each.body()) for each in real]
    guides = sum(isinstance(each, Item | Theme | Trade) for each in real)
    rows += [("items", str(body["key"]), date(2026, 1, 1), body) for body in made_up(count - guides)]
    with arranging():
        Edition.objects.bulk_create(
            (
                Edition(
                    kind=kind, key=key, valid_from=begins, body=body, digest=f"{kind}/{key}", pack="bench",
                    published_by="bench", published_at="2026-01-01T00:00:00+08:00",
                )
                for kind, key, begins, body in rows
            ),
            batch_size=2000,
            ignore_conflicts=True,
        )  # fmt: skip


class Bare:
    """PostgreSQL alone, given the same words."""

    def __init__(self, guides: Iterable[tuple[str, str]]):
        from django.db import connection

        self.connection = connection
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists bare_guide")
            cursor.execute("create table bare_guide (key text, words tsvector)")
            cursor.executemany(
                "insert into bare_guide values (%s, to_tsvector('simple', %s))",
                [(key, self.words(text)) for key, text in guides],
            )
            cursor.execute("create index on bare_guide using gin (words)")
            cursor.execute("analyze bare_guide")

    @staticmethod
    def words(text: str) -> str:
        import rjieba

        from yunjian.services.logic.search import plain

        return " ".join(word for word in rjieba.cut(plain(text)) if word.strip())

    def find(self, said: str) -> list[str]:
        query = " | ".join(self.words(said).split())
        with self.connection.cursor() as cursor:
            cursor.execute(
                "select key from bare_guide, to_tsquery('simple', %s) asked where words @@ asked"
                " order by ts_rank(words, asked) desc limit 20",
                [query],
            )
            return [key for (key,) in cursor.fetchall()]


def size(count: int) -> None:
    """Measure among so many guides."""
    from django.utils import timezone

    from yunjian.kernel.actor import ANONYMOUS
    from yunjian.services import queries
    from yunjian.services.queries.index import guides_on
    from yunjian.services.tests.wishes import WISHES
    from yunjian.ui.listing import Ask

    fill(count)
    now = timezone.now()
    made = seconds(lambda: guides_on(timezone.localdate(now)))
    index = guides_on(timezone.localdate(now)).index
    assert len(index.entries) == count, len(index.entries)
    bare = Bare((each.key, " ".join(text for text, _ in each.texts)) for each in index.entries)

    def ours(said: str) -> list[str]:
        return [row.key for row in queries.guides(Ask({"q": said}, size=20), at=now, reader=ANONYMOUS).rows]

    for find in (ours, bare.find):
        find(WISHES[0][0])
    taken: list[tuple[float, float]] = []
    for said, _ in WISHES * 3:  # in turn, so that a noisy moment of the machine falls on both
        taken.append((seconds(lambda: ours(said)) * 1000, seconds(lambda: bare.find(said)) * 1000))  # noqa: B023
    mine, theirs = zip(*taken, strict=True)
    print(f"{count:,} guides: index made in {made:,.1f} s")
    report("a wish, median", median(mine), MOST_MS, "ms")
    report("a wish, 95 of 100", quantiles(mine, n=20)[-1], None, "ms")
    report("bare full-text search, median", median(theirs), None, "ms")
    report("bare full-text search, 95 of 100", quantiles(theirs, n=20)[-1], None, "ms")
    for name, find, least in (
        ("wishes found among the first five", ours, LEAST_FOUND),
        ("bare: found", bare.find, None),
    ):
        found = sum(bool(set(right) & set(find(said)[:FIRST])) for said, right in WISHES)
        report(name, found / len(WISHES), least, "share", at_least=True)


def main() -> None:
    """Measure at two sizes."""
    django_setup(durable=False)
    for count in SIZES:
        size(count)
    finish()


if __name__ == "__main__":
    main()
