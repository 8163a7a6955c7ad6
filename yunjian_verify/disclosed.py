"""What left by a holder's consent, in sentences: what a receipt and a signed answer prove, and what they leave open."""

from datetime import UTC, datetime
from pathlib import Path

from .credentials import Found, Issuers, Rejected
from .disclosure import LONGEST, Agreed, Told, read_answer
from .folder import read_bounded
from .jose import Refused


def sentences(agreed: Agreed, told: Told) -> tuple[str, str]:
    """Who was to have what for what; what of it the ledger says happened."""
    who, names = _plain(f"{agreed.organisation}（{agreed.credit_code}）"), "、".join(map(_plain, agreed.fields))
    purpose, until = _plain(agreed.purpose), _plain(agreed.kept_until)
    zh = [f"同意的是：{who}为“{purpose}”取得 {names}，最多保存到 {until}"]
    who_en, names_en = _plain(f"{agreed.organisation} ({agreed.credit_code})"), ", ".join(map(_plain, agreed.fields))
    en = [f"Agreed: {who_en}, for “{purpose}”, {names_en}, kept until {until} at the latest"]
    if told.consented:
        zh.append(f"账本记着持证人 {told.consented.minute} 同意")
        en.append(f"the ledger has the holder's consent at {told.consented.minute}")
    if told.fetched:
        zh.append(f"{told.fetched.minute} 取回一次，传出的内容不在这里，账本里有它的 SHA-256")
        en.append(f"fetched once at {told.fetched.minute}; the values are not here, the ledger has their SHA-256")
    else:
        zh.append("这份回执里没有取回的记录")
        en.append("this receipt holds no entry of a fetch")
    if told.withdrawn:
        zh.append(f"{told.withdrawn.minute} 撤回了同意；对方删了没有，账本不知道")
        en.append(f"withdrawn at {told.withdrawn.minute}; whether it was deleted the ledger does not know")
    if not told.consented:
        zh.append("持证人同意那一条记录只在持证人的回执里")
        en.append("the entry of the consent itself is in the holder's receipt only")
    return "；".join(zh), "; ".join(en)


def verify_answer(path: Path, trust: Issuers | None) -> Found:
    """The signature of an answer, and what it says."""
    if trust is None:
        return Found(
            False,
            "是机构凭同意取回的内容，但没有给出签名者的公钥（--issuer），没有验证签名。",
            "What an organisation fetched by consent; no key of its signer was given (--issuer): not checked.",
        )
    text = read_bounded(path, LONGEST).decode("ascii", "replace").strip()
    try:
        found = read_answer(text, trusted=trust.keys, now=trust.now)
    except Refused as refusal:
        raise Rejected(refusal) from None
    made = _minute(found.made_at)
    names, until, purpose = ", ".join(map(_plain, found.fields)), _plain(found.kept_until), _plain(found.purpose)
    return Found(
        True,
        f"内容真实：由所给的公钥签名，{made} 给 {_plain(found.audience)}，用途“{purpose}”，有 {names}，"
        f"最多保存到 {until}；那以后证照有没有变，这里不知道。",
        f"Genuine: signed by the given key at {made} for {_plain(found.audience)}, for “{purpose}”, with {names},"
        f" to be kept until {until} at the latest; whether the certificate changed since is open.",
    )


def _minute(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, OSError, ValueError):
        return str(seconds)


def _plain(text: str) -> str:
    """A text of others in a sentence of ours: nothing in it moves a terminal's cursor."""
    return "".join(mark if mark.isprintable() else " " for mark in text)
