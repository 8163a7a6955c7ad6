"""Pre-review on a labelled set of drawn photos and scans: precision and recall for each kind of finding.

Run with ``python -m bench.prereview [SIZE …]`` (applications; two sizes, few by default). Each application has one
fault or none, and one to three papers drawn in the fonts of this machine: askew, leaning, bold, with a seal over the
text, photographed from the side in uneven light, grainy, soft, small, compressed (``services/tests/labelled``). The
photos go through the reader of materials, which needs the extra ``yunjian[ocr]`` and a Chinese font; without them
nothing is measured and the reason is printed. A finding is right when its kind and its place are those of the label.
"""

import io
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random

from yunjian.kernel.definitions import Definition
from yunjian.kernel.pack.reading import read as read_pack
from yunjian.materials.logic import words
from yunjian.services.logic.prereview import Kind
from yunjian.services.tests.labelled.drawing import fonts, photo
from yunjian.services.tests.labelled.scenes import Sheet, scenes
from yunjian.services.tests.labelled.scoring import scored
from yunjian.site.definitions import ALL

from .frame import finish, report

PACK = Path(__file__).parent.parent / "districts" / "songjiang"
SIZES = (10, 30)
LEAST_PRECISION, LEAST_RECALL = 0.90, 0.85  # our own, over all kinds


def size(count: int, pack: Iterable[Definition]) -> None:
    """One set: drawn, read, reviewed, counted."""
    drawn, took = 0, 0.0

    def read(sheet: Sheet) -> dict:
        nonlocal drawn, took
        picture = photo(sheet.title, sheet.lines, sheet.look, Random(drawn))
        start = time.perf_counter()
        told = words.read("jpeg", io.BytesIO(picture))
        drawn, took = drawn + 1, took + time.perf_counter() - start
        return told

    score = scored(scenes(count), pack, read)
    print(f"  {count} applications, {drawn} photos, {len(fonts())} faces, {took / max(drawn, 1):.1f} s to read one")
    for kind in Kind:
        if (labels := score.right[kind] + score.missed[kind]) or score.false[kind]:
            shown = [
                f"{value:.0%}" if value is not None else "–" for value in (score.precision(kind), score.recall(kind))
            ]
            print(f"    {kind:<24} labels {labels:>3}  precision {shown[0]:>5}  recall {shown[1]:>5}")
    for number, how, label, values in score.wrongs:
        print(f"    application {number}: {how} {label[0]} at {label[1]} {values}")
    report(f"precision, {count} applications", score.precision() or 0.0, LEAST_PRECISION, "", at_least=True)
    report(f"recall, {count} applications", score.recall() or 0.0, LEAST_RECALL, "", at_least=True)


def main() -> None:
    if not words.can_read_pictures() or not fonts():
        print("not measured: the extra yunjian[ocr] or a Chinese font (Debian: fonts-wqy-zenhei) is not installed")
        return
    os.environ.setdefault("YUNJIAN_SECRET_KEY", "only-for-benches")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    import django

    django.setup()  # the pack names acts, which the domains declare
    pack = read_pack(PACK, ALL).definitions
    for count in [int(each) for each in sys.argv[1:]] or SIZES:
        size(count, pack)
    finish()


if __name__ == "__main__":
    main()
