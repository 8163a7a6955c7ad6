"""The backup key: 32 random bytes, from the environment or a file, and what is derived from it."""

import binascii
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LENGTH = 32
_NONCE = 12


class BackupTrouble(Exception):
    """A backup cannot be made, read or restored; the message says what, where and what to do."""


def new_key(path: Path) -> None:
    """Write a new key to a file that only its owner can read; never over an existing one."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupTrouble(f"{path} 已经存在，没有覆盖。请换一个文件名；旧密钥丢了，旧备份就读不出来。") from None
    except OSError as error:
        raise BackupTrouble(f"不能写 {path}：{error.strerror}。请换一个可以写的文件夹。") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(urlsafe_b64encode(secrets.token_bytes(_LENGTH)).decode() + "\n")


def read_key(text: str, file: str) -> "Keys":
    """The key given in the environment, or the one in the file it names."""
    if not text and file:
        try:
            text = Path(file).read_text("ascii").strip()
        except (OSError, ValueError):
            raise BackupTrouble(f"读不出备份密钥文件 {file}，请检查 YUNJIAN_BACKUP_KEY_FILE 和文件权限。") from None
    if not text:
        raise BackupTrouble(
            "没有备份密钥。请执行 yunjian backup key 文件 生成一个，另存一份到安全的地方，"
            "然后设 YUNJIAN_BACKUP_KEY_FILE 指向它。"
        )
    try:
        secret = urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != _LENGTH:
        raise BackupTrouble("备份密钥不完整：应为 yunjian backup key 生成的 44 个字符。")
    return Keys(secret)


@dataclass(frozen=True)
class Keys:
    """What one key gives: a cipher, names that tell nothing of what they name, and a mark to recognise the key by."""

    secret: bytes

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cipher", AESGCM(self._derived(b"seal")))
        object.__setattr__(self, "_naming", self._derived(b"name"))

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(SHA256(), _LENGTH, salt=None, info=b"yunjian backup 1 " + purpose).derive(self.secret)

    @property
    def mark(self) -> str:
        """Tells a wrong key at once."""
        return self._derived(b"mark").hex()[:32]

    def name(self, content: bytes) -> str:
        return hmac.new(self._naming, content, sha256).hexdigest()  # type: ignore[attr-defined]

    def sealed(self, content: bytes, called: str) -> bytes:
        """AES-256-GCM under a random nonce, bound to its name: a chunk put in another's place is found out."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, called.encode())  # type: ignore[attr-defined]

    def opened(self, data: bytes, called: str) -> bytes | None:
        """What was sealed under this name; None when it was damaged or sealed by another key."""
        if len(data) < _NONCE + 16:
            return None
        try:
            return self._cipher.decrypt(data[:_NONCE], data[_NONCE:], called.encode())  # type: ignore[attr-defined]
        except InvalidTag:
            return None
