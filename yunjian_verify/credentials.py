"""Certificates in files: SD-JWT credentials and counter codes: what each proves, and what is left open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import counter, sd_jwt, status_list
from .folder import read_bounded
from .jose import Refused, keys_of_set, read_json
from .keys import VerificationKey
from .merkle import Wrong

ANY = ""  # the issuer of a bare key set: whoever the credential names
LONGEST_LIST = 2 * 1024 * 1024  # characters of a signed list of states

# Why a token is refused, by the verifier's stable code; the sentence in English comes with the refusal.
REASONS: Mapping[str, str] = {
    "size": "太大了，超过允许的长度",
    "shape": "不完整，或者不是这种形式",
    "encoding": "编码不对，被改动过",
    "json": "内容读不出来，或者同一个名字写了两次",
    "depth": "嵌套太深",
    "algorithm": "签名的算法不被接受（例如 none），可能是伪造的",
    "type": "是另一种凭证",
    "critical": "要求一种不认识的扩展",
    "key": "密钥用不了，或者里面有不该公开的部分",
    "signature": "签名不是颁发者的：伪造或者被改动过",
    "issuer": "不是所信任的颁发者颁发的",
    "digest algorithm": "摘要的算法不被接受",
    "vct": "没有写明类型，或者是另一种证照",
    "expired": "已经过期",
    "early": "还没有到生效的时间",
    "future": "写的时间还没有到",
    "time": "没有写明时间，或者写得不对",
    "disclosure": "披露项写得不对",
    "duplicate": "同一个披露项出现两次",
    "unreferenced": "有颁发者没有签过的披露项",
    "name": "披露项用了保留的或者重复的名字",
    "holder key": "持有人的密钥写得不对",
    "holder signature": "不是持有人签的",
    "holder digest": "持有人签的是另一次出示",
    "status": "没有写明在哪里公布状态",
    "status list": "状态列表不是这张证照的，或者读不出来",
    "status list expired": "状态列表已经过期，不能用来说明现在的状态",
    "status list early": "状态列表还没有到生效的时间",
    "status list future": "状态列表写的时间还没有到",
    "not signed": "这个 PDF 没有签名",
    "appended": "签名以后又往文件里添了内容，看到的可能不是当初签的",
    "range": "签名没有盖住整个文件，可能有内容藏在没有签的地方",
    "cms": "签名的结构不对",
    "digest": "文件的内容改过，不是当初签的那一份",
    "chain": "签名的证书不是由所给的根证书签发的",
    "certificate": "签名的证书不能用来签这份文件，或者读不出来",
    "claimed time": "文件自称的签名时间，证书并不有效",
    "binding missing": "没有持有人的签名",
    "audience": "持有人是出示给别人的",
    "nonce": "持有人是为另一次查验出示的",
    "stale": "持有人出示得太早，已经不新鲜",
    "revoked": "已经终止",
    "suspended": "暂停，现在不算有效",
}


@dataclass(frozen=True, slots=True)
class Issuers:
    """Whose certificates are trusted: keys by issuer; a list of states, when one is at hand; the moment it is about."""

    keys: Mapping[str, tuple[VerificationKey, ...]]
    states: str = ""
    now: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a file proves: nothing is left open, or what is."""

    is_whole: bool
    zh: str
    en: str


class Rejected(Wrong):
    """A certificate that is refused, with the reason in both languages."""

    def __init__(self, refusal: Refused):
        super().__init__(refusal.sentence.rstrip("."))
        self.zh = REASONS.get(refusal.code, "内容不对")


def read_issuers(data: bytes) -> dict[str, tuple[VerificationKey, ...]]:
    """Keys of a file: what ``/.well-known/jwt-vc-issuer`` answers, or a bare JWK set. Refused when it is neither."""
    document = read_json(data, "The key file")
    if isinstance(document, dict) and isinstance(document.get("jwks"), dict):
        issuer = document.get("issuer")
        if not isinstance(issuer, str) or not issuer:
            raise Refused("issuer", "The key file does not say whose keys it holds.")
        return {issuer: keys_of_set(document["jwks"])}
    return {ANY: keys_of_set(document)}


def is_token(head: bytes) -> bool:
    """The beginning of a signed token: of a long one the first tilde lies further on."""
    return head.startswith(b"eyJ")


def is_code(head: bytes) -> bool:
    """A token without a tilde, or the address a telephone reads."""
    return b"~" not in head and bool(counter.token_in(head.decode("ascii", "replace")))


def verify_credential(path: Path, trust: Issuers | None) -> Found:
    """Signature, dates and disclosures; and the state where a list of states was given."""
    text = read_bounded(path, sd_jwt.MAX_SIZE + 1).decode("ascii", "replace").strip()
    if trust is None:
        return Found(
            False,
            "是一张 SD-JWT 证照，但没有给出颁发者的公钥（--issuer），没有验证签名。",
            "An SD-JWT credential; no key of its issuer was given (--issuer): its signature was not checked.",
        )
    try:
        shown = _trusted(text, trust)
        is_known = _state(shown, trust)
    except Refused as refusal:
        raise Rejected(refusal) from None
    names = "、".join(shown.disclosed) or "无"
    names_en = ", ".join(shown.disclosed) or "nothing"
    zh = f"证照真实：{shown.issuer} 颁发，类型 {shown.type}，出示了：{names}"
    en = f"Genuine: issued by {shown.issuer}, type {shown.type}, showing {names_en}"
    if not is_known:
        missing = "没有给出状态列表（--states），不知道现在是否仍然有效"
        return Found(
            False,
            f"{zh}；{missing}。",
            f"{en}; no list of states was given (--states): whether it still holds is open.",
        )
    said = "状态有效" if shown.status else "它不公布状态，只按日期有效"
    said_en = "its state is valid" if shown.status else "it publishes no state and holds by its dates"
    bound, bound_en = _BOUND[shown.binding]
    return Found(True, f"{zh}；{said}；{bound}。", f"{en}; {said_en}; {bound_en}.")


_BOUND = {
    "none": (
        "没有持有人的签名，不能证明出示的人就是持证人",
        "no holder signed: that whoever shows it holds it is not proven",
    ),
    "signature": ("有持有人的签名，但不知道是给谁、哪一次的", "its holder signed, for whom and when was not checked"),
    "full": ("由持有人当面出示", "shown by its holder"),
}


def _trusted(text: str, trust: Issuers) -> sd_jwt.Verified:
    keys = dict(trust.keys)
    if ANY in keys:
        claimed = sd_jwt.issuer_named(text)
        keys.setdefault(claimed, keys[ANY])
    return sd_jwt.verify(text, trusted=keys, now=trust.now)


def _state(shown: sd_jwt.Verified, trust: Issuers) -> bool:
    """Whether the state is known and good; Refused when it is not good, or the list is not."""
    if shown.status is None:
        return True
    if not trust.states:
        return False
    keys = trust.keys.get(shown.issuer) or trust.keys[ANY]
    listed = status_list.read(trust.states, uri=shown.status.uri, keys=keys, now=trust.now)
    status_list.require_valid(shown.status, listed)
    return True


def verify_code(path: Path, trust: Issuers | None) -> Found:
    """A counter code, as far as it can be checked alone."""
    text = read_bounded(path, counter.MAX_SIZE).decode("ascii", "replace")
    if trust is None:
        return Found(
            False,
            "是一个证照码，但没有给出颁发者的公钥（--issuer），没有验证签名。",
            "A counter code; no key of its issuer was given (--issuer): its signature was not checked.",
        )
    try:
        found = counter.read(text, keys=tuple(key for keys in trust.keys.values() for key in keys), now=trust.now)
        if ANY not in trust.keys and found.issuer not in trust.keys:
            raise Refused("issuer", "The code is of another issuer.")
    except Refused as refusal:
        raise Rejected(refusal) from None
    until = datetime.fromtimestamp(found.expires_at, UTC).strftime("%H:%M:%S UTC")
    return Found(
        True,
        f"证照码真实：{found.issuer}，{found.title}，{found.name}，出示时有效，到 {until} 为止；"
        "是否已经用过、拿着它的是谁，离线不能知道。",
        f"Genuine code: {found.issuer}, {found.title}, {found.name}, valid when shown, good until {until};"
        " whether it was used before and who holds it cannot be known offline.",
    )
