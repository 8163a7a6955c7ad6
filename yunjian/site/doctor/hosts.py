"""Several hosts, one installation: what this host holds against what the database remembers of it."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings

from yunjian.kernel.actor import SYSTEM
from yunjian.kernel.keys.sources import source_of
from yunjian.kernel.keys.trouble import KeyTrouble
from yunjian.kernel.models import SignedCheckpoint, SigningKey
from yunjian.materials import queries as materials

from .. import sharing
from ..environment import Environment
from .finding import Finding, Look, error, fine, warning

_MEND = {
    "secret-key": "把其他主机的 YUNJIAN_SECRET_KEY（或 secret-key 和 former-secret-keys 文件）用到本机，重启。",
    "identity-key": "把其他主机 YUNJIAN_OIDC_KEY_FILE 的文件（或 identity-key.pem）复制到本机同一位置，重启。",
}
_MEANT = "如果是有意换的，在已经换好的主机上执行 yunjian secret note。"


def secrets(environment: Environment) -> Iterator[Finding]:
    """With different ones, who signs in at one host is signed out at the next, and factors cannot be opened."""
    mine = sharing.held(environment)
    for name, differs in sharing.differing(environment).items():
        title = sharing.TITLES[name]
        if differs:
            said = "与登记的（其他主机的）不同" if mine[name] else "没有，其他主机有"
            yield error(f"hosts-{name}", f"{title}：本机的{said}。", _MEND[name] + _MEANT)
        else:
            yield fine(f"hosts-{name}", f"{title}与登记的一致。")


def signing_keys() -> Iterator[Finding]:
    """Of every purpose the key in use: its private half must be on every host that signs."""
    newest = {row.purpose: row for row in SigningKey.objects.order_by("pk")}
    lacking = 0
    for purpose, row in sorted(newest.items()):
        try:
            source_of(purpose, row.source).signer(row.key_id)
        except KeyTrouble as trouble:
            lacking += 1
            yield error(
                "hosts-signing-keys",
                f"本机没有用途“{purpose}”正在使用的签名密钥 {row.key_id}（来源 {row.source}）：{trouble}",
                f"从有它的主机把数据文件夹里的 keys/{purpose}-{row.key_id}.pem 复制到本机同一位置（chmod 600），"
                f"或把同一个变量、密码设备接到本机；找不回来时执行 yunjian keys rotate {purpose}。",
            )
    if not lacking:
        yield fine("hosts-signing-keys", f"{len(newest)} 个用途正在使用的签名密钥本机都有。")


def materials_keys(environment: Environment) -> Iterator[Finding]:
    """A material sealed at another host under a key that is not here cannot be opened here."""
    mend = "把各台主机的 YUNJIAN_MATERIALS_KEYS（或 materials-keys 文件）合成同一份：旧的在前，每台都用它，再重启。"
    has_any = environment.materials_keys or (environment.data_folder / "materials-keys").exists()
    if not has_any and materials.keys_in_use(reader=SYSTEM):
        yield error("hosts-materials-keys", "本机没有封存材料用的区密钥，其他主机有。", mend)
    elif has_any and (unknown := materials.keys_not_here(reader=SYSTEM)):
        yield error("hosts-materials-keys", f"本机没有封存材料用的区密钥 {'、'.join(unknown)}。", mend)
    else:
        yield fine("hosts-materials-keys", "封存材料用的区密钥本机都有。")


def ledger_name() -> Iterator[Finding]:
    """Hosts that call the ledger by two names sign two ledgers."""
    signed = SignedCheckpoint.objects.order_by("-pk").values_list("origin", flat=True).first()
    if signed and signed != settings.LEDGER_ORIGIN:
        yield warning(
            "hosts-ledger-name",
            f"本机把账本称作 {settings.LEDGER_ORIGIN}，最近签名的检查点是 {signed}。",
            "每台主机设同一个 YUNJIAN_LEDGER_ORIGIN（和 YUNJIAN_ALLOWED_HOSTS），重启；刚换了新标识的，等下一次签名。",
        )
    else:
        yield fine("hosts-ledger-name", f"账本的标识是 {settings.LEDGER_ORIGIN}。")


def looks(environment: Environment) -> tuple[Look, ...]:
    """What is asked of a host among others."""
    return partial(secrets, environment), signing_keys, partial(materials_keys, environment), ledger_name
