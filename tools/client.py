"""Make the Python client from the document of the interfaces: ``python -m tools.client build/client``."""

import json
import os
import re
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
    (package / "given_once.py").write_text(_given_once(), encoding="utf-8")


def _given_once() -> str:
    """The operations that take no Idempotency-Key, as the document marks them: method, and their path as a pattern."""
    document = json.loads(openapi.PATH.read_text("utf-8"))
    marked = [
        (method.upper(), "[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", path)))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation.get("x-given-once")
    ]
    lines = "".join(f"    ({method!r}, {pattern!r}),\n" for method, pattern in sorted(marked))
    return f'"""Operations whose answer is given once: they take no Idempotency-Key."""\n\nOPERATIONS = (\n{lines})\n'


if __name__ == "__main__":
    made = Path(sys.argv[1]).resolve()
    build(made)
    print(made)
