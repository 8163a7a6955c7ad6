"""Where the platform runs: the environment variables it reads, each with its type, default and sentence."""

import os
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FORMER = "former-secret-keys"


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
    former_secret_keys: str = _setting(
        "", "YUNJIAN_FORMER_SECRET_KEYS", "换用前的签名密钥，用逗号分隔；换密钥期间，它们签的、封的仍然有效。"
    )
    public_url: str = _setting(
        "",
        "YUNJIAN_PUBLIC_URL",
        "本平台对外的网址，如 https://…，不带末尾的斜线；写进证照凭证（颁发者、状态列表）和二维码，定了就不要改。"
        "不设则用访问时的网址。",
    )
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
    web_threads: int = _setting(
        4,
        "YUNJIAN_WEB_THREADS",
        "每个网页进程同时办理的请求数，其余排队；前面没有代理、访问者网速慢时可以调大，不超过 12。",
    )
    kept_megabytes: int = _setting(
        32, "YUNJIAN_KEPT_MEGABYTES", "每个网页进程用多少 MB 内存保留做好的页面，账本没有新记录就不重做；0 表示不保留。"
    )
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

    signing_keys: str = _setting(
        "",
        "YUNJIAN_SIGNING_KEYS",
        "签名密钥：每项为“用途=算法@来源”，用空格隔开，如 ledger=Ed25519@file ledger-sm2=SM2@env:YUNJIAN_LEDGER_SM2；"
        "算法为 Ed25519、ES256、SM2（要有系统的 OpenSSL 3），来源为 file（数据文件夹的 keys/）、env:变量名（PEM）、"
        "pkcs11:token=标签（不支持 SM2）。不设则各用途用默认算法，密钥首次需要时生成。",
    )
    pdf_certificates: str = _setting(
        "",
        "YUNJIAN_PDF_CERTIFICATES",
        "证照签名 PDF 的证书文件（PEM）：签名密钥（用途 certificates-pdf）自己的证书在前，上级证书依次在后；"
        "不设则由本区自建的根证书签发，yunjian certificates root 打印它。",
    )
    pkcs11_library: str = _setting("", "YUNJIAN_PKCS11_LIBRARY", "密码设备的 PKCS#11 动态库文件。")
    pkcs11_pin: str = _setting("", "YUNJIAN_PKCS11_PIN", "密码设备的用户口令。")

    ledger_origin: str = _setting(
        "",
        "YUNJIAN_LEDGER_ORIGIN",
        "账本在检查点里的标识，如 www.example.gov.cn/tlog；默认取第一个允许的域名。一经公布不要改："
        "只有账本确实丢了一段（恢复了旧备份）才换一个新的。",
    )
    witnesses: str = _setting(
        "", "YUNJIAN_WITNESSES", "见证方：每项为“公钥@https 地址”，用空格隔开；公钥由 yunjian witness 启动时打印。"
    )

    second_factor: str = _setting(
        "",
        "YUNJIAN_SECOND_FACTOR",
        "第二重验证：required 工作人员必须，everybody 人人必须，optional 可选；不设时仅本机演示可选。",
    )
    idle_minutes: int = _setting(20, "YUNJIAN_IDLE_MINUTES", "多少分钟没有操作就退出登录。")
    session_hours: int = _setting(12, "YUNJIAN_SESSION_HOURS", "一次登录最多持续多少小时。")
    password_kinds: int = _setting(
        3, "YUNJIAN_PASSWORD_KINDS", "密码至少要有几种字符（小写、大写、数字、其他）；1 为不限。"
    )
    password_days: int = _setting(90, "YUNJIAN_PASSWORD_DAYS", "密码用满多少天要更换；0 为不限。")
    breached_passwords: str = _setting(
        "",
        "YUNJIAN_BREACHED_PASSWORDS",
        "泄露密码清单文件（每行 SHA-1 和次数，按 SHA-1 排序）；设了以后，其中的密码不能用。",
    )
    lock_after: int = _setting(5, "YUNJIAN_LOCK_AFTER", "同一账号连续输错多少次就暂停。")
    lock_after_address: int = _setting(20, "YUNJIAN_LOCK_AFTER_ADDRESS", "同一网络地址输错多少次就暂停。")
    lock_minutes: int = _setting(20, "YUNJIAN_LOCK_MINUTES", "暂停多少分钟。")
    sms_url: str = _setting("", "YUNJIAN_SMS_URL", "短信网关地址；不设时本机演示把短信显示在页面上。")
    sms_key: str = _setting("", "YUNJIAN_SMS_KEY", "短信网关的应用标识。")
    sms_secret: str = _setting("", "YUNJIAN_SMS_SECRET", "短信网关的签名密钥。")
    model_url: str = _setting(
        "",
        "YUNJIAN_MODEL_URL",
        "语言模型的地址（OpenAI 格式，到 /v1 为止），只用来起草和说明，不作决定；不设则没有这些按钮。",
    )
    model_name: str = _setting("", "YUNJIAN_MODEL_NAME", "语言模型的名称。")
    model_key: str = _setting("", "YUNJIAN_MODEL_KEY", "语言模型的访问密钥。")
    model_seconds: int = _setting(60, "YUNJIAN_MODEL_SECONDS", "最多等语言模型多少秒。")
    model_tokens: int = _setting(800, "YUNJIAN_MODEL_TOKENS", "语言模型一次最多写多少个词元。")
    oidc_url: str = _setting("", "YUNJIAN_OIDC_URL", "统一身份平台（OpenID Connect）的地址；不设则不接入。")
    oidc_title: str = _setting("统一身份平台", "YUNJIAN_OIDC_TITLE", "统一身份平台在登录页上的名称。")
    oidc_client: str = _setting("", "YUNJIAN_OIDC_CLIENT", "本系统在统一身份平台登记的标识。")
    oidc_secret: str = _setting("", "YUNJIAN_OIDC_SECRET", "本系统在统一身份平台登记的密钥。")
    oidc_key_file: str = _setting(
        "", "YUNJIAN_OIDC_KEY_FILE", "本系统给其他系统签发身份时用的私钥（PEM）；不设则首次启动时生成并保存。"
    )

    materials_keys: str = _setting(
        "",
        "YUNJIAN_MATERIALS_KEYS",
        "保管材料的区密钥，旧的在前，用逗号分隔，最后一个用来加密；不设则用数据文件夹里的 materials-keys。",
    )
    materials_cipher: str = _setting(
        "AES-256-GCM", "YUNJIAN_MATERIALS_CIPHER", "材料的加密算法：AES-256-GCM 或国密 SM4-GCM；只影响以后交存的。"
    )
    materials_store: str = _setting("disk", "YUNJIAN_MATERIALS_STORE", "材料存放在哪里：disk 本机磁盘，s3 对象存储。")
    s3_endpoint: str = _setting("", "YUNJIAN_S3_ENDPOINT", "对象存储的地址；不设则用 AWS 的。")
    s3_bucket: str = _setting("", "YUNJIAN_S3_BUCKET", "对象存储的桶，只给云间用。")
    s3_region: str = _setting("us-east-1", "YUNJIAN_S3_REGION", "对象存储的区域。")
    s3_key: str = _setting("", "YUNJIAN_S3_KEY", "对象存储的访问标识。")
    s3_secret: str = _setting("", "YUNJIAN_S3_SECRET", "对象存储的访问密钥。")
    clamd: str = _setting(
        "", "YUNJIAN_CLAMD", "查毒程序 clamd 的地址：unix:/run/clamav/clamd.ctl 或 tcp:主机:端口；不设则不查毒。"
    )

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

    @property
    def is_demonstration(self) -> bool:
        """Whether nobody but this computer can reach the platform: no name of its own, no HTTPS before it."""
        return self.host in ("127.0.0.1", "localhost", "::1") and not self.allowed_hosts and not self.https

    @property
    def origin(self) -> str:
        """What the ledger is called in its checkpoints."""
        chosen = self.ledger_origin or f"{self.allowed_hosts.split(',')[0].strip() or 'localhost'}/tlog"
        if len(chosen) > 200 or "+" in chosen or any(sign.isspace() or not sign.isprintable() for sign in chosen):
            raise SystemExit(
                f"环境变量 YUNJIAN_LEDGER_ORIGIN 不能有空格和加号，不超过 200 字，现在是“{chosen[:200]}”。"
            )
        return chosen

    @property
    def second_factor_required(self) -> bool:
        if self.second_factor not in ("", "required", "everybody", "optional"):
            raise SystemExit(
                f"环境变量 YUNJIAN_SECOND_FACTOR 应为 required、everybody 或 optional，现在是“{self.second_factor}”。"
            )
        return self.second_factor in ("required", "everybody") or (not self.second_factor and not self.is_demonstration)

    def breached_list(self) -> Path | None:
        """The file of breached passwords, if the operator has one here."""
        if not self.breached_passwords:
            return None
        path = Path(self.breached_passwords)
        if not path.is_file():
            raise SystemExit(f"环境变量 YUNJIAN_BREACHED_PASSWORDS 指向的文件 {path} 不存在。")
        return path

    def identity_key(self) -> str:
        """The private key that signs identities for other systems, made at the first start unless one is given."""
        path = Path(self.oidc_key_file) if self.oidc_key_file else self.data_folder / "identity-key.pem"
        if not path.exists() and self.oidc_key_file:
            raise SystemExit(f"环境变量 YUNJIAN_OIDC_KEY_FILE 指向的文件 {path} 不存在。")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _keep_secret(path, _new_private_key())
        return path.read_text().strip()

    def materials_key_file(self) -> str:
        """The lines of the key file in the data folder, made with one key where there is none yet."""
        path = self.data_folder / "materials-keys"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _keep_secret(path, urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n")
        return path.read_text("ascii")

    def one_of(self, name: str, *known: str) -> str:
        """A setting that must be one of these words."""
        value = str(getattr(self, name))
        if value not in known:
            told = next(item.metadata["name"] for item in fields(self) if item.name == name)
            raise SystemExit(f"环境变量 {told} 应为 {' 或 '.join(known)}，现在是“{value}”。")
        return value

    def signing_key(self) -> str:
        """The configured key, or one made at the first start and kept in the data folder."""
        if self.secret_key:
            return self.secret_key
        path = self.data_folder / "secret-key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _keep_secret(path, secrets.token_urlsafe(48))
        return path.read_text().strip()

    def former_signing_keys(self) -> list[str]:
        """The keys before the present one: what they signed and sealed is still good. Set, or kept by an exchange."""
        path = self.data_folder / FORMER
        lines = path.read_text().splitlines() if not self.secret_key and path.exists() else []
        return [each.strip() for each in (*self.former_secret_keys.split(","), *lines) if each.strip()]

    def exchange_signing_key(self) -> bool:
        """Make a new key in the data folder and keep the old one beside it; not where the key is set from outside."""
        if self.secret_key:
            return False
        before, path = self.signing_key(), self.data_folder / FORMER
        # The old key is kept before the new one is there: whatever happens between, nothing is lost.
        kept = [before, *(each for each in self.former_signing_keys() if each != before)]
        _replace_secret(path, "\n".join(kept) + "\n")
        _replace_secret(self.data_folder / "secret-key", secrets.token_urlsafe(48))
        return True


def make_no_signing_key() -> None:
    """For a command that must leave the data folder as it is: where there is no key yet, one for this process only."""
    environment = Environment.read()
    if not environment.secret_key and not (environment.data_folder / "secret-key").exists():
        os.environ["YUNJIAN_SECRET_KEY"] = secrets.token_urlsafe(48)


def _keep_secret(path: Path, text: str) -> None:
    """Write what only the owner may read, at once and whole, even when two processes start together."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _replace_secret(path: Path, text: str) -> None:
    """Put what only the owner may read in the place of what was there, at once and whole."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    beside.replace(path)


def _new_private_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


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
