"""A wallet of other people's making: joserfc signs and checks, sd-jwt chooses what is shown, requests speaks HTTP."""

import json
import secrets
from base64 import b64decode, urlsafe_b64decode
from hashlib import sha256
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from cryptography import x509
from joserfc import jws
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from sd_jwt.holder import SDJWTHolder

from yunjian_verify.jose import encode

BACK = "cn.example.wallet:/collected"  # an address of the wallet's own
GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


class Wallet:
    """Collects credentials by OpenID4VCI and shows them by OpenID4VP; knows nothing of the platform."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256")
        self.http = requests.Session()
        self.http.trust_env = False
        self.credential = ""
        self.question: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.server: dict[str, Any] = {}

    def proof(self, audience: str, nonce: str, **more: Any) -> str:
        header = {"alg": "ES256", "typ": "openid4vci-proof+jwt", "jwk": self.key.as_dict(private=False)}
        payload = {"aud": audience, "iat": int(time()), "nonce": nonce, **more}
        return jws.serialize_compact(header, json.dumps(payload), self.key, registry=_any_header())

    def collect(self, link: str, pin: str) -> str:
        """From the link of an offer to a credential."""
        offer = json.loads(parse_qs(urlsplit(link).query)["credential_offer"][0])
        issuer = offer["credential_issuer"]
        [configuration] = offer["credential_configuration_ids"]
        told = self.http.get(f"{issuer}/.well-known/openid-credential-issuer").json()
        assert told["credential_issuer"] == issuer
        assert told["credential_configurations_supported"][configuration]["format"] == "dc+sd-jwt"
        server = self.http.get(f"{issuer}/.well-known/oauth-authorization-server").json()
        form = {"grant_type": GRANT, "pre-authorized_code": offer["grants"][GRANT]["pre-authorized_code"]}
        token = self.http.post(server["token_endpoint"], data={**form, "tx_code": pin}).json()
        return self.fetch(told, token["access_token"], {"credential_configuration_id": configuration})

    def fetch(self, told: dict[str, Any], token: str, which: dict[str, str]) -> str:
        """The credential a token is good for."""
        nonce = self.http.post(told["nonce_endpoint"]).json()["c_nonce"]
        asked = {**which, "proofs": {"jwt": [self.proof(told["credential_issuer"], nonce)]}}
        answer = self.http.post(told["credential_endpoint"], json=asked, headers={"Authorization": f"Bearer {token}"})
        self.credential = answer.json()["credentials"][0]["credential"]
        return self.credential

    def push(self, link: str, **more: Any) -> requests.Response:
        """From the link of an offer to a pushed request (authorisation code): by details, unless a scope is given."""
        offer = json.loads(parse_qs(urlsplit(link).query)["credential_offer"][0])
        issuer = offer["credential_issuer"]
        if not self.told:
            self.told = self.http.get(f"{issuer}/.well-known/openid-credential-issuer").json()
            self.server = self.http.get(f"{issuer}/.well-known/oauth-authorization-server").json()
        self.verifier = secrets.token_urlsafe(48)
        [configuration] = offer["credential_configuration_ids"]
        details = [{"type": "openid_credential", "credential_configuration_id": configuration}]
        wanted = {} if "scope" in more else {"authorization_details": json.dumps(details)}
        self.question = {
            "response_type": "code",
            "client_id": "wallet.example",
            "redirect_uri": BACK,
            "state": secrets.token_urlsafe(16),
            "issuer_state": offer["grants"]["authorization_code"]["issuer_state"],
            "code_challenge": encode(sha256(self.verifier.encode()).digest()),
            "code_challenge_method": "S256",
            **wanted,
            **more,
        }
        sent = {name: value for name, value in self.question.items() if value is not None}
        return self.http.post(self.server["pushed_authorization_request_endpoint"], data=sent)

    def page(self, pushed: requests.Response) -> str:
        """Where the holder's browser is led."""
        asked = {"client_id": self.question["client_id"], "request_uri": pushed.json()["request_uri"]}
        return f"{self.server['authorization_endpoint']}?{urlencode(asked)}"

    def exchange(self, led_to: str, **changed: Any) -> requests.Response:
        """The token for the code in the address the holder's browser was led back to."""
        assert led_to.startswith(self.question["redirect_uri"])
        back = {name: values[0] for name, values in parse_qs(urlsplit(led_to).query).items()}
        assert (back["state"], back["iss"]) == (self.question["state"], self.server["issuer"])
        form = {
            "grant_type": "authorization_code",
            "code": back["code"],
            "client_id": self.question["client_id"],
            "redirect_uri": self.question["redirect_uri"],
            "code_verifier": self.verifier,
        }
        return self.http.post(self.server["token_endpoint"], data=form | changed)

    def read_request(self, link: str) -> dict[str, Any]:
        """The request behind a link: its signature, its certificate and the name of who asks belong together."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        answer = self.http.get(asked["request_uri"])
        assert answer.headers["Content-Type"] == "application/oauth-authz-req+jwt"
        header = json.loads(_decoded(answer.text.split(".")[0]))
        paper = b64decode(header["x5c"][0])
        assert asked["client_id"] == "x509_hash:" + encode(sha256(paper).digest())
        found = x509.load_der_x509_certificate(paper)
        found.verify_directly_issued_by(found)
        key = ECKey.import_key(JWK.from_pyca(found.public_key()).export_public(as_dict=True))
        read = jws.deserialize_compact(answer.text, key, algorithms=["ES256"], registry=_any_header())
        request: dict[str, Any] = json.loads(read.payload)
        assert request["client_id"] == asked["client_id"]
        return request

    def show(self, request: dict[str, Any], claims: dict[str, bool] | None = None, **more: Any) -> requests.Response:
        """Answer a request with what it asks for, or with other claims."""
        [wanted] = request["dcql_query"]["credentials"]
        chosen = {path["path"][0]: True for path in wanted.get("claims", [])} if claims is None else claims
        holder = SDJWTHolder(self.credential)
        key = JWK(**self.key.as_dict(private=True))
        holder.create_presentation(chosen, request["nonce"], request["client_id"], key)
        shown = json.dumps({wanted["id"]: [holder.sd_jwt_presentation]})
        form = {"vp_token": shown, "state": request["state"], **more}
        return self.http.post(request["response_uri"], data=form)


def _any_header() -> jws.JWSRegistry:
    registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    registry.max_header_length = 4096  # room for x5c
    return registry


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
