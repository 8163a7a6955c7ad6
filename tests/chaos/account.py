"""The account at the end, asked of the database: is every acknowledged act there, once, with its effects once?"""

import json
import sys
from pathlib import Path

import psycopg

from .hosts import command, wait_for

_WAITING = (
    "select (select count(*) from kernel_entry where id not in (select entry_id from kernel_seal))"
    " + (select count(*) from procrastinate_jobs where status in ('todo', 'doing') and task_name like 'tests.chaos%')"
    " + (select count(*) from chaos_act where not (job_done and heard))"
)


def settle(database: str, patience: float = 600) -> float:
    """Wait until nothing is left to seal, to tell or to do."""

    def is_quiet() -> bool:
        with psycopg.connect(database) as connection:
            return connection.execute(_WAITING).fetchone()[0] == 0  # type: ignore[index]

    return wait_for(is_quiet, patience, "everything sealed, heard and done")


def check(database: str, folder: Path, acknowledged: list[str]) -> dict[str, int]:
    """Nothing acknowledged is lost, nothing had its effect twice, the ledger is whole; figures for the report."""
    with psycopg.connect(database) as connection:
        acts = [key for (key,) in connection.execute("select key from chaos_act").fetchall()]
        recorded = [
            key
            for (key,) in connection.execute("select payload->>'key' from kernel_entry where kind = 'chaos.act.done'")
        ]
        twice = connection.execute(
            "select act_id, kind, count(*) from chaos_effect group by 1, 2 having count(*) > 1"
        ).fetchall()
        (effects,) = connection.execute("select count(*) from chaos_effect").fetchone()  # type: ignore[misc]
        (again,) = connection.execute(  # type: ignore[misc]
            "select count(*) from kernel_entry where kind = 'chaos.act.followed' and (payload->>'again')::boolean"
        ).fetchone()
    assert set(acknowledged) <= set(acts), f"lost: {sorted(set(acknowledged) - set(acts))[:10]}"
    assert sorted(recorded) == sorted(acts), "an act without its entry, or an entry without its act"
    assert twice == [], f"had its effect twice: {twice[:10]}"
    assert effects == 2 * len(acts), f"{effects} effects of {len(acts)} acts"
    broken = json.loads(command(database, folder, "-m", "tests.chaos.account"))
    assert broken == [], broken
    return {"acknowledged": len(acknowledged), "acts": len(acts), "told_twice_without_effect": again}


def main() -> None:
    """Ask the platform's own invariants."""
    import django

    django.setup()
    from yunjian.kernel.invariants import broken

    json.dump([f"{each.invariant}: {each.found}" for each in broken()], sys.stdout)


if __name__ == "__main__":
    main()
