"""Amounts that lost their columns are placed by what must add up, and left open where two fits remain."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian.budgets.logic.reading.placement import Node, settle

SUMS = ((0, (1, 2)),)  # total, basic, project


def row(*amounts: str, children: tuple[Node, ...] = (), width: int = 3) -> Node:
    sums = SUMS if width == 3 else ((0, tuple(range(1, width))),)
    return Node(tuple(map(Decimal, amounts)), width, sums, children=list(children))


def test_a_whole_row_needs_no_placing():
    assert row("3.00", "1.00", "2.00").spots == (0, 1, 2)


def test_a_row_alone_is_left_open():
    node = row("3.00", "3.00")
    settle(node)
    assert node.spots is None


def test_a_row_closes_by_its_own_sum():
    node = row("6.00", "1.00", "2.00", "3.00", width=5)
    settle(node)
    assert len(node.ways) == 4  # every way closes: the columns are told by others
    node = row("3.00", "1.00", "1.00", "1.00", "0.00", width=5)
    settle(node)
    assert node.spots == (0, 1, 2, 3, 4)


def test_children_are_placed_by_their_parent():
    basic, project = row("1.00", "1.00"), row("2.00", "2.00")
    settle(row("3.00", "1.00", "2.00", children=(basic, project)))
    assert basic.spots == (0, 1)
    assert project.spots == (0, 2)


def test_a_parent_is_placed_with_its_children_by_the_total():
    leaf = row("2.00", "2.00")
    parent, other = row("2.00", "2.00", children=(leaf,)), row("1.00", "1.00")
    settle(row("3.00", "1.00", "2.00", children=(parent, other)))
    assert parent.spots == leaf.spots == (0, 2)


def test_equal_amounts_are_left_open():
    one, other = row("1.00", "1.00"), row("1.00", "1.00")
    settle(row("2.00", "1.00", "1.00", children=(one, other)))
    assert one.spots is other.spots is None


def test_a_hint_places_the_totals_row_and_all_below():
    leaf = row("2.00", "2.00", width=5)
    total = row("2.00", "2.00", width=5, children=(leaf,))
    settle(total, {1: Decimal("2.00"), 2: Decimal(0), 3: Decimal(0), 4: Decimal(0)})
    assert total.spots == leaf.spots == (0, 1)


def test_a_hint_with_a_wrong_figure_still_tells_which_columns_are_blank():
    total = row("2.00", "2.00", width=5)
    settle(total, {1: Decimal("2.10"), 2: Decimal(0), 3: Decimal(0), 4: Decimal(0)})
    assert total.spots == (0, 1)


@pytest.mark.parametrize("wrong", ["1.01", "1.10", "10.00"])
def test_a_wrong_figure_does_not_move_the_rest(wrong):
    small, large = row(wrong, wrong), row("500.00", "500.00")
    settle(row("501.00", "1.00", "500.00", children=(small, large)))
    assert small.spots == (0, 1)
    assert large.spots == (0, 2)


def test_dashes_take_their_place():
    node = Node((Decimal("1.00"), None, Decimal("1.00")), 3, SUMS)
    settle(node)
    assert node.spots == (0, 1, 2)


def test_too_many_ways_are_left_open_and_cost_no_more():
    leaves = [row(f"{n}.37", f"{n}.37") for n in range(1, 400)]
    half = str(sum(leaf.amounts[0] for leaf in leaves[::2]))
    rest = str(sum(leaf.amounts[0] for leaf in leaves[1::2]))
    left = settle(row(str(Decimal(half) + Decimal(rest)), half, rest, children=tuple(leaves)), effort=20_000)
    assert left <= 20_000
    assert all(leaf.spots is None for leaf in leaves)


@given(
    leaves=st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 2), st.integers(1, 10**9)), min_size=1, max_size=9)
)
@settings(max_examples=200, deadline=None)
def test_what_is_settled_is_always_true(leaves):
    """Each leaf is basic only, project only or both; the totals row prints both."""
    truth, nodes = [], []
    for amount, kind, more in leaves:
        basic, project = (amount, 0) if kind == 0 else (0, amount) if kind == 1 else (amount, more)
        truth.append((0, 1, 2) if kind == 2 else (0, kind + 1))
        nodes.append(Node(tuple(Decimal(x) for x in (basic + project, basic, project) if x), 3, SUMS))
    whole = [sum(column) for column in zip(*(n.ways[t] for n, t in zip(nodes, truth, strict=True)), strict=True)]
    total = Node(tuple(Decimal(x).scaleb(-8) for x in whole if x), 3, SUMS, children=nodes)
    settle(total)
    for node, spots in zip(nodes, truth, strict=True):
        assert spots in node.ways
