"""The envelope of a material: its own key, its digest and its salt, wrapped by a key of the district.

To turn a district key only envelopes are wrapped anew; to erase a material for good its envelope is destroyed.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yunjian_verify.receipt import commitment

from .sealing import AES, Damaged, sealer

CODE = 16  # characters of the commitment that stand on a receipt beside its number
_LENGTH = 32
_NONCE = 12


class KeyTrouble(Exception):
    """The district's keys cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What only the district's key opens: the key of the files, the digest of the original, the salt of its receipt."""

    key: bytes
    digest: bytes
    salt: bytes

    @classmethod
    def new(cls) -> "Envelope":
        """Fresh secrets, before the content is known."""
        return cls(secrets.token_bytes(_LENGTH), bytes(_LENGTH), secrets.token_bytes(_LENGTH))

    @property
    def commitment(self) -> str:
        """What the ledger says of the material: nobody finds the file by it, its receipt proves it."""
        return commitment(self.salt, self.digest)


@dataclass(frozen=True, slots=True)
class DistrictKey:
    """One key of the district; the name tells which it is and nothing else."""

    secret: bytes

    @property
    def name(self) -> str:
        return self._derived(b"name").hex()[:16]

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(SHA256(), _LENGTH, salt=None, info=b"yunjian district key 1 " + purpose).derive(self.secret)

    def wrapped(self, envelope: Envelope, place: str, *, cipher: str = AES) -> bytes:
        """The envelope, closed; it opens for this place only."""
        nonce = secrets.token_bytes(_NONCE)
        seal = sealer(cipher, self.secret, b"envelope")
        mark = b"A" if cipher == AES else b"S"
        return mark + nonce + seal.encrypt(nonce, envelope.key + envelope.digest + envelope.salt, place.encode())

    def unwrapped(self, closed: bytes, place: str) -> Envelope:
        seal = sealer(AES if closed[:1] == b"A" else "SM4-GCM", self.secret, b"envelope")
        try:
            said = seal.decrypt(closed[1 : 1 + _NONCE], closed[1 + _NONCE :], place.encode())
        except (InvalidTag, ValueError):
            raise Damaged("envelope") from None
        return Envelope(said[:_LENGTH], said[_LENGTH : 2 * _LENGTH], said[2 * _LENGTH :])

    def mark(self, holder: str, digest: bytes) -> str:
        """By what one holder's second copy is recognised. Another holder's copy of the same file has another mark."""
        return hmac.new(self._derived(b"mark"), holder.encode() + b"\0" + digest, sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Keyring:
    """Every key of the district, the oldest first; the last one closes."""

    keys: tuple[DistrictKey, ...]

    @property
    def current(self) -> DistrictKey:
        return self.keys[-1]

    def named(self, name: str) -> DistrictKey:
        for key in self.keys:
            if key.name == name:
                return key
        raise KeyTrouble(
            f"材料用的区密钥 {name} 不在密钥文件里，材料打不开。"
            "请把它加回 YUNJIAN_MATERIALS_KEYS 或 materials-keys 文件。"
        )


def new_key() -> str:
    """A line of the key file."""
    return urlsafe_b64encode(secrets.token_bytes(_LENGTH)).decode()


def read_keys(text: str) -> Keyring:
    """The keys of the file or the setting: one a line, or with commas between."""
    found = [DistrictKey(_secret(line)) for line in text.replace(",", "\n").split() if not line.startswith("#")]
    if not found:
        raise KeyTrouble("没有保管材料用的区密钥。请执行 yunjian materials new-key 生成。")
    return Keyring(tuple(found))


def _secret(line: str) -> bytes:
    try:
        secret = urlsafe_b64decode(line)
    except ValueError:
        secret = b""
    if len(secret) != _LENGTH:
        raise KeyTrouble("保管材料用的区密钥有一行不完整：每行应为 yunjian materials new-key 生成的 44 个字符。")
    return secret


def sealed_note(envelope: Envelope, text: str, place: str, *, cipher: str = AES) -> bytes:
    """A short text (what was read from the material) under the material's own key."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + sealer(cipher, envelope.key, b"note").encrypt(nonce, text.encode(), place.encode())


def opened_note(envelope: Envelope, note: bytes, place: str, *, cipher: str = AES) -> str:
    try:
        return sealer(cipher, envelope.key, b"note").decrypt(note[:_NONCE], note[_NONCE:], place.encode()).decode()
    except InvalidTag:
        raise Damaged("note") from None
