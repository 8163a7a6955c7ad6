"""The ledger."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import psycopg
import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import LI, NOON, ZHOU
from yunjian.kernel import ledger, policy, sealer
from yunjian.kernel.action import ActionError, action, announce
from yunjian.kernel.actor import ANONYMOUS
from yunjian.kernel.ledger import Recorded
from yunjian.kernel.models import SEALING, Entry
from yunjian.kernel.testing import arranging, recorded

from .sample import FREE, Rung, ring, tune

INSERT = (
    "insert into kernel_entry (kind, subject, payload, actor, action, at)"
    " values ('kernel.bell.rung', 'kernel.bell:1', '{}', 'account:101', %s, now())"
)


@dataclass(frozen=True)
class Weighed:
    kind = "kernel.bell.weighed"
    subject = "kernel.bell:1"
    weight: object


@action
def weigh(weight, *, by, at):
    policy.require(by, FREE)
    ledger.record(Weighed(weight), by=by, at=at)


@pytest.mark.django_db
def test_is_an_error_outside_an_action():
    with pytest.raises(ActionError, match=r"kernel\.bell\.rung recorded outside an action"):
        ledger.record(Rung(1), by=ZHOU, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("claimed", ["", "kernel.tests.sample.ring"])
def test_is_refused_by_the_database_too_outside_an_action(elsewhere, claimed):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="表 kernel_entry 只能由正在进行的业务动作"):
        elsewhere.execute(INSERT, [claimed])


@pytest.mark.django_db
def test_is_refused_by_the_database_when_it_names_another_action():
    with pytest.raises(DatabaseError, match="表 kernel_entry"), arranging(), connection.cursor() as cursor:
        cursor.execute(INSERT, ["kernel.tests.sample.ring"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "insert into kernel_seal (entry_id, position, leaf_hash) select id, 0, '\\x00' from kernel_entry",
        "insert into kernel_sweep (settled, drawn, running) values (9, 9, '[]')",
    ],
)
def test_is_sealed_by_the_sealer_alone(statement):
    ring(1, by=ZHOU, at=NOON)

    with pytest.raises(DatabaseError, match="只由封存程序写入"), arranging(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update kernel_seal set position = 5", "delete from kernel_seal"])
def test_stays_sealed_even_under_the_sealers_name(change):
    ring(1, by=ZHOU, at=NOON)
    sealer.seal()
    announce(SEALING)

    with pytest.raises(DatabaseError, match="表 kernel_seal 的记录只增不改"), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db
@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.update(kind="kernel.bell.stolen"),
        lambda: Entry.objects.update(payload={}),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.get().save(),
    ],
)
def test_is_never_changed_even_by_an_action(sealed, change):
    ring(1, by=ZHOU, at=NOON)
    if sealed:
        sealer.seal()
    before = recorded()

    with pytest.raises(DatabaseError, match="表 kernel_entry 的记录只增不改"), arranging():
        change()

    assert recorded() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "update kernel_entry set payload = '{}'",
        "update kernel_entry set kind = 'kernel.bell.stolen'",
    ],
)
def test_is_not_changed_under_the_sealers_name_either(change):
    ring(1, by=ZHOU, at=NOON)
    announce(SEALING)

    with pytest.raises(DatabaseError, match="表 kernel_entry 的记录只增不改"), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db
def test_tells_the_history_of_a_subject_oldest_first():
    ring(1, by=ZHOU, at=NOON)
    ring(2, by=ZHOU, at=NOON)
    tune(1, by=LI, at=NOON + timedelta(hours=1))

    told = ledger.history("kernel.bell:1", reader=ZHOU)

    assert [(e.kind, e.actor, e.at) for e in told] == [
        ("kernel.bell.rung", ZHOU.id, NOON),
        ("kernel.bell.tuned", LI.id, NOON + timedelta(hours=1)),
    ]


@pytest.mark.django_db
def test_does_not_tell_a_visitor_who_acted():
    ring(1, by=ZHOU, at=NOON)

    assert [e.actor for e in ledger.history("kernel.bell:1", reader=ANONYMOUS)] == [""]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        (True, True),
        ("1.50", "1.50"),
        (2**53 - 1, 2**53 - 1),
        (Decimal("36864854.40"), "36864854.40"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 1, 5), "2026-01-05"),
        (NOON, "2026-03-02T04:00:00+00:00"),
        ((1, (2, "三")), [1, [2, "三"]]),
    ],
)
def test_keeps_plain_values(given, kept):
    weigh(given, by=ZHOU, at=NOON)

    assert recorded()[0].payload == {"weight": kept}


@pytest.mark.django_db
@pytest.mark.parametrize("given", [1.5, 2**53, {"name": "李民"}, [1], b"x", NOON.replace(tzinfo=None), object()])
def test_keeps_nothing_else(given):
    with pytest.raises(ActionError, match="ids and digests only"):
        weigh(given, by=ZHOU, at=NOON)

    assert recorded() == []


def test_writes_an_entry_as_canonical_json():
    entry = Recorded(
        id=7, kind="k", subject="s:1", payload={"z": 1, "a": '三"\n\x1f', "list": [True, None]}, actor="account:1",
        action="x.y", at=datetime(2026, 3, 2, 12, 0, 0, 5, timezone(timedelta(hours=8))), position=3,
    )  # fmt: skip

    assert ledger.leaf_data(entry).decode() == (
        '{"action":"x.y","actor":"account:1","at":"2026-03-02T04:00:00.000005Z","id":7,"kind":"k",'
        '"payload":{"a":"三\\"\\n\\u001f","list":[true,null],"z":1},"subject":"s:1"}'
    )


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    number=st.integers(1 - 2**53, 2**53 - 1),
    at=st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_writes_json_that_reads_back(text, number, at):
    entry = Recorded(1, text, text, {text: number, "list": [text]}, text, text, at, None)

    written = ledger.leaf_data(entry)

    read = json.loads(written)
    assert written.decode() == json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert (read["kind"], read["payload"]) == (text, {text: number, "list": [text]})
    assert datetime.fromisoformat(read["at"]) == at
    assert list(read) == sorted(read)
