"""A disclosure goes to JSON and back unchanged, and its schema says what is there."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian.budgets.logic import codec
from yunjian.budgets.logic.disclosure import (
    Change,
    Chapter,
    Citation,
    Column,
    ContentsEntry,
    Disclosure,
    Figure,
    Mention,
    NoteSection,
    Part,
    Payment,
    Place,
    ProjectNote,
    Row,
    Section,
    Source,
    Statement,
    Table,
    TextLine,
    Unread,
)
from yunjian.budgets.logic.reading import read
from yunjian.budgets.tests.seeds import DATA_BUREAU, SERVICE_CENTRE, seed_files
from yunjian.kernel.money import MoneyUnit, Printed

SCHEMA = Path(__file__).parents[4] / "docs" / "schemas" / "disclosure.schema.json"

words = st.text(max_size=8)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6)
places = st.builds(Place, st.integers(0, 9), st.integers(0, 9), words, st.integers(0, 9))
figures = st.builds(Figure, st.builds(Printed, decimals, st.sampled_from(MoneyUnit)), places)
optional = st.none() | figures
years = st.integers(2000, 2100)


def several(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


rows = st.builds(Row, words, words, several(optional), places, st.booleans(), several(st.integers(0, 9)))
sections = st.builds(Section, words, several(st.builds(Column, words, words)), several(rows))
tables = st.builds(
    Table,
    st.integers(1, 9),
    words,
    words,
    words,
    years,
    st.sampled_from(MoneyUnit),
    st.none() | places,
    several(sections),
    several(words),
    places,
)
directions = st.sampled_from(["increase", "decrease", "same", "none"])
changes = st.builds(Change, directions, st.none() | years, optional, st.none() | decimals, places)
statements = st.builds(Statement, words, words, optional, st.none() | changes, words, words, places)
mentions = st.builds(
    Mention, st.sampled_from(["amount", "percent", "count"]), words, places, optional, st.none() | decimals, words
)
payments = st.builds(Payment, words, st.none() | decimals, optional, words, places)
days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
projects = st.builds(
    ProjectNote,
    words,
    places,
    several(st.builds(NoteSection, st.integers(1, 7), words, words, places)),
    words,
    words,
    optional,
    several(st.builds(Part, words, figures)),
    days,
    days,
    words,
    st.sampled_from(["milestones", "unspecified"]),
    several(payments),
    several(st.builds(Citation, words, words, places)),
    several(mentions),
)
disclosures = st.builds(
    Disclosure,
    st.sampled_from(["budget", "final"]),
    years,
    words,
    words,
    st.builds(Source, words, words, words, st.integers(0, 9)),
    several(st.builds(ContentsEntry, words, st.integers(1, 3), places)),
    several(st.builds(Chapter, words, words, words, places)),
    several(tables),
    several(statements),
    several(mentions),
    several(projects),
    several(st.builds(TextLine, words, places, words)),
    several(st.builds(Unread, words, places)),
)


def bare(**fields) -> Disclosure:
    return Disclosure("budget", 2026, "局", "预算", Source("a.txt", "text", "0", 1), **fields)


def through_text(disclosure: Disclosure) -> dict:
    return json.loads(json.dumps(codec.to_json(disclosure), ensure_ascii=False))


@given(disclosure=disclosures)
@settings(max_examples=50, deadline=None)
def test_any_disclosure_comes_back_as_it_went(disclosure):
    data = through_text(disclosure)
    assert codec.from_json(data) == disclosure
    jsonschema.Draft202012Validator(codec.schema()).validate(data)


@pytest.mark.parametrize("digits", ["0.00", "1.10", "-3.5", "1E+4", "100000000.01", "8496.652198"])
def test_the_digits_of_an_amount_are_kept(digits):
    place = Place()
    statement = Statement("income.total", "", Figure(Printed(Decimal(digits)), place), None, "", "", place)
    back = codec.from_json(through_text(bare(statements=(statement,))))
    assert str(back.statements[0].figure.printed.value) == digits


@pytest.mark.parametrize("seed", [DATA_BUREAU, SERVICE_CENTRE])
def test_a_real_disclosure_comes_back_and_fits_the_schema(seed):
    path = seed_files()[seed]
    disclosure = read(path.read_bytes(), path.name)
    data = through_text(disclosure)
    assert codec.from_json(data) == disclosure
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(data)


def test_the_schema_in_the_documentation_is_current():
    """Run ``python -m yunjian.budgets.logic.codec`` after a change of the structure."""
    assert SCHEMA.read_text(encoding="utf-8") == codec.schema_text()


def test_the_schema_refuses_what_is_no_disclosure():
    jsonschema.Draft202012Validator.check_schema(codec.schema())
    validator = jsonschema.Draft202012Validator(codec.schema())
    data = through_text(bare())
    assert validator.is_valid(data)
    assert not validator.is_valid({**data, "year": "2026"})
    assert not validator.is_valid({**data, "surprise": 1})
    assert not validator.is_valid({key: value for key, value in data.items() if key != "tables"})


def test_another_version_is_refused():
    with pytest.raises(ValueError, match="version 2"):
        codec.from_json({**codec.to_json(bare()), "version": 2})
