"""Where PostgreSQL's client programs are: those that were named, the embedded ones, or the system's."""

import shutil
from pathlib import Path

from .environment import Environment
from .postgres import PostgresTrouble, binaries


def postgres_programs(environment: Environment) -> Path:
    """The folder of pg_dump and pg_restore."""
    if environment.postgres_programs:
        return Path(environment.postgres_programs).absolute()
    try:
        return binaries() / "bin"
    except PostgresTrouble:
        found = shutil.which("pg_dump")
        return Path(found).parent if found else Path("/usr/bin")
