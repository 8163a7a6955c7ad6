"""Ten thousand certificates from one file, through the job that issues them, with the SD-JWT form of each.

Run with ``python -m bench.batch [COUNT]``. Counted is the job (rows examined; certificates, versions, contents and one
entry of the ledger each; a transaction a thousand), then the SD-JWT VC of every version, signed by the district's key,
in one process beside the database's. Printed apart: each of the two, receiving the file, and sealing the entries, which
the sealer does beside it. A credential in a wallet names its holder's key besides; that is no more work to sign.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

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
    from yunjian.certificates import actions, jobs, queries
    from yunjian.certificates.models import Certificate
    from yunjian.certificates.tests import stage
    from yunjian.kernel import sealer
    from yunjian.kernel.actor import SYSTEM

    rows, taken = _rows(count), {}
    batch = _timed(taken, "receive", lambda: actions.receive_batch(
        "licence", f"{count}.csv", f"{count:064}", rows, by=stage.GU, at=NOON))  # fmt: skip
    _timed(taken, "issue", lambda: jobs.continue_batch(batch))
    made = list(Certificate.objects.filter(versions__issued_by=SYSTEM.id).order_by("-pk").values_list("pk", flat=True))

    def forms() -> int:
        portions = [made[at : at + 500] for at in range(0, count, 500)]
        views = (queries.versions_for_credentials(each, reader=SYSTEM, at=NOON) for each in portions)
        return sum(map(_sign, views))

    signed = _timed(taken, "form", forms)
    if signed != count:
        raise SystemExit(f"{signed} of {count} have the form")
    _timed(taken, "seal", sealer.seal)
    for name in ("receive", "issue", "form", "seal"):
        print(f"  {count:,}: {name} {taken[name]:.2f} s, {count / taken[name]:,.0f}/s")
    rate = count / (taken["issue"] + taken["form"])
    report(f"{count:,} certificates issued by the job, each with its SD-JWT form", rate, LIMIT, "/s", at_least=True)


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
    from yunjian.certificates.logic.sd_jwt import issue
    from yunjian.certificates.logic.wallet import claims_of
    from yunjian.kernel import keys

    signer = keys.signer("certificates")
    return len([issue(claims_of(each, base=BASE, status=(0, 0), at=NOON), signer=signer) for each in views])


if __name__ == "__main__":
    main()
