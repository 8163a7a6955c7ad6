"""Other people's libraries read what we make, and we read what they make: sd-jwt and jwcrypto, joserfc."""

import json

import pytest
from joserfc import jws as jose
from joserfc.jwk import import_key
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from yunjian.certificates.logic.sd_jwt import bind, issue, present
from yunjian.certificates.logic.status_list import publish
from yunjian_verify.jose import decode, encode
from yunjian_verify.sd_jwt import Binding, split, verify
from yunjian_verify.status_list import StatusList, open_states, read

from .cast import DISTRICT, ISSUER, NOW, TRUSTED, VCT, ZHANG, claims, eddsa, licence

HIDDEN = {SDObj("name"): "云间小吃店", SDObj("premises"): {"district": "松江区", SDObj("street"): "人民北路1号"}}


def private_jwk(party):
    raw = party.private.private_numbers().private_value.to_bytes(32)
    return {**party.jwk, "d": encode(raw)}


def their_key(party):
    return JWK(**private_jwk(party))


def their_public(party):
    return JWK(**party.jwk)


def test_sd_jwt_reads_our_presentation_with_its_binding():
    text = bind(present(licence(), [["name"], ["premises"]]), holder=ZHANG, audience="bank", nonce="n1", at=NOW)

    found = SDJWTVerifier(text, lambda issuer, header: their_public(DISTRICT), "bank", "n1").get_verified_payload()

    ours = verify(text, trusted=TRUSTED, now=NOW, binding=Binding("bank", "n1"))
    assert found == ours.claims
    assert found["premises"]["street"] == "人民北路1号"


def test_sd_jwt_reads_our_lists_and_decoys():
    text = issue(claims(), signer=DISTRICT, decoys=4)

    found = SDJWTVerifier(text, lambda issuer, header: their_public(DISTRICT)).get_verified_payload()

    assert found["scope"] == ["热食类", "冷食类", "糕点类"]


def test_a_holder_with_sd_jwt_shows_our_credential_to_us():
    holder = SDJWTHolder(licence())
    holder.create_presentation({"licence": True}, "n1", "bank", their_key(ZHANG))

    found = verify(
        holder.sd_jwt_presentation,
        trusted=TRUSTED,
        now=holder.key_binding_jwt_payload["iat"],
        leeway=10**9,
        binding=Binding("bank", "n1"),
    )

    assert found.disclosed == ("licence",)


def test_we_read_what_sd_jwt_issues():
    made = SDJWTIssuer(
        {"iss": ISSUER, "vct": VCT, "iat": NOW, **HIDDEN, "scope": [SDObj("热食类"), "糕点类"]},
        their_key(DISTRICT),
        their_public(ZHANG),
        add_decoy_claims=True,
        extra_header_parameters={"typ": "dc+sd-jwt"},
    ).sd_jwt_issuance

    found = verify(made, trusted=TRUSTED, now=NOW)

    assert found.claims["premises"] == {"district": "松江区", "street": "人民北路1号"}
    assert found.claims["scope"] == ["热食类", "糕点类"]
    assert found.holder == ZHANG.public
    assert found.withheld >= 2


@pytest.mark.parametrize("party", [DISTRICT, eddsa()], ids=["ES256", "Ed25519"])
def test_joserfc_reads_our_signed_tokens(party):
    token = split(issue(claims(), signer=party)).token

    read_by_them = jose.deserialize_compact(token, import_key(party.jwk), algorithms=["ES256", "Ed25519"])

    assert json.loads(read_by_them.payload)["iss"] == ISSUER
    assert read_by_them.protected["typ"] == "dc+sd-jwt"


def test_joserfc_reads_our_list_of_states():
    text = publish({3: 1}, uri="u", signer=DISTRICT, at=NOW, good_for=60, ttl=60, places=64)

    payload = json.loads(jose.deserialize_compact(text, import_key(DISTRICT.jwk), algorithms=["ES256"]).payload)

    assert StatusList("u", *open_states(payload["status_list"]), 0, 0).state_of(3) == 1


def test_we_read_what_joserfc_signs():
    key = import_key(private_jwk(DISTRICT))
    credential = {"iss": ISSUER, "vct": VCT, "name": "云间"}
    token = jose.serialize_compact({"alg": "ES256", "typ": "dc+sd-jwt"}, json.dumps(credential), key)
    listed = {"sub": "u", "iat": NOW, "status_list": {"bits": 1, "lst": "eNrbuRgAAhcBXQ"}}
    states = jose.serialize_compact({"alg": "ES256", "typ": "statuslist+jwt"}, json.dumps(listed), key)

    assert verify(token + "~", trusted=TRUSTED, now=NOW).claims["name"] == "云间"
    assert read(states, uri="u", keys=(DISTRICT.public,), now=NOW).state_of(3) == 1


def test_a_binding_made_with_joserfc_is_ours_to_read():
    shown = present(licence(), [["name"]])
    theirs = bind(shown, holder=ZHANG, audience="bank", nonce="n1", at=NOW).rpartition("~")[2].split(".")[1]
    key = import_key(private_jwk(ZHANG))
    token = jose.serialize_compact({"alg": "ES256", "typ": "kb+jwt"}, decode(theirs, "the payload"), key)

    assert verify(shown + token, trusted=TRUSTED, now=NOW, binding=Binding("bank", "n1")).binding == "full"
