"""The database of the tests: DATABASE_URL when set, an embedded PostgreSQL of our own otherwise.

Loaded with ``-p``, before pytest-django reads the settings.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("YUNJIAN_SECRET_KEY", "only-for-tests")
_cluster = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Start the cluster once, in the controlling process; xdist's workers inherit its address."""
    global _cluster
    if os.environ.get("DATABASE_URL"):
        return
    from yunjian.site.postgres import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="yunjian-tests-"))
    folder.chmod(0o755)
    _cluster = EmbeddedPostgres(folder / "postgres", durable=False)
    os.environ["DATABASE_URL"] = _cluster.start()
    os.environ.setdefault("YUNJIAN_DATA", str(folder / "data"))
    (folder / "data" / "static").mkdir(parents=True)


def pytest_unconfigure() -> None:
    if _cluster is not None:
        _cluster.stop()
        shutil.rmtree(_cluster.folder.parent, ignore_errors=True)
