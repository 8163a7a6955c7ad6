"""The platform inside: the database, its structure and settings, the background work, the pack, the backups."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from django.db import connection

from yunjian.kernel import lags
from yunjian.kernel.connections import all_checked
from yunjian.kernel.models import Cursor
from yunjian.kernel.operation.readiness import readiness
from yunjian.kernel.operation.status import last_backup

from ..environment import Environment
from . import hosts
from .finding import Finding, Look, error, fine, warning

OLDEST_SERVER = 140000
STUCK = 600  # seconds a due job may wait
LATE = 60  # seconds an entry may wait for the sealer
WORKER = "启动后台进程：systemctl start yunjian-worker，或 yunjian worker；看它的日志。"


def database_and_structure() -> Iterator[Finding]:
    """Reachable, and with every migration; when not, nothing else can be asked."""
    for each in readiness(web_only=True):
        mend = {
            "database": "检查 DATABASE_URL，PostgreSQL 是否在运行、是否允许本机连接。",
            "migrations": "执行 yunjian prepare（其他主机可以继续服务）。",
        }[each.name]
        yield fine(each.name, each.sentence) if each.ok else error(each.name, each.sentence, mend)


def server() -> Iterator[Finding]:
    """Its version, and the settings that decide whether what was acknowledged is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('server_version_num')::int, current_setting('fsync'),"
            " current_setting('synchronous_commit'), current_setting('full_page_writes'),"
            " (select count(*) from pg_stat_activity), current_setting('max_connections')::int"
        )
        number, fsync, synchronous, pages, used, most = cursor.fetchone()
    if number < OLDEST_SERVER:
        yield error("server-version", f"PostgreSQL {number // 10000} 太旧。", "升级到 14 以上。")
    if "off" in (fsync, synchronous, pages):
        yield error(
            "durability",
            f"数据库断电会丢失已办的事（fsync={fsync}，synchronous_commit={synchronous}，full_page_writes={pages}）。",
            "在 postgresql.conf 中把三项都设为 on，重新加载。",
        )
    else:
        yield fine("durability", "数据库提交后才应答，断电不丢。")
    if used > most * 0.8:
        yield warning(
            "database-connections",
            f"数据库连接用了 {used} 个，最多 {most} 个。",
            "调大 max_connections，或减少 YUNJIAN_WEB_PROCESSES；每个进程最多用 12 个。",
        )


def clock() -> Iterator[Finding]:
    """Deadlines and sessions are reckoned by each host's own clock."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        skew = abs((cursor.fetchone()[0] - datetime.now(UTC)).total_seconds())
    mend = "两台都用 chrony 或 systemd-timesyncd 对时。"
    sentence = f"本机时钟与数据库相差 {skew:.1f} 秒。"
    if skew > 60:
        yield error("clock", sentence, mend)
    elif skew > 5:
        yield warning("clock", sentence, mend)
    else:
        yield fine("clock", sentence)


def background() -> Iterator[Finding]:
    """Workers, queues, sealer, subscribers."""
    workers = lags.workers()
    yield (
        fine("worker", f"{workers} 个后台进程在工作。")
        if workers
        else error("worker", f"{lags.HEARTBEAT} 秒内没有后台进程的消息。", WORKER)
    )
    for queue in lags.queues():
        if queue.status == "todo" and queue.oldest > STUCK:
            yield error("queue", f"队列 {queue.name} 有任务等了 {queue.oldest:.0f} 秒。", WORKER)
        if queue.status == "failed":
            mend = "在“平台状态”页（/operations/status/）逐个再试或放弃。"
            yield warning("failed-jobs", f"队列 {queue.name} 有 {queue.jobs} 个任务失败。", mend)
    sealing = lags.sealing()
    if sealing.oldest > LATE:
        yield error("sealer", f"{sealing.waiting} 条账本记录等待封存，最久 {sealing.oldest:.0f} 秒。", WORKER)
    else:
        yield fine("sealer", f"账本已封存 {sealing.sealed} 条。")
    for cursor in Cursor.objects.filter(failures__gt=0):
        yield warning("subscriber", f"{cursor.subscriber} 停下了：{cursor.error[:200]}", "按错误改正；它会自己再试。")


def backups() -> Iterator[Finding]:
    last = last_backup(datetime.now(UTC))
    mend = "执行 yunjian backup 文件夹，并启用 deploy/systemd/yunjian-backup.timer。"
    if last is None:
        yield warning("backup", "从未备份。", mend)
    elif last.hours > 48:
        yield error("backup", f"最近一次备份 {last.name} 是 {last.hours:.0f} 小时前的。", mend)
    else:
        yield fine("backup", f"最近一次备份 {last.name}，{last.hours:.0f} 小时前。")


def connections() -> Iterator[Finding]:
    """What domains say of their outside connections; the kernel's own are looked at above."""
    for each in all_checked():
        if each.name in ("database", "jobs", "ledger"):
            continue
        yield (
            fine(f"connection-{each.name}", f"{each.title}：{each.sentence}")
            if each.ok
            else error(f"connection-{each.name}", f"{each.title}不通：{each.sentence}", "按上面的说明检查对方和网络。")
        )


def pack(environment: Environment) -> Iterator[Finding]:
    """Whether the district's folder says something that was not published."""
    from yunjian.kernel import catalogue
    from yunjian.kernel.pack.mistake import NotAPack
    from yunjian.kernel.pack.reading import examine

    from ..definitions import ALL as KINDS

    folder = environment.district_folder
    try:
        reading = examine(folder, KINDS)
    except NotAPack as refusal:
        yield error("pack", str(refusal), "用 YUNJIAN_DISTRICT 指明地区定义包。")
        return
    if reading.pack is None:
        yield error("pack", f"定义包 {folder} 有 {len(reading.mistakes)} 处错误。", f"执行 yunjian pack check {folder}")
        return
    found = catalogue.compare(reading.pack)
    if found.added or found.changed:
        sentence = f"定义包 {folder} 有 {len(found.added)} 个新版本、{len(found.changed)} 处改动没有发布。"
        yield warning("pack", sentence, f"先看 yunjian pack diff {folder}，再执行 yunjian pack publish {folder}")
    else:
        yield fine("pack", f"定义包 {folder.name} 已全部发布。")


def looks(environment: Environment) -> tuple[Look, ...]:
    """What is asked once the database answers and is complete."""
    return server, clock, background, *hosts.looks(environment), backups, connections, partial(pack, environment)
