"""The command ``yunjian``: our own commands first, Django's for everything else."""

import os
import sys
from collections.abc import Callable, Sequence

USAGE = """用法：
  yunjian run                              启动平台：数据库、网页服务、后台作业
  yunjian prepare                          更新数据库结构、整理静态文件、装入地区定义包；可以反复执行
  yunjian web                              只启动网页服务
  yunjian worker                           只启动后台作业
  yunjian doctor [--json]                  检查这套安装哪里不对、怎么办（0 正常，1 要修，3 要注意）
  yunjian backup 文件夹                     备份数据库和文件：加密，只写变了的
  yunjian backup key 文件                   生成备份密钥
  yunjian backup list 文件夹                列出备份
  yunjian backup verify 文件夹 [备份名]      逐块验证
  yunjian backup prune 文件夹 --keep 个数    只留最近几个备份
  yunjian restore 文件夹 [备份名]            恢复到空的数据库和数据文件夹，并证明与备份一致
  yunjian pack check|diff|publish 文件夹    检查、比较、发布一个地区定义包（--json 输出机器可读结果）
  yunjian ledger check                     核对账本：记录、哈希、瓦片、检查点、见证方（1 表示有不对的）
  yunjian ledger keys                      打印账本的公钥，交给见证方和审计
  yunjian ledger export 文件夹 [--entries]   写成静态文件（C2SP 瓦片和检查点），--entries 连同记录（只给审计）
  yunjian ledger range 起点 终点 文件        导出一段记录，文件带着自己的证明
  yunjian verify 文件… [--key 公钥] [--en]   离线核对检查点、证明、导出的账本、瓦片文件夹、收据和回执；不用数据库和网络
  yunjian verify 文件… --issuer 公钥文件 [--states 状态列表] [--at 时间]  离线核对 SD-JWT 证照、证照码
  yunjian verify 文件.pdf --root 根证书 [--at 时间]  离线核对签名的 PDF（根证书由 yunjian certificates root 打印）
  yunjian witness 文件夹 --name 名称 --log 公钥文件 [--listen 地址:端口]  做见证方；不用数据库
  yunjian keys list                        列出签名密钥：用途、算法、来源、编号
  yunjian keys rotate 用途 [--days 天数]     换用新密钥，旧密钥再同时签名若干天（默认 30）；旧签名一直可验证
  yunjian secret rotate                    换用新的签名密钥（会话、表单、第二重验证），旧的暂时仍有效
  yunjian secret reseal                    用新密钥重新封存旧密钥封存的内容
  yunjian secret forget                    不再承认换用前的签名密钥
  yunjian secret note                      以本机的签名密钥、身份签发密钥为准，doctor 据此找出密钥不同的主机
  yunjian password 用户名                   给账号换一个随机密码并打印一次
  yunjian policy matrix [--json]           打印权限矩阵：每件事由哪些角色做
  yunjian cases moves [--json]             打印办件的每个动作：谁能做，从哪个状态到哪个状态
  yunjian cases states [--json]            打印每个状态下每种角色能做的动作，其余的都会被拒绝
  yunjian cases draw 随机数 清单件数 抽取件数  重算一次公开抽取（RFC 3797）
  yunjian services check|import 文件        检查、导入事项目录（CSV、Excel、JSON）：逐行说明错误，错的编码保留并标出
  yunjian services ruled                     各按规则办理的事项：准予、有疑问、抽到、人又不准、要求人工各多少件
  yunjian staff check|sync 文件 [--allow-many]  按人事系统的文件（CSV 或 JSON）查看、同步人员和账号
  yunjian materials new-key                添一把保管材料的区密钥（写入数据文件夹的 materials-keys）
  yunjian materials rewrap                 用最新的区密钥重新封好所有信封，不动文件
  yunjian certificates root                打印验证签名 PDF 要信任的根证书（PEM）和它的指纹
  yunjian budgets check 文件… [--json] [--pack 文件夹]  核对预决算公开文件；不需要数据库和网络
  yunjian budgets read 文件 --json          读出整个文件的结构
其余命令（migrate、makemigrations……）由 Django 执行：yunjian help 列出全部。"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    own: dict[str, Callable[[list[str]], int]] = {
        "run": _run,
        "prepare": _prepare,
        "web": _web,
        "doctor": _doctor,
        "backup": _backup,
        "restore": _restore,
        "keys": _keys,
        "secret": _secret,
        "ledger": _ledger,
        "verify": _verify,
        "witness": _witness,
        "pack": _pack,
        "budgets": _budgets,
        "password": _password,
        "policy": _policy,
        "cases": _cases,
        "services": _services,
        "staff": _staff,
        "materials": _materials,
        "certificates": _certificates,
    }
    if not words or words[0] in ("-h", "--help"):
        print(USAGE)
        return 0
    if words[0] in own:
        return own[words[0]](words[1:])
    return _django(words)


def _run(words: list[str]) -> int:
    from .run import run

    if words:
        return _misused()
    return run()


def _prepare(words: list[str]) -> int:
    from .environment import Environment
    from .setting_up import set_up

    if words:
        return _misused()
    from .database import database

    with database():
        set_up(Environment.read(), print)
    return 0


def _web(words: list[str]) -> int:
    from .environment import Environment
    from .web import become_web_server

    if words:
        return _misused()
    return become_web_server(Environment.read())


def _doctor(words: list[str]) -> int:
    as_json, rest = _take_flag(words, "--json")
    if rest:
        return _misused()
    from .doctor.examination import doctor

    return doctor(as_json=as_json)


def _backup(words: list[str]) -> int:
    from .backup_words import backup

    status = backup(words)
    return _misused() if status is None else status


def _restore(words: list[str]) -> int:
    from .backup_words import restore

    status = restore(words)
    return _misused() if status is None else status


def _keys(words: list[str]) -> int:
    from .proof_words import keys

    status = keys(words)
    return _misused() if status is None else status


def _secret(words: list[str]) -> int:
    from .secret_words import secret

    status = secret(words)
    return _misused() if status is None else status


def _ledger(words: list[str]) -> int:
    from .proof_words import ledger

    status = ledger(words)
    return _misused() if status is None else status


def _verify(words: list[str]) -> int:
    from yunjian_verify import command

    return command.verify(words)


def _witness(words: list[str]) -> int:
    from yunjian_verify import witness

    return witness.main(words)


def _pack(words: list[str]) -> int:
    as_json, rest = _take_flag(words, "--json")
    if len(rest) != 2 or rest[0] not in ("check", "diff", "publish"):
        return _misused()
    from pathlib import Path

    from yunjian.kernel.pack import commands

    from .definitions import ALL

    folder = Path(rest[1])
    if rest[0] == "check":
        import django

        django.setup()  # a role names acts that the domains register
        return commands.check(folder, ALL, as_json=as_json)
    from .database import database

    with database():
        command = commands.diff if rest[0] == "diff" else commands.publish
        return command(folder, ALL, as_json=as_json)


def _budgets(words: list[str]) -> int:
    from pathlib import Path

    from yunjian.budgets import commands

    as_json, rest = _take_flag(words, "--json")
    pack = None
    if "--pack" in rest[:-1]:
        at = rest.index("--pack")
        pack, rest = Path(rest[at + 1]), [*rest[:at], *rest[at + 2 :]]
    if len(rest) >= 2 and rest[0] == "check":
        return commands.check(rest[1:], as_json, pack=pack)
    if len(rest) == 2 and rest[0] == "read":
        return commands.read(rest[1], as_json)
    return _misused()


def _password(words: list[str]) -> int:
    if len(words) != 1:
        return _misused()
    from .database import database

    with database():
        from yunjian.parties import commands

        return commands.new_password(words[0])


def _policy(words: list[str]) -> int:
    as_json, rest = _take_flag(words, "--json")
    if rest != ["matrix"]:
        return _misused()
    from .database import database

    with database():
        from yunjian.parties import commands

        return commands.policy_matrix(as_json=as_json)


def _cases(words: list[str]) -> int:
    as_json, rest = _take_flag(words, "--json")
    is_draw = len(rest) == 4 and rest[0] == "draw" and rest[2].isdecimal() and rest[3].isdecimal()
    if rest not in (["moves"], ["states"]) and not is_draw:
        return _misused()
    from .database import database

    with database():
        from yunjian.cases import commands

        if is_draw:
            return commands.draw(rest[1], int(rest[2]), int(rest[3]))
        return (commands.moves if rest == ["moves"] else commands.states)(as_json=as_json)


def _services(words: list[str]) -> int:
    from pathlib import Path

    if words != ["ruled"] and (len(words) != 2 or words[0] not in ("check", "import")):
        return _misused()
    from .database import database

    with database():
        from yunjian.services import commands

        if words == ["ruled"]:
            return commands.ruled()
        return (commands.check if words[0] == "check" else commands.take)(Path(words[1]))


def _staff(words: list[str]) -> int:
    from pathlib import Path

    allow_many, rest = _take_flag(words, "--allow-many")
    if len(rest) != 2 or rest[0] not in ("check", "sync"):
        return _misused()
    from .database import database

    with database():
        from yunjian.identity import commands

        return commands.staff(Path(rest[1]), apply=rest[0] == "sync", allow_many=allow_many)


def _materials(words: list[str]) -> int:
    if words not in (["new-key"], ["rewrap"]):
        return _misused()
    from .database import database

    with database():
        from yunjian.materials import commands

        from .environment import Environment

        if words == ["rewrap"]:
            return commands.rewrap()
        environment = Environment.read()
        environment.materials_key_file()
        return commands.add_key(environment.data_folder / "materials-keys")


def _certificates(words: list[str]) -> int:
    if words != ["root"]:
        return _misused()
    from .database import database

    with database():
        from yunjian.certificates import commands

        return commands.root()


def _django(words: list[str]) -> int:
    from .database import database

    with database():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["yunjian", *words])
    return 0


def _take_flag(words: list[str], flag: str) -> tuple[bool, list[str]]:
    return flag in words, [word for word in words if word != flag]


def _misused() -> int:
    print(USAGE, file=sys.stderr)
    return 2
