"""``yunjian keys``: which keys sign what, and changing one: 0 done, 1 not done."""

import sys
from datetime import timedelta

from django.utils import timezone

from ..actor import SYSTEM
from ..errors import Declined
from .actions import rotate_key
from .holding import held, signer
from .purposes import configured, purposes


def show() -> int:
    """Every purpose with its keys, current first."""
    at, rows, status = timezone.now(), held(), 0
    for name, purpose in purposes().items():
        try:
            chosen = configured(name)
            if chosen is None:
                print(f"{name}（{purpose.title}）：没有设置，不签名。")
                continue
            print(f"{name}（{purpose.title}）：{chosen.algorithm}，来源 {chosen.source}")
            signer(name)
        except Declined as trouble:
            print(f"  {trouble}")
            status = 1
        for number, key in enumerate(row for row in rows if row.purpose == name):
            retiring = key.retires_at is not None and key.retires_at > at
            state = "正在使用" if not number else "同时签名" if retiring else "只验证"
            since = f"{timezone.localtime(key.enrolled_at):%Y-%m-%d %H:%M}"
            print(f"  {key.key_id}  {key.algorithm}  {state}  启用于 {since}")
    return status


def rotate(purpose: str, days: int) -> int:
    """Change the key of a purpose; the former signs beside it for so many days."""
    if purpose not in purposes():
        print(f"没有“{purpose}”这个用途，可以是：{'、'.join(purposes())}。", file=sys.stderr)
        return 1
    try:
        rotate_key(purpose, overlap=timedelta(days=days), by=SYSTEM, at=timezone.now())
    except Declined as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(f"{purpose} 已换用密钥 {signer(purpose).key_id}；以前的签名仍然有效。")
    return 0
