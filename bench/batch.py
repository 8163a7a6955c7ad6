"""Ten thousand certificates from one file, through the job that issues them, with the SD-JWT form of each.

Run with ``python -m bench.batch [COUNT]``. Counted is the time from the first row until the last form: one process is
the job (rows examined; certificates, versions, contents and one entry of the ledger each; a transaction a thousand),
the other makes the SD-JWT VC of every version as soon as it is issued, signed by the district's key, as a worker and a
web process do side by side; the database has the cores besides. Printed apart: receiving the file, the job, and sealing
the entries, which the sealer does later. A credential in a wallet names its holder's key besides; that is no more work
to sign.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from .frame import django_setup, finish, report

LIMIT = 500  # a second
COUNT = 10_000
BASE = "https://songjiang.example"


def main() -> None:
    """One batch, and again half as many: the rate is not to depend on it."""
    django_setup()
    from yunjian.certificates.tests import stage

    stage.district()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    for size in (count // 2, count):
        one(size)
    finish()


def one(count: int) -> None:
    """A batch of so many."""
    from tests.cast import NOON
    from yunjian.certificates import actions, jobs
    from yunjian.certificates.tests import stage
    from yunjian.kernel import sealer

    rows, taken = _rows(count), {}
    batch = _timed(taken, "receive", lambda: actions.receive_batch(
        "licence", f"{count}.csv", f"{count:064}", rows, by=stage.GU, at=NOON))  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "bench.batch", "forms", str(batch), str(count)],
        stdout=subprocess.PIPE, text=True, env=_of_this_database(),
    ) as forms:  # fmt: skip
        lines = iter(forms.stdout or ())
        if next(lines, "") != "ready\n":
            raise SystemExit("the process that makes the forms did not start")
        begun = time.perf_counter()
        _timed(taken, "issue", lambda: jobs.continue_batch(batch))
        made = next(lines, "").strip()
        whole = time.perf_counter() - begun
    if made != str(count):
        raise SystemExit(f"{made or 'none'} of {count} have the form")
    _timed(taken, "seal", sealer.seal)
    for name in ("receive", "issue", "seal"):
        print(f"  {count:,}: {name} {taken[name]:.2f} s, {count / taken[name]:,.0f}/s")
    report(f"{count:,} certificates issued, each with its SD-JWT form", count / whole, LIMIT, "/s", at_least=True)


def _of_this_database() -> dict[str, str]:
    """The environment of a process that works in the bench's database."""
    from django.db import connection

    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return os.environ | {"DATABASE_URL": url.geturl()}


def forms(batch: int, count: int) -> None:
    """In a process of its own: the form of every certificate of a batch, as they come."""
    import django

    django.setup()
    from tests.cast import NOON
    from yunjian.certificates import queries
    from yunjian.kernel.actor import SYSTEM

    signed = _sign([])
    print("ready", flush=True)
    for portion in _issued(batch, count):
        signed += _sign(queries.versions_for_credentials(portion, reader=SYSTEM, at=NOON))
    print(signed, flush=True)


def _issued(batch: int, count: int) -> Iterator[list[int]]:
    """The certificates of a batch, as the job commits them."""
    from yunjian.certificates.models import BatchRow

    last = seen = 0
    while seen < count:
        rows = BatchRow.objects.filter(batch=batch, state=BatchRow.State.ISSUED, number__gt=last).order_by("number")
        found = list(rows.values_list("number", "certificate")[:500])
        if not found:
            time.sleep(0.02)
            continue
        last, seen = found[-1][0], seen + len(found)
        yield [certificate for _, certificate in found]


def _rows(count: int) -> list[dict[str, str]]:
    """Rows of enterprises put into the register for it."""
    from yunjian.certificates.tests.test_batch import ROW, enterprises
    from yunjian.kernel.testing import arranging
    from yunjian.parties.models import Enterprise

    with arranging():
        Enterprise.objects.filter(name__startswith="企业").delete()
    return [{**ROW, "number": code, "name": f"企业{number}"} for number, code in enumerate(enterprises(count))]


def _timed(taken: dict[str, float], name: str, act: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    made = act()
    taken[name] = time.perf_counter() - begun
    return made


def _sign(views: list[Any]) -> int:
    """The SD-JWT VC of each version; how many."""
    from tests.cast import NOON
    from yunjian.certificates.actions.signing import SIGNING
    from yunjian.certificates.logic.sd_jwt import issue
    from yunjian.certificates.logic.wallet import claims_of
    from yunjian.kernel import keys

    signer = keys.signer(SIGNING.name)
    return len([issue(claims_of(each, base=BASE, status=(0, 0), at=NOON), signer=signer) for each in views])


if __name__ == "__main__":
    if sys.argv[1:2] == ["forms"]:
        forms(*map(int, sys.argv[2:]))
    else:
        main()
