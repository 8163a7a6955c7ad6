"""The examples the standards print are read as the standards say."""

from hashlib import sha256

import pytest

from yunjian_verify.jose import encode, key_from_jwk
from yunjian_verify.sd_jwt import Binding, verify
from yunjian_verify.status_list import StatusList, open_states

from . import rfc9901

TRUSTED = {rfc9901.ISSUER: (key_from_jwk(rfc9901.ISSUER_KEY, "the key"),)}
EXAMPLE = ("example+sd-jwt",)


def test_a_disclosure_hashes_as_printed():
    assert {text: encode(sha256(text.encode()).digest()) for text in rfc9901.HASHED} == rfc9901.HASHED


def test_the_issued_example_shows_every_claim():
    text = "~".join((rfc9901.TOKEN, *rfc9901.DISCLOSURES, ""))

    found = verify(text, trusted=TRUSTED, now=rfc9901.BOUND_AT, types=EXAMPLE)

    assert len(found.disclosed) == 8
    assert found.claims["nationalities"] == ["US", "DE"]
    assert found.claims["birthdate"] == "1940-01-01"
    assert found.withheld == 0


def test_the_presented_example_gives_the_processed_payload():
    shown = [rfc9901.DISCLOSURES[place] for place in rfc9901.SHOWN]
    text = "~".join((rfc9901.TOKEN, *shown, rfc9901.BINDING))
    binding = Binding(rfc9901.AUDIENCE, rfc9901.NONCE)

    found = verify(text, trusted=TRUSTED, now=rfc9901.BOUND_AT, types=EXAMPLE, binding=binding)

    assert found.claims == rfc9901.PROCESSED
    assert found.binding == "full"
    assert found.withheld == 6


# draft-ietf-oauth-status-list-21, section 4.1: packed text, bits, states.
LISTS = [
    ("eNrbuRgAAhcBXQ", 1, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]),
    ("eNo76fITAAPfAgc", 2, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]),
]


@pytest.mark.parametrize(("text", "bits", "states"), LISTS)
def test_a_printed_list_of_states_opens(text, bits, states):
    listed = StatusList("", *open_states({"bits": bits, "lst": text}), 0, 0)

    assert listed.bits == bits
    assert [listed.state_of(index) for index in range(len(states))] == states
