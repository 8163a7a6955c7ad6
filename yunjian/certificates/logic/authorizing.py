"""What a wallet may push before its holder agrees (OpenID4VCI 1.0, section 5; RFC 9126, 7636, 8252, 9396)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

from yunjian_verify.jose import encode

CODE_GRANT = "authorization_code"
DETAILS = "openid_credential"
REQUEST_URI = "urn:ietf:params:oauth:request_uri:"
_TEXT = re.compile(r"[\x21-\x7e]+")
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
# Whole addresses, as they are compared: https, the wallet's own machine (RFC 8252, 7.3), or a scheme that is a domain
# name turned round (7.1; 8.4 has one without a period refused), which no script and no other application's scheme is.
_REST = r"(?:[/?][A-Za-z0-9._~:/?@!$&'()*+,;=%-]*)?"
_ADDRESS = re.compile(
    r"(?:https://(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::[0-9]{1,5})?"
    r"|http://(?:127\.0\.0\.1|\[::1\]):[0-9]{1,5})" + _REST
)  # fmt: skip
_PRIVATE = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*")
_LONGEST = {"client_id": 200, "redirect_uri": 500, "state": 500, "issuer_state": 100, "scope": 1000}


class RequestUnfit(ValueError):
    """The request is not one that is taken: the specifications' error, and a sentence."""

    def __init__(self, error: str, description: str):
        self.error = error
        self.description = description
        super().__init__(error, description)


@dataclass(frozen=True, slots=True)
class Pushed:
    """A request that is whole: who says it asks, for which mark, where the answer goes, what it will prove."""

    client: str
    redirect_uri: str
    challenge: str
    state: str
    issuer_state: str
    configuration: str  # as named by authorization_details; empty when asked by scope
    scopes: tuple[str, ...]

    def covers(self, type_key: str, edition: str) -> bool:
        if self.configuration:
            return self.configuration == f"{type_key}.{edition}"
        return type_key in self.scopes


def read_pushed(form: Mapping[str, str], base: str) -> Pushed:
    """The request in a form; RequestUnfit says what is wrong with it."""
    for name, most in _LONGEST.items():
        if len(form.get(name, "")) > most:
            raise RequestUnfit("invalid_request", f"{name} is longer than {most} characters.")
    if "request" in form or "request_uri" in form:
        raise RequestUnfit("request_not_supported", "Only plain parameters are taken.")
    if form.get("response_type") != "code":
        raise RequestUnfit("unsupported_response_type", "response_type has to be code.")
    if form.get("response_mode", "query") != "query":
        raise RequestUnfit("invalid_request", "response_mode has to be query.")
    client, state = form.get("client_id", ""), form.get("state", "")
    if not _TEXT.fullmatch(client) or (state and not _TEXT.fullmatch(state)):
        raise RequestUnfit("invalid_request", "client_id is needed; client_id and state are plain ASCII.")
    _check_redirect(form.get("redirect_uri", ""))
    if form.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(form.get("code_challenge", "")):
        raise RequestUnfit("invalid_request", "PKCE is needed: code_challenge, with code_challenge_method S256.")
    if not form.get("issuer_state"):
        raise RequestUnfit("invalid_request", "issuer_state is needed: the holder starts on the district's page.")
    configuration, scopes = _wanted(form, base)
    return Pushed(
        client, form["redirect_uri"], form["code_challenge"], state, form["issuer_state"], configuration, scopes
    )


def is_redirect(address: str) -> bool:
    """Whether an answer may go there."""
    return bool(_ADDRESS.fullmatch(address) or _PRIVATE.fullmatch(address))


def place_of(redirect_uri: str) -> str:
    """Where an answer goes, as a holder reads it and as a content security policy names it."""
    parts = urlsplit(redirect_uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("https", "http") else f"{parts.scheme}:"


def led_back(redirect_uri: str, **answer: str) -> str:
    """The address with the answer; what the wallet wrote there itself stays."""
    told = urlencode({name: value for name, value in answer.items() if value})
    return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{told}"


def proves(verifier: str, challenge: str) -> bool:
    """S256 of RFC 7636."""
    return bool(_VERIFIER.fullmatch(verifier)) and encode(sha256(verifier.encode()).digest()) == challenge


def details_of(configuration: str) -> list[dict[str, object]]:
    """What a token is good for, where it was asked for by ``authorization_details``: one certificate, called by its
    configuration, since a token is never for two of one type."""
    return [
        {"type": DETAILS, "credential_configuration_id": configuration, "credential_identifiers": [configuration]}
    ]  # fmt: skip


def _check_redirect(address: str) -> None:
    if not is_redirect(address):
        raise RequestUnfit(
            "invalid_request",
            "redirect_uri has to be a whole https address, or one of a scheme that is a domain name turned round.",
        )


def _wanted(form: Mapping[str, str], base: str) -> tuple[str, tuple[str, ...]]:
    if "authorization_details" in form:
        return _configuration(form["authorization_details"], base), ()
    scope = form.get("scope", "")
    if not _SCOPE.fullmatch(scope):
        raise RequestUnfit("invalid_scope", "authorization_details or the scope of one type is needed.")
    return "", tuple(scope.split())


def _configuration(text: str, base: str) -> str:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        listed = None
    only = listed[0] if isinstance(listed, list) and len(listed) == 1 and isinstance(listed[0], dict) else {}
    found = only.get("credential_configuration_id") if only.get("type") == DETAILS else None
    if not isinstance(found, str) or not found or only.get("locations", [base]) != [base]:
        raise RequestUnfit(
            "invalid_authorization_details",
            f"One entry is taken, of type {DETAILS}, with the credential_configuration_id of the offer.",
        )
    return found
