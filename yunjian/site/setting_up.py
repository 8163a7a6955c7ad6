"""What a start does before serving: migrate, gather the static files, load the district, open the first accounts."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import timezone

from . import sharing
from .environment import Environment


def set_up(environment: Environment, say: Callable[[str], None], *, with_samples: bool = False) -> None:
    """Every step is safe to repeat; a second start finds nothing to do and takes seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    django.setup()
    say("· 更新数据库结构")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    environment.signing_key()
    environment.identity_key()
    sharing.note(environment, say)
    _gather_static_files(environment, say)
    _load_district(environment.district_folder, say)
    _open_first_accounts(environment.data_folder, say, with_samples)


def _gather_static_files(environment: Environment, say: Callable[[str], None]) -> None:
    """Collect the static files when one of them has changed."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            changed = storage.get_modified_time(path).timestamp()
            digest.update(f"{path}\0{changed}\0{storage.size(path)}\n".encode())
    mark = environment.data_folder / "static" / ".digest"
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return
    say("· 整理静态文件")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(digest.hexdigest())


def _load_district(folder: Path, say: Callable[[str], None]) -> None:
    from yunjian.budgets import jobs as budgets
    from yunjian.kernel.models import Edition
    from yunjian.kernel.pack import commands as pack

    from .definitions import ALL

    say(f"· 装入地区定义包 {folder.name}")
    if pack.publish(folder, ALL) != 0:
        if not Edition.objects.exists():
            raise SystemExit(f"定义包 {folder} 有误，没有装入。请按上面的提示改正后再启动。")
        say("  这个定义包没有装入，原因见上；平台继续使用先前发布的定义。")
    _spread()
    say("· 读取并核对预算公开文件")
    budgets.load_pack_disclosures(folder)
    _spread()


def _spread() -> None:
    """Let every domain hear what has just happened, before the worker runs."""
    from yunjian.kernel.sealer import seal
    from yunjian.kernel.subscribers import deliver

    while seal():
        deliver(at=timezone.now())


def _open_first_accounts(folder: Path, say: Callable[[str], None], with_samples: bool) -> None:
    """At the first start, accounts with random passwords: shown once and kept in a file only the owner can read."""
    from yunjian.kernel.actor import SYSTEM
    from yunjian.parties import actions as parties

    passwords = parties.open_first_accounts(by=SYSTEM, at=timezone.now())
    if not passwords:
        return
    if with_samples:
        passwords |= _load_samples(say)
    path = folder / "first-accounts.txt"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    lines = [f"{name}\t{password}" for name, password in passwords.items()]
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    say(f"· 首批账号（也写在 {path}，请尽快修改密码）：")
    for line in lines:
        say("    " + line.replace("\t", "  "))


def _load_samples(say: Callable[[str], None]) -> dict[str, str]:
    """At the first start of a demonstration: people and firms that do not exist, and their papers."""
    from yunjian.kernel.errors import Declined

    from . import samples

    passwords = samples.open_accounts(at=timezone.now())
    try:
        if passwords and samples.fill(at=timezone.now()):
            say("· 装入演示用的样例：账号 sample-…，虚构的证照、材料、机构请求和办件")
    except Declined as refusal:
        say(f"  样例没有装全：{refusal}")
    return passwords
