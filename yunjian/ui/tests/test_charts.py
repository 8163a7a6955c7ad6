"""A picture of figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian.ui.charts import Item, Link, Milestone, Node, Pair, bars, comparison, flow, shares, timeline
from yunjian.ui.charts.flow import BAR, amounts, place
from yunjian.ui.charts.picture import Box, Marked, Ribbon, Words, around, fitted, text_width

titles = st.text(alphabet='云间数据局政务ABCdef123 <&"', min_size=1, max_size=40)
amount = st.decimals(min_value=0, max_value=10**12, places=2)
signed = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@st.composite
def flows(draw):
    sizes = draw(st.lists(st.integers(1, 8), min_size=2, max_size=4))
    nodes = [Node(f"{c}-{n}", draw(titles), c, "/x", n % 8 + 1) for c, size in enumerate(sizes) for n in range(size)]
    links = [
        Link(f"{c}-{a}", f"{c + 1}-{b}", draw(amount))
        for c in range(len(sizes) - 1)
        for a in range(sizes[c])
        for b in range(sizes[c + 1])
        if draw(st.booleans())
    ]
    return nodes, links, [f"列{c}" for c in range(len(sizes))]


def is_inside(picture):
    left, top, right, bottom = around(picture.shapes)
    return left >= -0.01 and top >= -0.01 and right <= picture.width + 0.01 and bottom <= picture.height + 0.01


def of_kind(picture, kind):
    """The shapes of one kind, also those inside marks."""
    inner = [s for shape in picture.shapes for s in (shape.shapes if isinstance(shape, Marked) else (shape,))]
    return [shape for shape in inner if isinstance(shape, kind)]


def overlap(a, b):
    (l1, t1, r1, b1), (l2, t2, r2, b2) = a.bounds(), b.bounds()
    return min(r1, r2) - max(l1, l2) > 0.1 and min(b1, b2) - max(t1, t2) > 0.1


def overlapping(shapes):
    return [(a, b) for i, a in enumerate(shapes) for b in shapes[i + 1 :] if overlap(a, b)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(Item, titles, signed), max_size=12))
def test_of_bars_stays_inside_its_frame_without_overlaps(items):
    chart = bars(items, title="x", total=True)
    for picture in (chart.wide, chart.tall):
        assert not picture.shapes or is_inside(picture)
        assert not overlapping(of_kind(picture, Words))
        assert not overlapping(of_kind(picture, Box))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(Pair, titles, st.none() | amount, st.none() | amount), max_size=8))
def test_of_a_comparison_stays_inside_its_frame_without_overlaps(pairs):
    chart = comparison(pairs, series=("2025", "2026"), title="x")
    for picture in (chart.wide, chart.tall):
        assert not picture.shapes or is_inside(picture)
        assert not overlapping(of_kind(picture, Words))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(Item, titles, amount), max_size=30))
def test_of_shares_fills_the_bar_and_no_more(items):
    chart = shares(items, title="x")
    for picture in (chart.wide, chart.tall):
        assert is_inside(picture)
        assert not overlapping(of_kind(picture, Box))
        assert len(of_kind(picture, Box)) <= 8


@settings(max_examples=40, deadline=None)
@given(flows())
def test_of_a_flow_stays_inside_its_frame_without_overlaps(given_flow):
    nodes, links, columns = given_flow
    chart = flow(nodes, links, columns=columns, title="x")
    assert is_inside(chart.wide)
    assert is_inside(chart.tall)
    assert not overlapping(of_kind(chart.wide, Box))
    assert not overlapping(of_kind(chart.wide, Words))
    assert not overlapping(of_kind(chart.tall, Words))


@settings(max_examples=40, deadline=None)
@given(flows())
def test_of_a_flow_conserves_what_flows(given_flow):
    nodes, links, columns = given_flow
    placed, scale, _height = place(nodes, links, len(columns))
    passing = amounts(nodes, links)
    chart = flow(nodes, links, columns=columns, title="x")
    drawn = sum(ribbon.thickness for ribbon in of_kind(chart.wide, Ribbon))
    assert drawn == pytest.approx(float(sum(link.value for link in links)) * scale, abs=1e-6)
    for key, node in placed.items():
        assert node.height == pytest.approx(float(passing[key]) * scale)
        leaving = [r for r in of_kind(chart.wide, Ribbon) if r.x1 == node.x + BAR and node.y - 1e-9 <= r.y1]
        inside = [r for r in leaving if r.y1 + r.thickness <= node.y + node.height + 1e-6]
        sent = sum(link.value for link in links if link.source == key)
        assert sum(r.thickness for r in inside) == pytest.approx(float(sent) * scale, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.builds(Milestone, titles, st.none() | st.dates(date(2024, 6, 1), date(2027, 6, 1)), amount=amount)),
    st.integers(0, 4000),
)
def test_of_a_timeline_stays_inside_its_frame_without_overlaps(milestones, length):
    start = date(2025, 1, 1)
    chart = timeline(milestones, start=start, end=start + timedelta(days=length), title="x", today=date(2025, 3, 1))
    assert is_inside(chart.wide)
    assert is_inside(chart.tall)
    assert len(chart.rows) == len(milestones)
    labels = [shape for shape in of_kind(chart.wide, Words) if "halo" in shape.css]
    assert not overlapping(labels)


@settings(max_examples=40, deadline=None)
@given(titles, st.floats(20, 300))
def test_cuts_texts_to_their_room(text, width):
    assert text_width(fitted(text, width, 12), 12) <= max(width, 24)


def test_escapes_what_it_writes():
    chart = bars([Item('<script>"&', Decimal(1), "/?a=1&b=2")], title='<b>"')
    assert "<script" not in chart.wide_svg
    assert "<b>" not in chart.wide_svg
    assert 'href="/?a=1&amp;b=2"' in chart.wide_svg


def test_is_an_image_or_with_links_a_group_of_named_links():
    assert 'role="img" aria-label="甲"' in bars([Item("a", Decimal(1))], title="甲").wide_svg
    linked = bars([Item("数据局", Decimal(36864854), "/budgets/1")], title="甲").wide_svg
    assert 'role="group"' in linked
    assert 'aria-label="数据局：3,686.49 万元"' in linked


def test_has_no_style_and_a_table_beside_it():
    nodes = [Node("i", "财政拨款", 0), Node("f", "数据事务", 1), Node("b", "基本支出", 2), Node("p", "项目支出", 2)]
    links = [Link("i", "f", Decimal(30000)), Link("f", "b", Decimal(10000)), Link("f", "p", Decimal(20000), "/p")]
    picture = flow(nodes, links, columns=("收入", "功能", "支出"), title="钱从哪里来，用到哪里去")
    html = Template("{% chart picture %}").render(Context({"picture": picture}))
    assert "style" not in html
    assert "<table" in html
    assert html.count("<svg") == 2
    assert "数据事务 → 项目支出" in html


def test_adds_to_a_comparison_the_change_and_its_rate():
    pair = Pair("收入", Decimal("84966521.98"), Decimal("93555945.79"))
    chart = comparison([pair], series=("2025", "2026"), title="x")
    assert chart.rows[0].cells == ("8,496.65 万元", "9,355.59 万元", "+858.94", "10.1%")
