"""The SD-JWT VC form of what an organisation is given: an extract of a certificate, for it alone, under one scenario.

It is of a type of its own, so that nobody takes an extract for the certificate; it names the organisation (``aud``) and
no holder's key: the holder agreed on the district's page, where no key of theirs can sign, so a ``cnf`` would claim a
binding there is not. No list of states and no place in one: it says what held when it was made, and a place in a list
would let two organisations find out that they asked about the same certificate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .sd_jwt import Disclosable, Signer, issue
from .wallet import seconds, shown_claim

if TYPE_CHECKING:
    from ..definitions import CertificateType, Scenario

ABOUT = "disclosure"  # the claim that says what it was given for


@dataclass(frozen=True, slots=True)
class About:
    """Who says it, of which request, to whom, when; and what it was given for."""

    base: str
    asking: str
    audience: str
    at: datetime
    named: Mapping[str, str]

    @property
    def registered(self) -> dict[str, Any]:
        return {"iss": self.base, "jti": self.asking, "aud": self.audience, "iat": int(self.at.timestamp())}


def vct_of(base: str, scenario: str, edition: str) -> str:
    return f"{base}/certificates/extracts/{scenario}/{edition}"


def sd_jwt(
    about: About, kind: "CertificateType", fields: Mapping[str, str], kept_until: date, *, signer: Signer
) -> str:
    """Every field agreed to as a disclosure, and no other digest: there is nothing withheld in it.

    It ends with the last day it may be kept.
    """
    zone = about.at.tzinfo if isinstance(about.at.tzinfo, ZoneInfo) else ZoneInfo("Asia/Shanghai")
    never = {field.name for field in kind.fields if not field.disclosable}
    said = {shown_claim(name): value if name in never else Disclosable(value) for name, value in fields.items()}
    vct = vct_of(about.base, about.named["scenario"], about.named["edition"])
    ends = seconds(kept_until + timedelta(days=1), zone)
    return issue({**about.registered, "vct": vct, "exp": ends, ABOUT: dict(about.named), **said}, signer=signer)


def type_metadata(scenario: "Scenario", kind: "CertificateType", *, base: str) -> dict[str, Any]:
    """What the address in ``vct`` answers (draft-ietf-oauth-sd-jwt-vc-18, section 4)."""
    fields = {field.name: field for field in kind.fields}
    titles = {"holder_name": ("持证主体", "Holder"), "holder_number": ("持证主体号码", "Holder's number")}
    titles |= {name: (field.title, field.title_en) for name, field in fields.items()}
    claims = [
        {
            "path": [shown_claim(name)],
            "mandatory": name in scenario.required,
            "sd": "always" if name not in fields or fields[name].disclosable else "never",
            "display": [{"locale": "zh-CN", "label": titles[name][0]}, {"locale": "en", "label": titles[name][1]}],
        }
        for name in scenario.fields
    ]
    return {
        "vct": vct_of(base, scenario.key, scenario.valid_from.isoformat()),
        "name": scenario.title_en,
        "description": scenario.purpose,
        "display": [{"locale": "zh-CN", "name": scenario.title}, {"locale": "en", "name": scenario.title_en}],
        "claims": claims,
    }
