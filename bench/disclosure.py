"""A disclosure end to end beside what it cannot do without: the bare signature and a transaction of three rows.

Run with ``python -m bench.disclosure``. Ours is what an organisation's fetch does once the holder agreed: one durable
transaction that locks the request, compares the consent with the ledger, reads the fields, signs them, notes the look
and records two entries. The three rows are written as Django writes them, as in ``bench.ledger``; beside three plain
inserts it is printed. Two sizes: nobody asked before, and a hundred thousand earlier requests. Printed too: asking and
consenting, which are acts of other people at other moments.
"""

import time
from datetime import timedelta
from statistics import median

from .frame import django_setup, finish, report, seconds
from .ledger import prepare as make_table
from .ledger import row_model

TIMES = 150
A_WINDOW = 75  # of one holder in thirty days: the scenario allows a hundred
EARLIER = 100_000
LIMIT = 6


def main() -> None:
    """Both sizes."""
    django_setup()
    bank, holder = prepare()
    floor = bare()
    for turn, size in enumerate((0, EARLIER)):
        if size:
            fill(bank, size)
        measure(bank, holder, floor, size, first_day=62 * turn)
    finish()


def prepare():
    """A district with a scenario, a bank under an agreement, and a holder with a certificate."""
    from yunjian.certificates.tests import social, stage

    make_table()
    certificate = social.district(social.scenario(limits={"per_day": 1_000_000, "per_holder": 100}))
    return social.organisation(), stage.holder_of(certificate)


def fill(bank: int, count: int) -> None:
    """Earlier requests of others, put in by one statement."""
    from django.db import connection

    from yunjian.kernel.testing import arranging

    with arranging(), connection.cursor() as cursor:
        cursor.execute(
            "insert into certificates_asking (organisation_id, token, reference, key, scenario, edition, asked_of,"
            " holder, state, asked_at, expires_at, decided_by, acting_for, fields, consent, disclosure)"
            " select %s, md5(i::text), 'E' || i, 'key:1', 'open-account', '2025-01-01', repeat(md5(i::text), 2), '',"
            " 'OPEN', timestamptz '2026-02-01' + i * interval '1 second', timestamptz '2026-02-03', '', '', '[]', '',"
            " '' from generate_series(1, %s) i",
            [bank, count],
        )
        cursor.execute("analyze certificates_asking")


def measure(bank: int, holder, floor, size: int, *, first_day: int) -> None:
    """Our fetch and the bare acts in turn, so that a noisy moment of the machine falls on all."""
    from tests.cast import NOON
    from yunjian.certificates import actions
    from yunjian.certificates.tests import social

    by, (as_rows, as_inserts) = social.key_of(bank), floor
    taken: dict[str, list[float]] = {name: [] for name in ("ask", "consent", "fetch", "rows", "inserts")}
    for number in range(TIMES):
        at = NOON + timedelta(days=first_day + 31 * (number // A_WINDOW), seconds=number)
        begun = time.perf_counter()
        made = social.asked(bank, f"B{size}-{number}", at=at)
        taken["ask"].append(time.perf_counter() - begun)
        for name, act in (
            ("consent", lambda: actions.consent_to_asking(made.pk, by=holder, at=at)),  # noqa: B023
            ("fetch", lambda: actions.fetch_disclosure(made.token, base="https://b.example", by=by, at=at)),  # noqa: B023
            ("rows", as_rows),
            ("inserts", as_inserts),
        ):
            taken[name].append(seconds(act))
    middle = {name: median(each) for name, each in taken.items()}
    words = f"{size:,} earlier requests"
    print(f"  {words}: " + ", ".join(f"{name} {each * 1e3:.2f} ms" for name, each in middle.items()))
    report(f"disclosure, {words}: beside a bare signature and three rows", middle["fetch"] / middle["rows"], LIMIT)
    report(f"disclosure, {words}: beside a bare signature and three plain inserts", middle["fetch"] / middle["inserts"])


def bare():
    """The signature and one durable transaction of three rows, as Django writes them and as plain inserts."""
    from django.db import connection, transaction

    from tests.cast import NOON
    from yunjian.certificates.actions.signing import SIGNING
    from yunjian.kernel import keys

    signer, rows, message = keys.signer(SIGNING.name), row_model().objects, bytes(600)

    def as_rows() -> None:
        signer.sign(message)
        with transaction.atomic(durable=True):
            for _row in range(3):
                rows.create(name="x", amount=1, at=NOON)

    def as_inserts() -> None:
        signer.sign(message)
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            for _row in range(3):
                cursor.execute("insert into bench_row (name, amount, at) values ('x', 1, %s) returning id", [NOON])
                cursor.fetchone()

    return as_rows, as_inserts


if __name__ == "__main__":
    main()
