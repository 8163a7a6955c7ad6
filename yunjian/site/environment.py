"""Where the platform runs: the environment variables it reads, each with its type, default and sentence."""

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def _setting(default: Any, name: str, sentence: str) -> Any:
    return field(default=default, metadata={"name": name, "sentence": sentence})


@dataclass(frozen=True)
class Environment:
    """Settings of the place, never of the district: what a district decides is in its pack."""

    database_url: str = _setting("", "DATABASE_URL", "使用您自己的 PostgreSQL（14 以上）；不设则用内嵌的。")
    data: str = _setting("", "YUNJIAN_DATA", "数据所在文件夹；默认是安装目录下的 .yunjian。")
    district: str = _setting("", "YUNJIAN_DISTRICT", "启动时装入的地区定义包；默认 districts/songjiang。")
    host: str = _setting("127.0.0.1", "YUNJIAN_HOST", "网页服务监听的地址。")
    port: int = _setting(8000, "YUNJIAN_PORT", "网页服务监听的端口；被占用时自动取下一个空闲端口。")
    secret_key: str = _setting("", "YUNJIAN_SECRET_KEY", "会话与表单的签名密钥；不设则首次启动时生成并保存。")
    allowed_hosts: str = _setting("", "YUNJIAN_ALLOWED_HOSTS", "除本机外允许的域名，用逗号分隔。")
    debug: bool = _setting(False, "YUNJIAN_DEBUG", "开发时显示错误详情；正式运行不要打开。")
    trusted_proxies: str = _setting(
        "", "YUNJIAN_TRUSTED_PROXIES", "前置代理所在的网段，用逗号分隔；只有它们写的 X-Forwarded-For 才算数。"
    )
    outside_networks: str = _setting(
        "", "YUNJIAN_OUTSIDE_NETWORKS", "允许向其发送回调通知的内部网段，用逗号分隔；默认只发往公网。"
    )
    outside_certificates: str = _setting(
        "", "YUNJIAN_OUTSIDE_CERTIFICATES", "发送回调通知时信任的证书文件（PEM）；默认用系统的。"
    )
    api_per_minute: int = _setting(
        120, "YUNJIAN_API_PER_MINUTE", "没有密钥的访问者每个网络地址每分钟可以调用接口的次数。"
    )
    https: bool = _setting(False, "YUNJIAN_HTTPS", "前面有 HTTPS 时设为 1：Cookie 只走加密连接。")
    web_processes: int = _setting(0, "YUNJIAN_WEB_PROCESSES", "网页服务的进程数；0 表示按处理器个数。")
    log_json: bool = _setting(False, "YUNJIAN_LOG_JSON", "设为 1：日志每行一个 JSON 对象。")
    otlp_endpoint: str = _setting("", "YUNJIAN_OTLP_ENDPOINT", "OpenTelemetry 收集器（OTLP/HTTP）的地址；不设则关闭。")
    metrics_allow: str = _setting(
        "127.0.0.1,::1", "YUNJIAN_METRICS_ALLOW", "不带令牌也可读 /metrics 的地址或网段，用逗号分隔；经代理转来的不算。"
    )
    metrics_token: str = _setting("", "YUNJIAN_METRICS_TOKEN", "读 /metrics 的令牌（Authorization: Bearer …）。")
    postgres_programs: str = _setting(
        "", "YUNJIAN_POSTGRES_PROGRAMS", "备份与恢复所用的 pg_dump、pg_restore 所在文件夹；默认用内嵌的（18）。"
    )
    backup_key: str = _setting("", "YUNJIAN_BACKUP_KEY", "备份密钥（yunjian backup key 生成）；也可以放在文件里。")
    backup_key_file: str = _setting("", "YUNJIAN_BACKUP_KEY_FILE", "存放备份密钥的文件。")

    @classmethod
    def read(cls, variables: dict[str, str] | None = None) -> "Environment":
        """Read the variables; a value of the wrong type is refused in a sentence that names it."""
        given = os.environ if variables is None else variables
        values: dict[str, Any] = {}
        for item in fields(cls):
            text = given.get(item.metadata["name"], "")
            if text == "":
                continue
            values[item.name] = _typed(item.metadata["name"], text, type(item.default))
        return cls(**values)

    @property
    def data_folder(self) -> Path:
        return Path(self.data).absolute() if self.data else ROOT / ".yunjian"

    @property
    def district_folder(self) -> Path:
        return Path(self.district).absolute() if self.district else ROOT / "districts" / "songjiang"

    def signing_key(self) -> str:
        """The configured key, or one made at the first start and kept in the data folder."""
        if self.secret_key:
            return self.secret_key
        path = self.data_folder / "secret-key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()


def make_no_signing_key() -> None:
    """For a command that must leave the data folder as it is: where there is no key yet, one for this process only."""
    environment = Environment.read()
    if not environment.secret_key and not (environment.data_folder / "secret-key").exists():
        os.environ["YUNJIAN_SECRET_KEY"] = secrets.token_urlsafe(48)


def _typed(name: str, text: str, kind: type) -> Any:
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
        raise SystemExit(f"环境变量 {name} 应为 1 或 0，现在是“{text}”。")
    if kind is int:
        if not text.isdecimal():
            raise SystemExit(f"环境变量 {name} 应为整数，现在是“{text}”。")
        return int(text)
    return text
