"""The place: folders, permissions, disk, secrets, settings, programs. Nothing here needs the database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..environment import FORMER, Environment
from ..programs import postgres_programs
from .finding import Finding, error, fine, warning

GIGABYTE = 1024**3
SHORTEST_SECRET = 40
LOCAL = ("127.0.0.1", "localhost", "::1")


def data_folder(environment: Environment) -> Iterator[Finding]:
    """Is it there, can it be written, and is what must be private private?"""
    folder = environment.data_folder
    if not folder.is_dir():
        yield error("data-folder", f"数据文件夹 {folder} 不存在。", "执行 yunjian prepare，或用 YUNJIAN_DATA 指明。")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield error("data-folder", f"不能写数据文件夹 {folder}。", f"把它交给运行云间的账号：chown -R yunjian {folder}")
    else:
        yield fine("data-folder", f"数据文件夹 {folder} 可以写。")
    for name in ("secret-key", FORMER, "identity-key.pem", "materials-keys", "first-accounts.txt"):
        path = folder / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield error("permissions", f"{path} 别的账号也能读。", f"chmod 600 {path}")
    if (folder / "first-accounts.txt").exists():
        yield warning(
            "first-accounts",
            f"首批账号的密码还写在 {folder / 'first-accounts.txt'}。",
            "各人改过密码以后删去这个文件。",
        )


def disk(environment: Environment) -> Iterator[Finding]:
    """A full disk stops the database."""
    folder = next(p for p in (environment.data_folder, *environment.data_folder.parents) if p.exists())
    usage = shutil.disk_usage(folder)
    free = f"{folder} 所在磁盘剩余 {usage.free / GIGABYTE:.1f} GB（{usage.free * 100 // usage.total}%）。"
    mend = "清理或扩大磁盘；旧备份用 yunjian backup prune 删。"
    if usage.free < GIGABYTE or usage.free < usage.total * 0.03:
        yield error("disk", free, mend)
    elif usage.free < 5 * GIGABYTE or usage.free < usage.total * 0.10:
        yield warning("disk", free, mend)
    else:
        yield fine("disk", free)


def secret(environment: Environment) -> Iterator[Finding]:
    """The key that signs sessions and forms."""
    path = environment.data_folder / "secret-key"
    key = environment.secret_key or (path.read_text().strip() if path.exists() else "")
    make = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
    mend = f"用 {make} 生成，设为 YUNJIAN_SECRET_KEY；各台主机要相同。"
    if not key:
        yield error("secret", "还没有签名密钥。", "执行 yunjian prepare 生成，或：" + mend)
    elif len(key) < SHORTEST_SECRET or len(set(key)) < 10:
        yield error("secret", "签名密钥太短或太简单，会话可以被伪造。", mend)
    else:
        yield fine("secret", "签名密钥足够长。")
    if former := environment.former_signing_keys():
        yield warning(
            "former-secrets",
            f"还有 {len(former)} 个换用前的签名密钥有效。",
            "执行 yunjian secret reseal；它说没有剩下的以后，过一天再执行 yunjian secret forget。",
        )


def settings(environment: Environment) -> Iterator[Finding]:
    """What must not be so in earnest."""
    if environment.debug:
        yield error("debug", "调试方式开着：出错时会显示内部情况。", "去掉 YUNJIAN_DEBUG。")
    if not environment.https and environment.host not in LOCAL:
        yield warning(
            "https",
            f"服务监听 {environment.host}，但没有设 YUNJIAN_HTTPS。",
            "放在 HTTPS 代理后面（deploy/nginx.conf），并设 YUNJIAN_HTTPS=1。",
        )


def static_files(environment: Environment) -> Iterator[Finding]:
    if (environment.data_folder / "static" / "staticfiles.json").exists():
        yield fine("static-files", "静态文件已整理。")
    else:
        yield error("static-files", "静态文件没有整理，页面会没有样式。", "执行 yunjian prepare。")


def programs(environment: Environment) -> Iterator[Finding]:
    """Backup needs pg_dump. Nothing else is needed beside Python: fonts and Chromium serve the tests only."""
    folder = postgres_programs(environment)
    lacking = [name for name in ("pg_dump", "pg_restore") if not (folder / name).exists()]
    if lacking:
        yield warning(
            "programs",
            f"{folder} 里没有 {'、'.join(lacking)}，不能备份和恢复。",
            "安装 PostgreSQL 客户端，设 YUNJIAN_POSTGRES_PROGRAMS。",
        )
    else:
        yield fine("programs", f"备份用的程序在 {folder}。")


def backup_key(environment: Environment) -> Iterator[Finding]:
    from yunjian.kernel.backup.keys import BackupTrouble, read_key

    mend = "执行 yunjian backup key 文件，另存一份，设 YUNJIAN_BACKUP_KEY_FILE。"
    if not (environment.backup_key or environment.backup_key_file):
        yield warning("backup-key", "没有备份密钥，不能备份。", mend)
        return
    try:
        read_key(environment.backup_key, environment.backup_key_file)
    except BackupTrouble as trouble:
        yield error("backup-key", str(trouble), mend)
        return
    file = Path(environment.backup_key_file) if environment.backup_key_file else None
    if file and file.exists() and file.stat().st_mode & 0o077:
        yield error("permissions", f"{file} 别的账号也能读。", f"chmod 600 {file}")
    else:
        yield fine("backup-key", "备份密钥可用。")


ALL = (data_folder, disk, secret, settings, static_files, programs, backup_key)
