"""What whoever runs the installation does from the command line: give an account a new password."""

import secrets
import sys

from django.utils import timezone

from yunjian.kernel.actor import SYSTEM

from . import actions, queries


def new_password(username: str) -> int:
    """Give the account a random password and print it once; 1 when there is no such account."""
    account = queries.account_named(username, reader=SYSTEM)
    if account is None:
        print(f"没有用户名为“{username}”的账号。", file=sys.stderr)
        return 1
    password = secrets.token_urlsafe(12)
    actions.set_password(account, password, by=SYSTEM, at=timezone.now())
    print(f"{username} 的新密码：{password}\n请登录后自己再改一次。")
    return 0
