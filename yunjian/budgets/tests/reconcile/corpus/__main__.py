"""Print how every rule does on the corpus."""

import sys

from .measure import measure

if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 12
    tally = measure(count)
    print(f"{tally.bases} 份，改动 {tally.mutants} 处")
    for code in sorted(set(tally.expected) | set(tally.wrong) | set(tally.right)):
        print(
            f"{code:20} 放入 {tally.expected[code]:4} 找到 {tally.found[code]:4} 正确 {tally.right[code]:4} 误报 {tally.wrong[code]:4}"
        )
    for code, mutant in tally.missed:
        print("漏", code, mutant.kind, mutant.line, mutant.text.split("\n")[mutant.line - 1][:100])
    for finding, kind in tally.false:
        print("误", finding.code, kind, finding.place.line, finding.sentence[:120])
