"""The words after ``yunjian secret``: exchange the installation's key, seal anew, forget the former, note it."""

import secrets

from . import sharing
from .database import database
from .environment import FORMER, Environment

_SET = """签名密钥由 YUNJIAN_SECRET_KEY 指定，请在每台主机的设置里分两步换：
  1. YUNJIAN_FORMER_SECRET_KEYS=新密钥，逐台重启（旧的仍在用，新的已被承认）；
  2. YUNJIAN_SECRET_KEY=新密钥，YUNJIAN_FORMER_SECRET_KEYS=旧密钥，逐台重启，再执行 yunjian secret reseal。
新密钥：{key}"""


def secret(words: list[str]) -> int | None:
    """``rotate``, ``reseal``, ``forget`` or ``note``; None when they make no sense."""
    given = {"rotate": _rotate, "reseal": _reseal, "forget": _forget, "note": _note}
    return given[words[0]]() if len(words) == 1 and words[0] in given else None


def _rotate() -> int:
    if Environment.read().exchange_signing_key():
        print("已换用新的签名密钥，旧的仍被承认。请重启网页服务和后台作业，再执行 yunjian secret reseal。")
    else:
        print(_SET.format(key=secrets.token_urlsafe(48)))
    return 0


def _reseal() -> int:
    with database():
        from yunjian.identity import commands

        return commands.reseal()


def _forget() -> int:
    environment = Environment.read()
    if environment.former_secret_keys:
        print("换用前的密钥由 YUNJIAN_FORMER_SECRET_KEYS 指定，请从每台主机的设置里去掉它，逐台重启。")
        return 0
    path = environment.data_folder / FORMER
    if not path.exists():
        print("没有换用前的签名密钥。")
        return 0
    if status := _reseal():
        return status
    path.unlink()
    print("换用前的签名密钥已经删去。请重启网页服务和后台作业。")
    return 0


def _note() -> int:
    with database():
        sharing.note(Environment.read(), print, anew=True)
    print("以后每台主机都以本机现在的密钥为准：yunjian doctor 会找出不同的主机。")
    return 0
