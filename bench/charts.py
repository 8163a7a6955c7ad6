"""The flow picture: its drawing at two sizes, beside the JSON library writing the same nodes and links."""

import json
from decimal import Decimal

from yunjian.ui.charts import Link, Node, flow

from .frame import django_setup, finish, measure, report


def picture(size: int) -> tuple[list[Node], list[Link]]:
    """Two columns of ``size`` nodes, three links from each."""
    nodes = [Node(f"{column}-{n}", "甲", column) for column in range(2) for n in range(size)]
    links = [Link(f"0-{n}", f"1-{(n + k) % size}", Decimal(n + 1)) for n in range(size) for k in range(3)]
    return nodes, links


def main() -> int:
    """Draw, compare, tell."""
    django_setup()
    took = {}
    for size in (400, 4000):
        nodes, links = picture(size)
        took[size] = measure(lambda n=nodes, k=links: flow(n, k, columns=("a", "b"), title="x"), repeat=5)
        plain = measure(lambda n=nodes, k=links: json.dumps([[str(v) for v in (*n, *k)]]), repeat=5)
        report(f"flow of {size * 3} links beside json.dumps of it", took[size] / plain, 60, "×")
    report("flow, ten times the links", took[4000] / took[400], 12, "×")
    return finish()


if __name__ == "__main__":
    raise SystemExit(main())
