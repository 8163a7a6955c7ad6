"""A wallet of other people's making: joserfc signs and checks, sd-jwt chooses what is shown, requests speaks HTTP."""

import json
from base64 import b64decode, urlsafe_b64decode
from hashlib import sha256
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from cryptography import x509
from joserfc import jws
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from sd_jwt.holder import SDJWTHolder

from yunjian_verify.jose import encode

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


class Wallet:
    """Collects credentials by OpenID4VCI and shows them by OpenID4VP; knows nothing of the platform."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256")
        self.http = requests.Session()
        self.http.trust_env = False
        self.credential = ""
        self.refusal: dict[str, Any] = {}

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
        nonce = self.http.post(told["nonce_endpoint"]).json()["c_nonce"]
        asked = {"credential_configuration_id": configuration, "proofs": {"jwt": [self.proof(issuer, nonce)]}}
        bearer = {"Authorization": f"Bearer {token['access_token']}"}
        answer = self.http.post(told["credential_endpoint"], json=asked, headers=bearer)
        self.credential = answer.json()["credentials"][0]["credential"]
        return self.credential

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
