"""What whoever runs the installation does from the command line: a new password, the matrix of acts and roles."""

import json
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
    password = actions.random_password()
    actions.set_password(account, password, by=SYSTEM, at=timezone.now())
    print(f"{username} 的新密码：{password}\n请登录后自己再改一次。")
    return 0


def policy_matrix(*, as_json: bool) -> int:
    """Print every act beside every role in force today; 1 when a role lists an act that there is not."""
    found = queries.matrix(on=timezone.localdate(), reader=SYSTEM)
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=2) if as_json else table_of(found), end="")
    for role, act in found.unknown:
        print(f"角色 {role} 列了平台没有的事：{act}。请在定义包的 roles/{role}.yaml 里改正。", file=sys.stderr)
    return 1 if found.unknown else 0


def table_of(matrix: queries.Matrix) -> str:
    """The matrix as a Markdown table: ● for the whole district, ○ in its unit."""
    marks = {"district": "●", "unit": "○"}
    head = ["act", "说明", "open to", *(f"{title}<br>`{key}`" for key, title in matrix.roles.items())]
    rows = [
        [
            f"`{line.act}`",
            line.title,
            ", ".join(line.open_to),
            *(marks.get(line.roles.get(key, ""), "") for key in matrix.roles),
        ]
        for line in matrix.lines
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]) + "\n"
