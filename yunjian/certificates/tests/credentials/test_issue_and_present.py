"""A credential is issued with all its disclosures; its holder shows a chosen part."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian.certificates.logic.sd_jwt import Disclosable, bind, issue, present
from yunjian_verify.jose import Refused, decode
from yunjian_verify.sd_jwt import Binding, split, verify

from .cast import DISTRICT, ISSUER, NOW, TRUSTED, VCT, ZHANG, claims, eddsa, licence


def shown(text, **more):
    return verify(text, trusted=TRUSTED, now=NOW, **more)


def test_the_whole_credential_shows_everything():
    found = shown(licence())

    assert found.issuer == ISSUER
    assert found.type == VCT
    assert found.claims["premises"] == {"district": "松江区", "street": "人民北路1号"}
    assert found.claims["scope"] == ["热食类", "冷食类", "糕点类"]
    assert found.holder == ZHANG.public
    assert found.withheld == 0


def test_nothing_hidden_stands_in_the_signed_token():
    token = split(licence()).token
    payload = str(json.loads(decode(token.split(".")[1], "")))

    assert "云间小吃店" not in payload
    assert "人民北路" not in payload
    assert "糕点类" in payload


@pytest.mark.parametrize(
    ("paths", "named"),
    [
        ([], {}),
        ([["name"]], {"name": "云间小吃店"}),
        ([["premises", "district"]], {"premises": {"district": "松江区"}}),
        ([["premises", "street"]], {"premises": {"district": "松江区", "street": "人民北路1号"}}),
        ([["premises"]], {"premises": {"district": "松江区", "street": "人民北路1号"}}),
        ([["scope", 1]], {"scope": ["冷食类", "糕点类"]}),
        ([["scope", None]], {"scope": ["热食类", "冷食类", "糕点类"]}),
        ([["nothing"], ["name", "inside"]], {"name": "云间小吃店"}),
    ],
)
def test_the_holder_shows_only_what_was_chosen(paths, named):
    found = shown(present(licence(), paths)).claims

    expected = {"scope": ["糕点类"], **named}
    assert {name: found[name] for name in found if name not in ("iss", "vct", "iat", "exp", "cnf")} == expected


def test_a_binding_names_verifier_and_question():
    text = bind(present(licence(), [["name"]]), holder=ZHANG, audience="bank", nonce="n1", at=NOW)

    assert shown(text, binding=Binding("bank", "n1")).binding == "full"
    assert shown(text).binding == "signature"
    assert shown(licence()).binding == "none"


def test_decoys_are_digests_that_belong_to_nothing():
    text = issue(claims(), signer=DISTRICT, decoys=5)

    assert shown(text).withheld == 5
    assert shown(text).claims == shown(issue(claims(), signer=DISTRICT)).claims


def test_the_digests_are_sorted_and_every_salt_is_new():
    one, two = split(licence()), split(licence())
    payload = json.loads(decode(one.token.split(".")[1], ""))

    assert payload["_sd"] == sorted(payload["_sd"])
    assert not set(one.disclosures) & set(two.disclosures)


def test_ed25519_signs_and_binds_as_well():
    district, holder = eddsa(), eddsa()
    text = issue(claims(), signer=district, holder=holder.jwk)
    bound = bind(text, holder=holder, audience="bank", nonce="n1", at=NOW)

    found = verify(bound, trusted={ISSUER: (district.public,)}, now=NOW, binding=Binding("bank", "n1"))

    assert found.key == district.public


def test_what_every_verifier_needs_cannot_be_hidden():
    with pytest.raises(ValueError, match="exp"):
        issue(claims(exp=Disclosable(NOW)), signer=DISTRICT)
    with pytest.raises(ValueError, match="_sd"):
        issue(claims(inside={"_sd": []}), signer=DISTRICT)


def test_a_holder_without_a_proper_key_is_refused():
    with pytest.raises(Refused, match="not a public key"):
        shown(issue(claims(), signer=DISTRICT, holder={**ZHANG.jwk, "d": "AAAA"}))


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: (
        st.lists(inner | inner.map(Disclosable), max_size=4)
        | st.dictionaries(
            st.text().filter(lambda name: name not in ("_sd", "...")), inner | inner.map(Disclosable), max_size=4
        )
    ),
    max_leaves=12,
)


def bare(value):
    if isinstance(value, Disclosable):
        return bare(value.value)
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items()}
    if isinstance(value, list):
        return [bare(item) for item in value]
    return value


@settings(deadline=None)
@given(
    st.dictionaries(st.text(min_size=3).map(lambda name: "claim " + name), plain | plain.map(Disclosable), max_size=5)
)
def test_any_claims_come_back_as_they_went_in(given_claims):
    text = issue({"iss": ISSUER, "vct": VCT, **given_claims}, signer=DISTRICT)

    assert shown(text).claims == {"iss": ISSUER, "vct": VCT, **bare(given_claims)}
