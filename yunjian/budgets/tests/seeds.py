"""The two disclosures the readers and checks are proved on: the published ones, or the project's own like them.

``YUNJIAN_SEEDS`` names a folder that holds them; without it ``../shared/seeds`` beside the repository is looked at.
Where neither is there, the sample documents of the Songjiang pack stand in, which carry the same figures in other
words; on the build server (``CI`` set) their absence is an error.
"""

import os
from pathlib import Path

ROOT = Path(__file__).parents[3]
DATA_BUREAU = "data-bureau-2025"  # layout lost
SERVICE_CENTRE = "government-service-centre-2026"  # Markdown and tabbed tables
_SAMPLES = ROOT / "districts" / "songjiang" / "documents"


def folder() -> Path:
    """Where the published disclosures are looked for."""
    return Path(os.environ.get("YUNJIAN_SEEDS") or ROOT.parent / "shared" / "seeds")


def are_published() -> bool:
    """Whether the published disclosures are there."""
    return any(folder().glob("*.txt"))


def seed_files() -> dict[str, Path]:
    """The file of each of the two disclosures."""
    if are_published():
        return _told_apart(folder())
    if os.environ.get("CI"):
        raise FileNotFoundError(f"the published disclosures are not in {folder()}; set YUNJIAN_SEEDS")
    return _told_apart(_SAMPLES)


def _told_apart(where: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted([*where.glob("*.txt"), *where.glob("*.md")]):
        opening = path.read_text(encoding="utf-8")[:400]
        if "数据局" in opening and "2025年" in opening:
            found[DATA_BUREAU] = path
        elif "政务服务中心" in opening and "2026年" in opening:
            found[SERVICE_CENTRE] = path
    if len(found) != 2:
        raise FileNotFoundError(f"{where} does not hold both disclosures")
    return found
