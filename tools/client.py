"""Make the Python client from the document of the interfaces: ``python -m tools.client build/client``."""

import shutil
import subprocess
import sys
from pathlib import Path

from . import openapi

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "clients" / "python"


def build(folder: Path) -> None:
    """Our layer, and the operations generated beside it; what stood in the folder before is replaced."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(OURS, folder, ignore=shutil.ignore_patterns("__pycache__", "generated"))
    package = folder / "yunjian_client" / "generated"
    words = [
        "generate",
        "--path",
        str(openapi.PATH),
        "--output-path",
        str(package),
        "--meta",
        "none",
        "--fail-on-warning",
    ]
    subprocess.run([sys.executable, "-m", "openapi_python_client", *words], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    made = Path(sys.argv[1]).resolve()
    build(made)
    print(made)
