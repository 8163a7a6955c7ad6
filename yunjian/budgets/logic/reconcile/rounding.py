"""Differences the printed digits leave open: reported once each, as notes, by the rules that meet them."""

from ..disclosure import Figure, Place
from ..finding import Finding
from .desk import Desk
from .rule import BOTH, Rule, rule


@rule(
    "DOC-E05",
    "四舍五入差",
    severity="note",
    basis="error_kinds E05",
    explain="两数之差不超过所印位数留下的余地。由其他规则在比较时顺带列出，本规则自己不另行查找。",
    says={
        "": "{where}：{left}与{right}相差{difference}，在四舍五入的余地之内。如无其他原因可以不改，建议统一保留位数。",
        "sum": "{where}：合计{left}与各分项之和{right}相差{difference}，在四舍五入的余地之内。建议核对尾数。",
    },
    kinds=BOTH,
)
def ROUNDING(desk: Desk, rule: Rule) -> list[Finding]:
    return []


def rounded(where: str, stated: Figure, expected: Figure, *, project: str = "") -> Finding:
    """Two printed amounts that differ by rounding only."""
    return ROUNDING.finds(
        stated.place,
        stated=stated.yuan,
        expected=expected.yuan,
        measure="yuan",
        other=expected.place,
        project=project,
        where=where,
        left=stated.printed,
        right=expected.printed,
    )


def rounded_sum(where: str, total: Figure, addends: list[Figure], *, place: Place | None = None) -> Finding:
    """A printed total that differs from its addends by rounding only."""
    expected = sum((figure.yuan for figure in addends), 0 * total.yuan)
    unit = total.printed.unit
    return ROUNDING.finds(
        place or total.place,
        sentence="sum",
        stated=total.yuan,
        expected=expected,
        measure="yuan",
        where=where,
        left=total.printed,
        right=f"{expected / unit.factor:,}{unit.value}",
    )
