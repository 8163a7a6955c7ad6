"""Checking and publishing a district's pack, against what the YAML library alone needs to load the same files.

Run with ``python -m bench.pack``.
"""

import shutil
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from .frame import django_setup, finish, measure, measure_pair, report

SONGJIANG = Path(__file__).parent.parent / "districts" / "songjiang"
AT = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def enlarge(folder: Path, times: int) -> Path:
    """Songjiang with every definition so many times: copies get keys of their own, the originals stay."""
    target = folder / f"songjiang-{times}"
    shutil.copytree(SONGJIANG, target)
    for file in sorted(SONGJIANG.glob("*/*.yaml")):
        text = file.read_text("utf-8")
        for copy in range(1, times):
            key = f"{file.stem}-copy-{copy}"
            renamed = text.replace(f"key: {file.stem}\n", f"key: {key}\n").replace(
                f'key: "{file.stem}"\n', f"key: {key}\n"
            )
            (target / file.parent.name / f"{key}.yaml").write_text(renamed, "utf-8")
    return target


def load_alone(folder: Path) -> int:
    """Every YAML file loaded by the library and nothing more."""
    from ruamel.yaml import YAML

    return sum(len(list(YAML(typ="safe", pure=True).load_all(file))) for file in folder.glob("**/*.yaml"))


def main() -> None:
    """Measure at two sizes."""
    django_setup(durable=False)
    from django.db import connection

    from yunjian.kernel import catalogue
    from yunjian.kernel.actor import SYSTEM
    from yunjian.kernel.pack.reading import read
    from yunjian.site.definitions import ALL

    def publish(pack: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("truncate kernel_edition, kernel_entry")
        catalogue.publish(pack, by=SYSTEM, at=AT)  # type: ignore[arg-type]

    took: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 10):
            place = enlarge(Path(folder), times)
            repeat = 5 if times == 1 else 1
            alone, check = measure_pair(partial(load_alone, place), partial(read, place, ALL), repeat)
            pack = read(place, ALL)
            publishing = measure(partial(publish, pack), repeat)
            again = measure(partial(catalogue.compare, pack), repeat)
            took[times] = check + publishing
            print(f"×{times}: {len(pack.definitions):,} definitions; YAML alone {alone:.2f} s, "
                  f"check {check:.2f} s, publish {publishing:.2f} s, compare again {again:.2f} s")  # fmt: skip
            report(f"check + publish, Songjiang ×{times}, against YAML alone", (check + publishing) / alone, 2)
    report("check + publish, ×10 against ×1", took[10] / took[1], 12)


if __name__ == "__main__":
    main()
    finish()
