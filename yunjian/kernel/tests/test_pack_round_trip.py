"""A pack that is written, read and published comes back the same."""

import json
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import HE, NOON
from yunjian.kernel import catalogue
from yunjian.kernel.definitions import Basis, Definition, digest_of
from yunjian.kernel.money import MoneyUnit, Printed
from yunjian.kernel.pack.reading import read

from .kinds import KINDS, MANIFEST, Fee, FeeExample, Office, OfficeExample, Step, write

words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"), max_codepoint=0x2FFFF), max_size=12
)
texts = words.filter(str.strip)
keys = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
numbers = st.decimals(0, 100, places=3)
money = st.builds(Printed, st.decimals(-(10**12), 10**12, places=2), st.sampled_from(MoneyUnit))
bases = st.lists(
    st.builds(Basis, title=texts, number=words, certainty=st.sampled_from(["confirmed", "memory"])), min_size=1
)
literals = texts | numbers | days | st.booleans()
clauses = st.one_of(
    st.builds(lambda value: {"field": "town", "equals": value}, literals),
    st.builds(lambda values: {"field": "town", "one_of": tuple(values)}, st.lists(literals, min_size=1, max_size=3)),
    st.builds(lambda value: {"field": "age", "at_least": value}, numbers),
    st.builds(lambda value: {"field": "born", "before": value}, days),
)
criteria = st.recursive(
    clauses,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": tuple(parts)})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=4,
)


@st.composite
def packs(draw):
    """Some offices, and fees at the first of them."""
    names = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    first = date(2020, 1, 1)
    offices = [
        Office(
            key="main" if place == 0 else f"branch-{name}",
            title=draw(texts),
            basis=tuple(draw(bases)),
            valid_from=first,
            parent=None if place == 0 else "main",
            windows=(window := draw(texts), *draw(st.lists(texts, max_size=2))),
            serves=draw(st.none() | criteria),
            example=OfficeExample(open=window),
        )
        for place, name in enumerate(names)
    ]
    fees = [
        Fee(
            key=name,
            title=draw(texts),
            basis=tuple(draw(bases)),
            valid_from=draw(days),
            office="main",
            window=offices[0].windows[0],
            amount=(amount := draw(money)),
            steps=tuple(draw(st.lists(st.builds(Step, name=texts, share=numbers), max_size=3))),
            free=draw(st.booleans()),
            example=FeeExample(yuan=Printed(amount.yuan)),
        )
        for name in names
    ]
    return sorted([*fees, *offices], key=lambda each: (each.kind, each.key))


def written(value) -> str:
    """A value as a person could have written it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {written(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions=packs())
def test_definition_by_definition(definitions: list[Definition]):
    with tempfile.TemporaryDirectory() as folder:
        files = {f"{each.kind}/{each.key}.yaml": written(each.model_dump()) for each in definitions}
        pack = read(write(Path(folder), {"district.yaml": MANIFEST} | files), KINDS)

    assert list(pack.definitions) == definitions
    with connection.cursor() as cursor:
        cursor.execute("truncate kernel_edition")
    catalogue.publish(pack, by=HE, at=NOON)
    assert [catalogue.edition(type(each), each.key, each.valid_from) for each in definitions] == definitions
    assert catalogue.compare(pack).unchanged == len(definitions)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions=packs())
def test_as_stored_and_with_the_same_digest(definitions):
    for each in definitions:
        stored = json.loads(json.dumps(each.body()))
        again = type(each).from_body(stored)
        assert again == each
        assert again.digest == digest_of(dict(reversed(stored.items())))
