"""A hostile credential is refused with a reason, whatever was done to it."""

import hmac
import json
from contextlib import suppress
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian.certificates.logic.sd_jwt import Disclosable, bind, issue, present, sign
from yunjian_verify.jose import Refused, encode
from yunjian_verify.sd_jwt import MAX_DISCLOSURES, Binding, split, verify

from .cast import DISTRICT, ISSUER, NOW, STRANGER, TRUSTED, VCT, ZHANG, claims, eddsa, es256, licence

BANK = Binding("bank", "n1")
LICENCE = licence()
BOUND = bind(present(LICENCE, [["name"], ["premises"]]), holder=ZHANG, audience="bank", nonce="n1", at=NOW)
BASE = {"iss": ISSUER, "vct": VCT}


def packed(value):
    return encode(json.dumps(value).encode())


def digest(disclosure):
    return encode(sha256(disclosure.encode()).digest())


def signed(payload, *disclosures, **header):
    """A token with these contents, properly signed by the district."""
    head = packed({"alg": "ES256", "typ": "dc+sd-jwt", **header})
    message = f"{head}.{packed(payload)}"
    return "~".join((f"{message}.{encode(DISTRICT.sign(message.encode()))}", *disclosures, ""))


def resigned(header, signature=b""):
    """The licence under another header and signature."""
    _, payload, _ = split(LICENCE).token.split(".")
    message = f"{packed(header)}.{payload}"
    made = signature(message.encode()) if callable(signature) else signature
    return "~".join((f"{message}.{encode(made)}", *split(LICENCE).disclosures, ""))


def by_hmac_with_the_public_key(message):
    pem = DISTRICT.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return hmac.digest(pem, message, "sha256")


NAME = packed(["c2FsdC1zYWx0LXNhbHQ", "name", "x"])
ITEM = packed(["c2FsdC1zYWx0LXNhbHQ", "x"])
DEEP = packed(["s", "name", json.loads("[" * 40 + "]" * 40)])
WAVE = "~"


def chain(length):
    """Disclosures within disclosures."""
    inner, found = {}, []
    for step in range(length):
        found.append(packed(["s", f"c{step}", inner]))
        inner = {"_sd": [digest(found[-1])]}
    return signed({**BASE, **inner}, *found)


HOSTILE = {
    # the algorithm
    "alg none": (resigned({"alg": "none", "typ": "dc+sd-jwt"}), "algorithm"),
    "alg None": (resigned({"alg": "None", "typ": "dc+sd-jwt"}), "algorithm"),
    "no alg": (resigned({"typ": "dc+sd-jwt"}), "algorithm"),
    "an alg that is a list": (resigned({"alg": ["ES256"], "typ": "dc+sd-jwt"}), "algorithm"),
    "the public key as HMAC secret": (
        resigned({"alg": "HS256", "typ": "dc+sd-jwt"}, by_hmac_with_the_public_key),
        "algorithm",
    ),
    "another key's algorithm": (resigned({"alg": "EdDSA", "typ": "dc+sd-jwt"}, eddsa().sign), "signature"),
    "a key in the header": (
        resigned({"alg": "ES256", "typ": "dc+sd-jwt", "jwk": STRANGER.jwk}, STRANGER.sign),
        "signature",
    ),
    "the district's key name on a stranger's signature": (
        resigned({"alg": "ES256", "typ": "dc+sd-jwt", "kid": DISTRICT.key_id}, STRANGER.sign),
        "signature",
    ),
    "no signature": (resigned({"alg": "ES256", "typ": "dc+sd-jwt"}), "signature"),
    "a signature of nought": (resigned({"alg": "ES256", "typ": "dc+sd-jwt"}, bytes(64)), "signature"),
    # the header
    "another type of token": (signed(BASE, typ="JWT"), "type"),
    "a list of states as credential": (signed(BASE, typ="statuslist+jwt"), "type"),
    "a demanded extension": (signed(BASE, crit=["b64"], b64=False), "critical"),
    # who and when
    "another issuer": (licence(iss="https://elsewhere.example"), "issuer"),
    "no issuer": (signed({"vct": VCT}), "issuer"),
    "an issuer that is a list": (signed({"iss": [ISSUER], "vct": VCT}), "issuer"),
    "no type": (signed({"iss": ISSUER}), "vct"),
    "expired": (licence(exp=NOW - 61), "expired"),
    "not yet valid": (licence(nbf=NOW + 61), "early"),
    "from the future": (licence(iat=NOW + 61), "future"),
    "a date that is a text": (licence(exp="2099"), "time"),
    "a date that is true": (licence(exp=True), "time"),
    # the disclosures
    "a disclosure twice": (LICENCE + split(LICENCE).disclosures[0] + WAVE, "duplicate"),
    "a disclosure of nobody": (LICENCE + NAME + WAVE, "unreferenced"),
    "a digest twice": (signed({**BASE, "_sd": [digest(NAME), digest(NAME)]}, NAME), "duplicate"),
    "a digest in two places": (signed({**BASE, "_sd": [digest(NAME)], "in": {"_sd": [digest(NAME)]}}), "duplicate"),
    "a digest that is a number": (signed({**BASE, "_sd": [7]}), "disclosure"),
    "digests that are no list": (signed({**BASE, "_sd": "x"}), "disclosure"),
    "a disclosed name that is there already": (signed({**BASE, "name": 1, "_sd": [digest(NAME)]}, NAME), "name"),
    "a disclosed expiry": (
        signed({**BASE, "_sd": [digest(packed(["s", "exp", 1]))]}, packed(["s", "exp", 1])),
        "name",
    ),
    "a disclosed _sd": (signed({**BASE, "_sd": [digest(packed(["s", "_sd", []]))]}, packed(["s", "_sd", []])), "name"),
    "a disclosed ...": (signed({**BASE, "_sd": [digest(packed(["s", "...", 1]))]}, packed(["s", "...", 1])), "name"),
    "a claim called ...": (signed({**BASE, "in": {"...": "x"}}), "name"),
    "a place with a digest and more": (signed({**BASE, "list": [{"...": digest(ITEM), "x": 1}]}, ITEM), "name"),
    "a place's disclosure as a claim": (signed({**BASE, "_sd": [digest(ITEM)]}, ITEM), "disclosure"),
    "a claim's disclosure as a place": (signed({**BASE, "list": [{"...": digest(NAME)}]}, NAME), "disclosure"),
    "a disclosure that is an object": (signed({**BASE, "_sd": [digest(packed({}))]}, packed({})), "disclosure"),
    "a disclosure of four": (
        signed({**BASE, "_sd": [digest(packed(["s", "n", 1, 2]))]}, packed(["s", "n", 1, 2])),
        "disclosure",
    ),
    "a salt that is a number": (signed(BASE, packed([1, "n", 1])), "disclosure"),
    "a name that is a number": (signed(BASE, packed(["s", 1, 1])), "disclosure"),
    "a disclosure that is no JSON": (signed(BASE, encode(b"[")), "json"),
    "a disclosure that is two": (signed(BASE, encode(b'["s","n",1],["s","m",2]'), encode(b'["s","o",1]')), "json"),
    "two halves of a disclosure": (signed(BASE, encode(b'["s","n"'), encode(b'"x"]')), "json"),
    "a disclosure that ends the list": (signed(BASE, encode(b"1],[2"), encode(b'["s","o",1]')), "json"),
    "a disclosure with a key twice": (signed(BASE, encode(b'["s","n",{"a":1,"a":2}]')), "json"),
    "a disclosure that is no number": (signed(BASE, encode(b'["s","n",NaN]')), "json"),
    "a disclosure that is not base64url": (signed(BASE, "a+b="), "encoding"),
    "an unknown digest algorithm": (signed({**BASE, "_sd_alg": "md5"}), "digest algorithm"),
    "an empty disclosure": (LICENCE + WAVE, "shape"),
    # the holder and the state
    "a holder named by address": (signed({**BASE, "cnf": {"jku": "https://evil.example"}}), "holder key"),
    "a symmetric holder's key": (signed({**BASE, "cnf": {"jwk": {"kty": "oct", "k": "AA"}}}), "key"),
    "a state without an address": (signed({**BASE, "status": {"status_list": {"idx": 1}}}), "status"),
    "a state at a negative place": (signed({**BASE, "status": {"status_list": {"idx": -1, "uri": "u"}}}), "status"),
    "a state of another kind": (signed({**BASE, "status": {"other": {}}}), "status"),
    # size
    "too many disclosures": (LICENCE + (NAME + WAVE) * MAX_DISCLOSURES, "size"),
    "too many digests": (signed({**BASE, "list": [{"...": str(i)} for i in range(4_097)]}), "size"),
    "too long": (LICENCE + "A" * 300_000, "size"),
    "too long a token": (signed({**BASE, "x": "x" * 70_000}), "size"),
    "too deep": (signed(BASE, DEEP), "depth"),
    "deeper than Python": (signed(BASE, encode(b"[" * 60_000)), "depth"),
    "disclosures too deep in one another": (chain(40), "depth"),
    # the text
    "a token alone": (split(LICENCE).token, "shape"),
    "two parts": ("a.b~", "shape"),
    "nothing": ("", "shape"),
    "Chinese": ("证照~", "encoding"),
    "a payload that is a list": (signed([1]), "shape"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_credential_is_refused_with_its_reason(name):
    text, code = HOSTILE[name]

    with pytest.raises(Refused) as refusal:
        verify(text, trusted=TRUSTED, now=NOW)

    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def shown_to_the_bank(text, now=NOW, **more):
    return verify(text, trusted=TRUSTED, now=now, binding=BANK, **more)


def bound(**more):
    given_ = {"holder": ZHANG, "audience": "bank", "nonce": "n1", "at": NOW, **more}
    return bind(present(LICENCE, [["name"]]), **given_)


def with_binding(payload, *, signer=ZHANG, type_="kb+jwt"):
    return LICENCE + sign(payload, signer=signer, type_=type_)


PROPER = {"aud": "bank", "nonce": "n1", "iat": NOW, "sd_hash": digest(LICENCE)}
OFF_THE_CURVE = {**ZHANG.jwk, "y": encode(bytes(32))}
MISUSED = {
    "with a holder's key off the curve": (
        bind(issue(claims(), signer=DISTRICT, holder=OFF_THE_CURVE), holder=ZHANG, audience="bank", nonce="n1", at=NOW),
        "key",
    ),
    "shown without the holder": (LICENCE, "binding missing"),
    "signed by another": (bound(holder=STRANGER), "holder signature"),
    "for another verifier": (bound(audience="hospital"), "audience"),
    "for another question": (bound(nonce="n0"), "nonce"),
    "kept too long": (bound(at=NOW - 361), "stale"),
    "made in the future": (bound(at=NOW + 61), "future"),
    "over another selection": (present(LICENCE, [["licence"]]) + bound().rpartition(WAVE)[2], "holder digest"),
    "over fewer disclosures": (present(LICENCE, []) + bound().rpartition(WAVE)[2], "holder digest"),
    "without a digest": (with_binding({**PROPER, "sd_hash": None}), "holder digest"),
    "without a time": (with_binding({name: PROPER[name] for name in ("aud", "nonce", "sd_hash")}), "time"),
    "without a nonce": (with_binding({**PROPER, "nonce": None}), "shape"),
    "as another kind of token": (with_binding(PROPER, type_="JWT"), "type"),
    "with the credential's own type": (with_binding(PROPER, type_="dc+sd-jwt"), "type"),
    "for a list of verifiers": (with_binding({**PROPER, "aud": ["bank"]}), "shape"),
    "with a credential bound to nobody": (
        bind(issue(claims(), signer=DISTRICT), holder=ZHANG, audience="bank", nonce="n1", at=NOW),
        "holder key",
    ),
}


@pytest.mark.parametrize("name", MISUSED)
def test_a_misused_credential_is_refused_with_its_reason(name):
    text, code = MISUSED[name]

    with pytest.raises(Refused) as refusal:
        shown_to_the_bank(text)

    assert refusal.value.code == code


def test_the_proper_one_passes():
    assert shown_to_the_bank(with_binding(PROPER)).binding == "full"
    assert shown_to_the_bank(BOUND).binding == "full"


def test_a_holder_cannot_put_another_key_into_the_credential():
    swapped = issue(claims(), signer=STRANGER, holder=STRANGER.jwk)

    with pytest.raises(Refused) as refusal:
        shown_to_the_bank(bind(swapped, holder=STRANGER, audience="bank", nonce="n1", at=NOW))

    assert refusal.value.code == "signature"


def test_an_earlier_key_of_the_issuer_still_verifies():
    text = issue(claims(), signer=es256(), holder=ZHANG.jwk)
    earlier = issue(claims(), signer=DISTRICT)

    assert verify(earlier, trusted={ISSUER: (STRANGER.public, DISTRICT.public)}, now=NOW).key == DISTRICT.public
    with pytest.raises(Refused):
        verify(text, trusted=TRUSTED, now=NOW)


def test_a_type_that_was_not_asked_for_is_refused():
    assert shown_to_the_bank(BOUND, vcts=frozenset({VCT})).type == VCT
    with pytest.raises(Refused) as refusal:
        shown_to_the_bank(BOUND, vcts=frozenset({"https://other.example"}))

    assert refusal.value.code == "vct"


@settings(deadline=None)
@given(place=st.integers(0, len(BOUND) - 1), mark=st.characters(min_codepoint=32, max_codepoint=126))
def test_no_changed_character_passes(place, mark):
    changed = BOUND[:place] + mark + BOUND[place + 1 :]
    if changed == BOUND:
        return

    with pytest.raises(Refused):
        shown_to_the_bank(changed)


@settings(deadline=None)
@given(cut=st.integers(0, len(BOUND) - 1), length=st.integers(1, 60), put=st.text("Aa0-_.~=", max_size=30))
def test_nothing_cut_out_or_put_in_passes(cut, length, put):
    changed = BOUND[:cut] + put + BOUND[cut + length :]
    if changed == BOUND:
        return

    with pytest.raises(Refused):
        shown_to_the_bank(changed)


@settings(deadline=None)
@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,90}~{0,3}"))
def test_no_text_at_all_breaks_the_reader(text):
    with pytest.raises(Refused):
        verify(text, trusted=TRUSTED, now=NOW)


anything = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["_sd", "...", "cnf", "status", "exp", "a", "_sd_alg"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(
    payload=st.dictionaries(st.sampled_from(["_sd", "...", "cnf", "status", "exp", "nbf", "iat", "x"]), anything),
    disclosures=st.lists(anything.map(packed), max_size=3),
)
def test_no_signed_content_breaks_the_reader(payload, disclosures):
    with suppress(Refused):
        assert verify(signed({**BASE, **payload}, *disclosures), trusted=TRUSTED, now=NOW).issuer == ISSUER


def test_a_hidden_claim_cannot_be_guessed_from_its_digest():
    one, two = (issue({**BASE, "sex": Disclosable("女")}, signer=DISTRICT) for _ in range(2))

    assert len(split(one).disclosures[0]) == len(split(two).disclosures[0])
    assert split(one).disclosures != split(two).disclosures
