"""What wallets are told of certificates: the claims of one, the metadata of its type and of the issuer.

SD-JWT VC type metadata (draft 18, section 4), JWT VC issuer metadata (section 3), OpenID4VCI 1.0 (section 12).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from yunjian_verify.jose import HEADER_NAME, jwk_of
from yunjian_verify.keys import VerificationKey
from yunjian_verify.sd_jwt import TYPE

from .authorizing import CODE_GRANT, DETAILS
from .sd_jwt import Disclosable

if TYPE_CHECKING:
    from ..definitions import CertificateField, CertificateType
    from ..queries.credentials import CredentialView

LONGEST = timedelta(days=365)  # a credential in a wallet; then it is fetched anew
BATCH = 5  # credentials of one certificate at once, each for a key of its own
GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
PROOF_ALGORITHMS = ("ES256", "Ed25519", "EdDSA")
_TAKEN = frozenset({"iss", "sub", "aud", "iat", "nbf", "exp", "jti", "vct", "cnf", "status", "disclosure"})
# What every certificate says beside its type's own fields: name, Chinese, English, always in sight.
COMMON = (
    ("certificate_number", "证照标识", "Certificate identifier"),
    ("holder_name", "持证主体", "Holder"),
    ("holder_number", "持证主体号码", "Holder's number"),
    ("issuing_unit", "颁发机构", "Issuing unit"),
    ("valid_through", "有效期至", "Valid through"),
)


def common_titles(language: str) -> dict[str, str]:
    """What every certificate says, as it is called in a language."""
    return {name: english if language.startswith("en") else title for name, title, english in COMMON}


def claim_of(field: str) -> str:
    """The claim a field of a certificate becomes; the names of tokens and of what all certificates say are taken."""
    return f"{field}_field" if field in _TAKEN or any(field == name for name, *_ in COMMON) else field


def shown_claim(name: str) -> str:
    """The claim of what a scenario names: a field of the certificate, or what every certificate says of its holder."""
    return name if name in ("holder_name", "holder_number") else claim_of(name)


def vct_of(base: str, type_key: str, edition: date) -> str:
    return f"{base}/certificates/types/{type_key}/{edition.isoformat()}"


def seconds(day: date, zone: ZoneInfo) -> int:
    """The first moment of a day there."""
    return int(datetime.combine(day, time(), zone).timestamp())


def claims_of(view: "CredentialView", *, base: str, status: tuple[int, int], at: datetime) -> dict[str, Any]:
    """The claims of the present version; ``status`` is the list and place its state is published at.

    The time of issue is told to the hour, so that it does not tell two verifiers that they saw the same person.
    """
    zone = at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else ZoneInfo("Asia/Shanghai")
    ends = int((at + LONGEST).timestamp())
    if view.valid_before is not None:
        ends = min(ends, seconds(view.valid_before, zone))
    through = (view.valid_before - timedelta(days=1)).isoformat() if view.valid_before else None
    said = {
        "certificate_number": view.identifier,
        "holder_name": view.holder_name,
        "holder_number": view.holder_number,
        "issuing_unit": view.unit_title,
        "valid_through": through,
    }
    open_claims = {
        "iss": base,
        "vct": vct_of(base, view.type, view.edition),
        "iat": int(at.timestamp()) // 3600 * 3600,
        "nbf": seconds(view.valid_from, zone),
        "exp": ends,
        "status": {"status_list": {"uri": states_uri(base, status[0]), "idx": status[1]}},
    }
    common = {name: Disclosable(value) for name, value in said.items() if value}
    own = {claim_of(f.name): Disclosable(f.value) if f.disclosable else f.value for f in view.fields}
    return open_claims | common | own


def states_uri(base: str, number: int) -> str:
    return f"{base}/certificates/states/{number}"


def type_metadata(kind: "CertificateType", *, base: str) -> dict[str, Any]:
    """What the address in ``vct`` answers."""
    return {
        "vct": vct_of(base, kind.key, kind.valid_from),
        "name": kind.title_en,
        "description": kind.title,
        "display": [{"locale": "zh-CN", "name": kind.title}, {"locale": "en", "name": kind.title_en}],
        "claims": list(_claims(kind, "label", "locale", sd=True)),
    }


def issuer_metadata(base: str, title: str, title_en: str, kinds: Iterable["CertificateType"]) -> dict[str, Any]:
    """``/.well-known/openid-credential-issuer``."""
    return {
        "credential_issuer": base,
        "credential_endpoint": f"{base}/certificates/wallet/credential",
        "nonce_endpoint": f"{base}/certificates/wallet/nonce",
        "batch_credential_issuance": {"batch_size": BATCH},
        "display": [{"locale": "zh-CN", "name": title}, {"locale": "en", "name": title_en}],
        "credential_configurations_supported": {configuration_of(kind): _configuration(kind, base) for kind in kinds},
    }


def server_metadata(base: str) -> dict[str, Any]:
    """``/.well-known/oauth-authorization-server`` (RFC 8414): a code shown, or a code agreed to."""
    return {
        "issuer": base,
        "token_endpoint": f"{base}/certificates/wallet/token",
        "authorization_endpoint": f"{base}/certificates/wallet/authorize",
        "pushed_authorization_request_endpoint": f"{base}/certificates/wallet/request",
        "require_pushed_authorization_requests": True,
        "grant_types_supported": [GRANT, CODE_GRANT],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_details_types_supported": [DETAILS],
        "authorization_response_iss_parameter_supported": True,
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def key_set(keys: Iterable[VerificationKey]) -> dict[str, Any]:
    """A JWK set with the names by which tokens call the keys."""
    return {
        "keys": [{**jwk_of(key), "kid": key.key_id, "use": "sig", "alg": HEADER_NAME[key.algorithm]} for key in keys]
    }


def configuration_of(kind: "CertificateType") -> str:
    return f"{kind.key}.{kind.valid_from.isoformat()}"


def offer(base: str, configuration: str, code: str, issuer_state: str, *, pin_length: int) -> dict[str, Any]:
    """A credential offer (OpenID4VCI, section 4.1): by a code and a number, or by signing in; the wallet chooses."""
    described = {"input_mode": "numeric", "length": pin_length}
    return {
        "credential_issuer": base,
        "credential_configuration_ids": [configuration],
        "grants": {
            GRANT: {"pre-authorized_code": code, "tx_code": described},
            CODE_GRANT: {"issuer_state": issuer_state},
        },
    }


def _configuration(kind: "CertificateType", base: str) -> dict[str, Any]:
    return {
        "format": TYPE,
        "vct": vct_of(base, kind.key, kind.valid_from),
        "scope": kind.key,
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": ["ES256"],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": list(PROOF_ALGORITHMS)}},
        "credential_metadata": {
            "display": [{"locale": "zh-CN", "name": kind.title}, {"locale": "en", "name": kind.title_en}],
            "claims": list(_claims(kind, "name", "locale", sd=False)),
        },
    }


def _claims(kind: "CertificateType", label: str, locale: str, *, sd: bool) -> Iterable[Mapping[str, Any]]:
    for name, title, title_en in COMMON:
        yield _claim([name], title, title_en, label, locale, {"sd": "always"} if sd else {})
    for field in kind.ordered():
        own: dict[str, Any] = {"mandatory": field.required}
        if sd:
            own["sd"] = _disclosure(field)
        yield _claim([claim_of(field.name)], field.title, field.title_en, label, locale, own)


def _disclosure(field: "CertificateField") -> str:
    return "always" if field.disclosable else "never"


def _claim(
    path: list[str], title: str, title_en: str, label: str, locale: str, more: Mapping[str, Any]
) -> dict[str, Any]:
    return {"path": path, **more, "display": [{locale: "zh-CN", label: title}, {locale: "en", label: title_en}]}
