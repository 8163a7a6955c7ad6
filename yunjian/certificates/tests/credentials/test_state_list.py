"""The published list of states: packed, signed, read; and refused when it cannot be trusted."""

import zlib
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian.certificates.logic.sd_jwt import sign
from yunjian.certificates.logic.status_list import BLOCK, pack, place, publish, shuffled
from yunjian_verify.jose import Refused, encode
from yunjian_verify.sd_jwt import StatusReference
from yunjian_verify.status_list import MAX_BYTES, StatusList, open_states, read, require_valid

from .cast import DISTRICT, NOW, STRANGER

URI = "https://songjiang.example/certificates/states/1"
KEYS = (DISTRICT.public,)
LISTED = {"bits": 2, "lst": pack([(3, 1), (5, 2), (6, 3)], places=16)}
PROPER = {"sub": URI, "iat": NOW, "exp": NOW + 600, "ttl": 300, "status_list": LISTED}


def token(signer=DISTRICT, type_="statuslist+jwt", **more):
    payload = {name: value for name, value in {**PROPER, **more}.items() if value is not None}
    return sign(payload, signer=signer, type_=type_)


def read_now(text, now=NOW):
    return read(text, uri=URI, keys=KEYS, now=now)


def test_a_published_list_tells_every_state():
    listed = read_now(publish({7: 1, 9: 2}, uri=URI, signer=DISTRICT, at=NOW, good_for=600, ttl=300, places=BLOCK))

    assert [listed.state_of(index) for index in (6, 7, 8, 9)] == [0, 1, 0, 2]
    assert listed.good_until == NOW + 300
    require_valid(StatusReference(URI, 8), listed)


@pytest.mark.parametrize(
    ("index", "code"), [(3, "revoked"), (5, "suspended"), (6, "status"), (16, "status"), (2**40, "status")]
)
def test_what_is_not_valid_is_refused(index, code):
    with pytest.raises(Refused) as refusal:
        require_valid(StatusReference(URI, index), read_now(token()))

    assert refusal.value.code == code


def test_the_list_of_another_address_tells_nothing():
    with pytest.raises(Refused, match="not the one"):
        require_valid(StatusReference("https://other.example", 8), read_now(token()))


HOSTILE = {
    "expired": (token(exp=NOW - 61), "status list expired"),
    "from the future": (token(iat=NOW + 61), "status list future"),
    "old and without an end": (token(iat=NOW - 90_000, exp=None), "status list expired"),
    "without a date": (token(iat=None), "status list"),
    "of another address": (token(sub="https://other.example"), "status list"),
    "a time to live of nought": (token(ttl=0), "status list"),
    "signed by a stranger": (token(signer=STRANGER), "signature"),
    "a credential as list": (token(type_="dc+sd-jwt"), "type"),
    "without content": (token(status_list=None), "status list"),
    "three bits": (token(status_list={**LISTED, "bits": 3}), "status list"),
    "true bits": (token(status_list={**LISTED, "bits": True}), "status list"),
    "not packed": (token(status_list={"bits": 2, "lst": encode(b"plain")}), "status list"),
    "cut off": (token(status_list={"bits": 2, "lst": encode(zlib.compress(bytes(99))[:-4])}), "status list"),
    "with something behind": (token(status_list={"bits": 2, "lst": encode(zlib.compress(b"x") + b"y")}), "status list"),
    "a bomb": (token(status_list={"bits": 2, "lst": encode(zlib.compress(bytes(MAX_BYTES + 9)))}), "size"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_list_that_cannot_be_trusted_is_refused(name):
    text, code = HOSTILE[name]

    with pytest.raises(Refused) as refusal:
        read_now(text)

    assert refusal.value.code == code


@settings(deadline=None)
@given(bits=st.sampled_from([1, 2, 4, 8]), data=st.data())
def test_any_states_come_back_as_they_went_in(bits, data):
    states = data.draw(st.lists(st.integers(0, (1 << bits) - 1), min_size=1, max_size=40))
    text = pack(enumerate(states), places=len(states), bits=bits)

    listed = StatusList(URI, *open_states({"bits": bits, "lst": text}), NOW, NOW)

    assert [listed.state_of(index) for index in range(len(states))] == states


def test_a_state_that_does_not_fit_is_not_packed():
    with pytest.raises(ValueError, match="fit"):
        pack([(1, 4)], places=8)
    with pytest.raises(ValueError, match="fit"):
        pack([(8, 1)], places=8)
    with pytest.raises(ValueError, match="bits"):
        pack([], places=8, bits=3)


def test_places_of_a_block_are_given_in_no_order_and_all_once():
    order = shuffled(Random(7))

    given = [place(65, order, number) for number in range(BLOCK)]

    assert place(65, order, BLOCK) is None
    assert {number for number, _ in given} == {1}  # the second list
    places = [at for _, at in given]
    assert sorted(places) == list(range(BLOCK, 2 * BLOCK))
    rising = sum(one < two for one, two in pairwise(places))
    assert 0.4 < rising / BLOCK < 0.6
