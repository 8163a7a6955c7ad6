"""What keys are for: each purpose is declared by its floor; the setting may give it another algorithm and source."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjian_verify.keys import ALGORITHMS

from ..rooms import load
from .trouble import SettingUnknown

_ITEM = re.compile(r"([a-z][a-z0-9-]*)=(\w+)@(file|env:[A-Z][A-Z0-9_]*|pkcs11:[^\s@]+)")


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something that is signed. Without an ``algorithm`` it is signed only where the setting names it."""

    name: str
    title: str | Promise
    algorithm: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Configured:
    """By which algorithm a purpose is signed here, and where its private key lies."""

    algorithm: str
    source: str


_purposes: dict[str, Purpose] = {}


def purpose(name: str, title: str | Promise, *, algorithm: str, allowed: tuple[str, ...] = ALGORITHMS) -> Purpose:
    """Declare what a floor signs."""
    if name in _purposes:
        raise TypeError(f"two purposes are called {name}")
    _purposes[name] = Purpose(name, title, algorithm, allowed)
    return _purposes[name]


def purposes() -> dict[str, Purpose]:
    """Every purpose of every floor, by name; a floor declares its own beside the actions that sign."""
    load("actions")
    return dict(sorted(_purposes.items()))


def configured(name: str) -> Configured | None:
    """How a purpose is signed here; None for one that is not."""
    declared = _purposes[name]
    given = read_setting(settings.SIGNING_KEYS).get(name)
    if given is None:
        return Configured(declared.algorithm, "file") if declared.algorithm else None
    if given.algorithm not in declared.allowed:
        raise SettingUnknown(f"{name}={given.algorithm}")
    return given


def read_setting(text: str) -> dict[str, Configured]:
    """``ledger=Ed25519@file certificates=ES256@pkcs11:token=district``, separated by blanks."""
    found = {}
    for item in text.split():
        matched = _ITEM.fullmatch(item)
        if not matched or matched[2] not in ALGORITHMS or matched[1] in found:
            raise SettingUnknown(item)
        found[matched[1]] = Configured(matched[2], matched[3])
    return found


# The kernel's own: with the second, checkpoints carry both signatures.
LEDGER = purpose("ledger", _("账本检查点"), algorithm="Ed25519", allowed=("Ed25519", "SM2"))
LEDGER_SM2 = purpose("ledger-sm2", _("账本检查点的国密签名"), algorithm="", allowed=("SM2",))
