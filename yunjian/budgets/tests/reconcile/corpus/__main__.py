"""Print how every rule does on the corpus; ``--write`` renews the measurement and docs/findings.md.

``python -m yunjian.budgets.tests.reconcile.corpus [BASES] [--write]``
"""

import json
import sys

from .catalogue import MEASURED, PAGE, page, tally_as_data
from .measure import bases, measure

BASES = 12


def main(words: list[str]) -> int:
    """Measure, print, write where asked; 1 where a rule missed or was wrong."""
    tally = measure(bases(next((int(word) for word in words if word.isdigit()), BASES)))
    data = tally_as_data(tally)
    print(f"{tally.bases} disclosures, {tally.mutants} mistakes put in")
    for code, (expected, found, right, wrong) in data["rules"].items():
        print(f"{code:20} put in {expected:4}  found {found:4}  right {right:4}  wrong {wrong:4}")
    for code, mutant in tally.missed:
        print("missed", code, mutant.kind, mutant.line, mutant.text.split("\n")[mutant.line - 1][:100])
    for finding, kind in tally.false:
        print("wrong", finding.code, kind, finding.place.line, finding.sentence[:120])
    if "--write" in words:
        MEASURED.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(data), encoding="utf-8")
    return 1 if tally.missed or tally.false else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
