"""Make the Python client from the document of the interfaces: ``python -m tools.client build/client``."""

import os
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
    # The generator has ruff tidy what it wrote, and looks for it where commands are: beside this Python.
    commands = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *words],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PATH": commands},
    )


if __name__ == "__main__":
    made = Path(sys.argv[1]).resolve()
    build(made)
    print(made)
