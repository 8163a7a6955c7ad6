"""The database of the tests: DATABASE_URL when set, an embedded PostgreSQL of our own otherwise.

Loaded with ``-p``, before pytest-django reads the settings.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("YUNJIAN_SECRET_KEY", "only-for-tests")
_folder: Path | None = None
_cluster = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Make a data folder and start the cluster once, in the controlling process; xdist's workers inherit both."""
    global _folder, _cluster
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    _folder = Path(tempfile.mkdtemp(prefix="yunjian-tests-"))
    _folder.chmod(0o755)
    (_folder / "data" / "static").mkdir(parents=True)
    os.environ.setdefault("YUNJIAN_DATA", str(_folder / "data"))
    if not os.environ.get("DATABASE_URL"):
        from yunjian.site.postgres import EmbeddedPostgres

        _cluster = EmbeddedPostgres(_folder / "postgres", durable=False)
        os.environ["DATABASE_URL"] = _cluster.start()


def pytest_unconfigure() -> None:
    if _cluster is not None:
        _cluster.stop()
    if _folder is not None:
        shutil.rmtree(_folder, ignore_errors=True)
