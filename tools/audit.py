"""``make audit``: the licences of what runs, its bill of materials (CycloneDX), and what is known to be vulnerable.

The bill is made of what is installed, for the pins of ``requirements.lock``. Vulnerabilities are asked of the
service of the package index; without a network the rest is done all the same, and the end says that this was not.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
BILL = ROOT / "build" / "yunjian.cdx.json"
SPECIFICATION = "1.6"
FINE, WRONG, NOT_ASKED = 0, 1, 3
# Whoever offers a program of these over a network must give its source under the same licence: not ours to decide.
REFUSED = re.compile(r"\bAGPL|Affero|\bSSPL|Commons Clause|\bBUSL|Business Source", re.IGNORECASE)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\]+))?", re.MULTILINE)


def pins(lock: Path) -> dict[str, tuple[str, str]]:
    """The pins of a lock file: version and marker by name."""
    return {name.lower(): (version, (marker or "").strip()) for name, version, marker in _PIN.findall(lock.read_text())}


def applies(marker: str) -> bool:
    from packaging.markers import Marker

    return not marker or Marker(marker).evaluate()


def licences(found: Distribution) -> list[str]:
    """What a distribution says its licence is: an SPDX expression, a classifier, or its own words."""
    about = found.metadata
    if expression := about.get("License-Expression"):
        return [expression]
    classified = [each.split("::")[-1].strip() for each in about.get_all("Classifier") or () if "License ::" in each]
    return classified or [" ".join((about.get("License") or "").split())[:200] or "unknown"]


def refused_licences(names: dict[str, list[str]]) -> list[str]:
    return [f"{name}: {text}" for name, texts in sorted(names.items()) for text in texts if REFUSED.search(text)]


def component(name: str, version: str, said: list[str]) -> dict[str, Any]:
    spdx = re.fullmatch(r"[A-Za-z0-9.+()\- ]+", said[0]) and len(said) == 1 and _is_spdx(said[0])
    listed = [{"expression": said[0]}] if spdx else [{"license": {"name": each}} for each in said]
    address = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "licenses": listed,
    }


def _is_spdx(text: str) -> bool:
    from license_expression import ExpressionError, get_spdx_licensing

    try:
        return not get_spdx_licensing().validate(text).errors
    except ExpressionError:
        return False


def bill(lock: Path = LOCK) -> tuple[dict[str, Any], list[str]]:
    """The bill of materials of a lock file, and the pins that apply here and are not installed as they say."""
    parts, missing, hashes = [], [], _hashes(lock)
    for name, (version, marker) in sorted(pins(lock).items()):
        try:
            here: Distribution | None = distribution(name)
        except PackageNotFoundError:
            here = None
        if here is None or here.version != version:
            if applies(marker):
                missing.append(f"{name}=={version}")
            here = None
        made = component(name, version, licences(here) if here else ["unknown"])
        made["hashes"] = [{"alg": "SHA-256", "content": each} for each in hashes[name]]
        parts.append(made)
    from importlib.metadata import version as version_of

    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "yunjian", "name": "yunjian",
                                   "version": version_of("yunjian"),
                                   "licenses": [{"license": {"id": "MulanPSL-2.0"}}]}},
        "components": parts,
        "dependencies": [{"ref": "yunjian", "dependsOn": [each["bom-ref"] for each in parts]}],
    }, missing  # fmt: skip


def _hashes(lock: Path) -> dict[str, list[str]]:
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(), flags=re.MULTILINE)
    named = {match[1].lower(): each for each in blocks if (match := _PIN.match(each))}
    return {name: re.findall(r"sha256:([0-9a-f]{64})", text) for name, text in named.items()}


def faults(made: dict[str, Any]) -> str:
    """What the schema of CycloneDX says against the bill; nothing when it is valid. Needs no network."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(made))
    return str(found) if found else ""


def vulnerabilities(lock: Path) -> tuple[int, list[str]]:
    """How the question ended, and what is known of the pins of a lock file."""
    words = ["-m", "pip_audit", "--requirement", str(lock), "--disable-pip", "--require-hashes", "--format", "json",
             "--progress-spinner", "off"]  # fmt: skip
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=900)
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return NOT_ASKED, (done.stderr.strip().splitlines() or ["no answer"])[-1:]
    known = [
        f"{each['name']} {each['version']}: {fault['id']} → {', '.join(fault['fix_versions']) or 'no fix yet'}"
        for each in told
        for fault in each.get("vulns", ())
    ]
    return (WRONG if known else FINE), known


def main() -> int:
    """All of it; 0 when nothing is wrong, 1 when something is, 3 when the service could not be asked."""
    made, missing = bill()
    said = {each["name"]: [str(one.get("expression") or one["license"]["name"]) for one in each["licenses"]]
            for each in made["components"]}  # fmt: skip
    troubles = [f"许可证不允许 / licence not allowed: {each}" for each in refused_licences(said)]
    troubles += [f"没有按清单安装 / not installed as pinned: {each}" for each in missing]
    if wrong := faults(made):
        troubles.append(f"SBOM: {wrong}")
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"SBOM: {BILL.relative_to(ROOT)}（CycloneDX {SPECIFICATION}，{len(said)} 个组件 / components）")
    status = WRONG if troubles else FINE
    for lock in (LOCK, DEV_LOCK):
        ended, known = vulnerabilities(lock)
        if ended == NOT_ASKED:
            print(f"{lock.name}: 没有连上漏洞数据库，没有核对 / the service was not reached, not compared ({known[0]})")
            status = status or NOT_ASKED
        else:
            print(f"{lock.name}: 已知漏洞 {len(known)} 个 / {len(known)} known vulnerabilities")
            troubles += known
            status = status if status == WRONG else ended or status
    print(*troubles, sep="\n", end="\n" if troubles else "")
    return WRONG if troubles else status


if __name__ == "__main__":
    sys.exit(main())
