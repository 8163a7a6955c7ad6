"""A criterion is judged, said and asked of a table."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from yunjian.kernel.criteria import Column, Criterion, Label, judge, sentence, to_sql
from yunjian.kernel.criteria.pattern import BadPattern, parse

ON = date(2026, 3, 2)
CRITERION = TypeAdapter(Criterion)
LABELS = {"age": Label("年龄", "age"), "town": Label("所属街镇", "town"), "units": Label("单位", "units")}


def read(**written):
    return CRITERION.validate_python(written)


def outcome(criterion, record, **given):
    return judge(criterion, record, on=ON, **given).outcome


@pytest.mark.parametrize(
    ("written", "fulfilled", "broken"),
    [
        ({"equals": "泗泾镇"}, " 泗泾镇 ", "佘山镇"),
        ({"equals": 3}, Decimal("3.00"), 4),
        ({"one_of": ("甲", "乙")}, "乙", "丙"),
        ({"at_least": 60}, 60, Decimal("59.99")),
        ({"at_most": Decimal("0.5")}, Decimal("0.5"), 1),
        ({"between": (1, 5)}, 5, 6),
        ({"between": (date(2026, 1, 1), date(2026, 2, 1))}, date(2026, 2, 1), date(2026, 2, 2)),
        ({"before": date(2026, 1, 1)}, date(2025, 12, 31), date(2026, 1, 1)),
        ({"after": date(2026, 1, 1)}, date(2026, 1, 2), date(2026, 1, 1)),
        ({"within_days": 30}, ON - timedelta(30), ON + timedelta(1)),
        ({"within_days": 30, "side": "ahead"}, ON + timedelta(30), ON - timedelta(1)),
        ({"matches": "[A-Z]{2}\\d{1,3}"}, "AB12", "AB1234"),
        ({"present": True}, "有", "　"),
        ({"present": False}, None, 0),
    ],
)
def test_holds_for_one_value_and_not_for_another(written, fulfilled, broken):
    criterion = read(field="x", **written)

    assert outcome(criterion, {"x": fulfilled}) == "ok"
    assert outcome(criterion, {"x": broken}) == "not"
    assert outcome(read(**{"not": {"field": "x", **written}}), {"x": fulfilled}) == "not"


def test_refers_to_what_is_known_and_cannot_tell_without_the_register():
    criterion = read(field="unit", refers_to="units")

    assert outcome(criterion, {"unit": "data-bureau"}, known={"units": {"data-bureau"}}) == "ok"
    assert outcome(criterion, {"unit": "nobody"}, known={"units": {"data-bureau"}}) == "not"
    assert outcome(criterion, {"unit": "data-bureau"}) == "unknown"


def test_is_unknown_when_a_value_is_missing_or_of_another_kind_unless_the_rest_decides():
    old = {"field": "age", "at_least": 60}
    here = {"field": "town", "equals": "泗泾镇"}

    assert outcome(read(**old), {}) == "unknown"
    assert outcome(read(**old), {"age": "六十"}) == "unknown"
    assert outcome(read(**old), {"age": True}) == "unknown"
    assert outcome(read(all=(old, here)), {"town": "泗泾镇"}) == "unknown"
    assert outcome(read(all=(old, here)), {"town": "佘山镇"}) == "not"
    assert outcome(read(any=(old, here)), {"town": "泗泾镇"}) == "ok"
    assert judge(read(all=(old, here)), {"town": "泗泾镇"}, on=ON).missing == ("age",)


def test_gives_a_reason_for_every_clause_in_both_languages():
    criterion = read(all=({"field": "age", "at_least": 60}, {"not": {"field": "town", "one_of": ("泗泾镇", "佘山镇")}}))

    verdict = judge(criterion, {"age": 58, "town": "车墩镇"}, on=ON, labels=LABELS)

    assert [reason.zh for reason in verdict.reasons] == [
        "年龄不低于 60：是58，不符合",
        "所属街镇不是“泗泾镇”、“佘山镇”之一：是“车墩镇”，符合",
    ]
    assert [reason.en for reason in verdict.reasons] == [
        "age is at least 60: it is 58, not met",
        "town is not one of “泗泾镇”, “佘山镇”: it is “车墩镇”, met",
    ]


def test_is_said_in_a_sentence_with_the_negation_where_it_belongs():
    criterion = read(
        any=(
            {"field": "age", "between": (16, 60)},
            {"not": {"all": ({"field": "town", "present": True}, {"field": "age", "at_most": 5})}},
        )
    )

    assert sentence(criterion, LABELS) == "年龄在 16 和 60 之间（含两端），或者（所属街镇没有填写，或者年龄超过 5）"
    assert (
        sentence(criterion, LABELS, language="en")
        == "age is between 16 and 60, both included or (town is not filled in or age is above 5)"
    )


@pytest.mark.parametrize(
    "written",
    [
        {"field": "x"},
        {"field": "x", "equals": 1, "at_least": 1},
        {"field": "x", "at_leats": 1},
        {"field": "x", "equals": None},
        {"field": "x", "equals": "  "},
        {"field": "x", "between": (5, 1)},
        {"field": "x", "between": ("a", "b")},
        {"field": "x", "matches": "(a+)+"},
        {"all": ()},
        {"field": "X", "equals": 1},
    ],
)
def test_is_refused_when_it_is_not_of_the_vocabulary(written):
    with pytest.raises(ValidationError):
        CRITERION.validate_python(written)


@pytest.mark.parametrize(
    "text", ["a*", "a+", "(a)", "a|b", ".", "a{2,1}", "a{0}", "a{999}", "[^a]", "[b-a]", "\\w", "a" * 61, ""]
)
def test_refuses_a_pattern_that_could_run_away_or_is_not_understood(text):
    with pytest.raises(BadPattern):
        parse(text)


def test_matches_a_nasty_text_at_once():
    pattern = parse("a{0,20}" * 20 + "b")

    assert not pattern.matches("a" * 400)
    assert pattern.matches("a" * 400 + "b")


# --- the same answer from PostgreSQL ---------------------------------------------------------------------------------

COLUMNS = {"n": Column("n", "number"), "t": Column("t", "text"), "d": Column("d", "date"), "f": Column("f", "flag")}
KNOWN = {"units": frozenset({"a", "b1"})}
fields = st.sampled_from(["n", "t", "d", "f", "nowhere"])
numbers = st.decimals(-5, 5, places=1) | st.integers(-3, 3).map(Decimal)
texts = st.text(alphabet="ab1 '\"%\\\n　区$", max_size=4)
days = st.dates(ON - timedelta(5), ON + timedelta(5))
values = numbers | texts.filter(str.strip).filter(lambda text: text.strip("　 \n")) | days | st.booleans()
patterns = st.lists(
    st.sampled_from(["a", "b", "\\d", "[a-b1]", "区", "\\$", "'", "%", "[ab区-區]"]).flatmap(
        lambda one: st.sampled_from([one, one + "?", one + "{2}", one + "{0,2}"])
    ),
    min_size=1,
    max_size=4,
).map("".join)


def _pairs(strategy):
    return st.tuples(strategy, strategy).map(lambda pair: tuple(sorted(pair)))


clauses = st.one_of(
    st.builds(lambda field, value: {"field": field, "equals": value}, fields, values),
    st.builds(
        lambda field, value: {"field": field, "one_of": tuple(value)}, fields, st.lists(values, min_size=1, max_size=3)
    ),
    st.builds(lambda field, value: {"field": field, "at_least": value}, fields, numbers),
    st.builds(lambda field, value: {"field": field, "at_most": value}, fields, numbers),
    st.builds(lambda field, value: {"field": field, "between": value}, fields, _pairs(numbers) | _pairs(days)),
    st.builds(lambda field, value: {"field": field, "before": value}, fields, days),
    st.builds(lambda field, value: {"field": field, "after": value}, fields, days),
    st.builds(
        lambda field, value, side: {"field": field, "within_days": value, "side": side},
        fields,
        st.integers(0, 4),
        st.sampled_from(["past", "ahead"]),
    ),
    st.builds(lambda field, value: {"field": field, "matches": value}, fields, patterns),
    st.builds(lambda field, value: {"field": field, "present": value}, fields, st.booleans()),
    st.builds(
        lambda field, value: {"field": field, "refers_to": value}, fields, st.sampled_from(["units", "unheard-of"])
    ),
)
criteria = st.recursive(
    clauses,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": tuple(parts)}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": tuple(parts)}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)
records = st.fixed_dictionaries(
    {"n": st.none() | numbers, "t": st.none() | texts, "d": st.none() | days, "f": st.none() | st.booleans()}
)


@pytest.mark.django_db
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=criteria, table=st.lists(records, min_size=1, max_size=12))
def test_gives_the_same_answer_asked_of_a_table_as_put_to_each_record(written, table):
    criterion = CRITERION.validate_python(written)
    condition, parameters = to_sql(criterion, COLUMNS, on=ON, known=KNOWN)

    with connection.cursor() as cursor:
        cursor.execute(
            f"select {condition} from unnest(%s::numeric[], %s::text[], %s::date[], %s::boolean[])"
            " with ordinality as record (n, t, d, f, place) order by place",
            [*parameters, *([record[name] for record in table] for name in "ntdf")],
        )
        answers = [row[0] for row in cursor.fetchall()]

    judged = [outcome(criterion, record, known=KNOWN) for record in table]
    assert [{True: "ok", False: "not", None: "unknown"}[answer] for answer in answers] == judged


@given(written=criteria)
def test_reads_back_the_same_from_what_is_stored(written):
    criterion = CRITERION.validate_python(written)
    stored = CRITERION.dump_json(criterion, exclude_defaults=True, by_alias=True)

    assert CRITERION.validate_json(stored) == criterion


@given(written=criteria, record=records)
def test_turned_round_gives_the_opposite_and_the_same_number_of_reasons(written, record):
    opposite = {"ok": "not", "not": "ok", "unknown": "unknown"}
    plainly = judge(CRITERION.validate_python(written), record, on=ON, known=KNOWN)
    turned = judge(CRITERION.validate_python({"not": written}), record, on=ON, known=KNOWN)

    assert turned.outcome == opposite[plainly.outcome]
    assert len(turned.reasons) == len(plainly.reasons)


@given(text=patterns, sample=texts)
def test_matches_as_a_full_match_of_a_regular_expression_would(text, sample):
    assert parse(text).matches(sample) == bool(re.fullmatch(text, sample))
