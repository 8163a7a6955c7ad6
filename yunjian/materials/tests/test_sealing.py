"""A sealed file opens again whole, and in no other way."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian.materials.logic.envelopes import DistrictKey, Envelope, opened_note, read_keys, sealed_note
from yunjian.materials.logic.sealing import AES, SEGMENT, SM4, TAG, Damaged, opened, sealed, sealer

KEY, PLACE = bytes(range(32)), "a" * 32
HEADER = 13
SIZES = (0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT + 7)


def closed(data: bytes, cipher: str = AES) -> bytes:
    return b"".join(sealed([data], KEY, PLACE, cipher=cipher))


def open_again(data: bytes, key: bytes = KEY, place: str = PLACE) -> bytes:
    return b"".join(opened(io.BytesIO(data), key, place))


@pytest.mark.parametrize("cipher", [AES, SM4])
@pytest.mark.parametrize("size", SIZES)
def test_opens_as_it_was_for_every_length_around_a_segment(cipher, size):
    data = os.urandom(size)
    segments = max(1, -(-size // SEGMENT))

    assert open_again(closed(data, cipher)) == data
    assert len(closed(data, cipher)) == HEADER + size + segments * TAG


@given(st.lists(st.binary(max_size=70_000), max_size=12))
@settings(max_examples=30, deadline=None)
def test_does_not_depend_on_the_pieces_it_came_in(pieces):
    assert open_again(b"".join(sealed(pieces, KEY, PLACE))) == b"".join(pieces)


@given(st.integers(min_value=0), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_does_not_open_when_any_byte_is_another(position, change):
    data = bytearray(closed(bytes(SEGMENT + 50)))
    data[position % len(data)] ^= change

    with pytest.raises(Damaged):
        open_again(bytes(data))


@given(st.integers(0, 3 * (SEGMENT + TAG)))
@settings(max_examples=40, deadline=None)
def test_does_not_open_when_its_end_is_cut_off(length):
    with pytest.raises(Damaged):
        open_again(closed(bytes(3 * SEGMENT))[:length])


def test_does_not_open_when_segments_are_left_out_repeated_or_moved():
    whole = closed(os.urandom(3 * SEGMENT + 5))
    head, step = whole[:HEADER], SEGMENT + TAG
    first, second, third, last = (whole[HEADER + n * step : HEADER + (n + 1) * step] for n in range(4))
    for wrong in ((first, third, last), (first, first, second, third, last), (second, first, third, last),
                  (first, second, third), (first, second, third, last, last), ()):  # fmt: skip
        with pytest.raises(Damaged):
            open_again(head + b"".join(wrong))


def test_does_not_open_with_another_key_nor_in_another_place():
    whole = closed(b"material")
    for key, place in ((bytes(32), PLACE), (KEY, "b" * 32)):
        with pytest.raises(Damaged):
            open_again(whole, key, place)


def test_never_seals_twice_alike():
    assert closed(b"the same") != closed(b"the same")


def test_the_national_cipher_answers_the_vector_of_its_standard():
    """RFC 8998, appendix A.1: SM4-GCM."""
    from yunjian.materials.logic.sealing import SM4GCM

    key, nonce = bytes.fromhex("0123456789abcdeffedcba9876543210"), bytes.fromhex("00001234567800000000abcd")
    told = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex("aa" * 8 + "bb" * 8 + "cc" * 8 + "dd" * 8 + "ee" * 8 + "ff" * 8 + "ee" * 8 + "aa" * 8)
    expected = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15"
        "a56834cbcf98c397b4024a2691233b8d" + "83de3541e4c2b58177e065a9bf7b62ec"
    )

    assert SM4GCM(key).encrypt(nonce, plain, told) == expected
    assert SM4GCM(key).decrypt(nonce, expected, told) == plain


# Envelopes


def test_an_envelope_opens_for_its_place_and_key_only():
    key, envelope = DistrictKey(bytes(32)), Envelope.new()
    closed_one = key.wrapped(envelope, PLACE)

    assert key.unwrapped(closed_one, PLACE) == envelope
    for other, place in ((DistrictKey(KEY), PLACE), (key, "c" * 32)):
        with pytest.raises(Damaged):
            other.unwrapped(closed_one, place)
    assert key.unwrapped(key.wrapped(envelope, PLACE, cipher=SM4), PLACE) == envelope


def test_the_mark_of_a_file_differs_between_holders_and_the_commitment_between_any_two():
    key, digest = DistrictKey(KEY), bytes(32)

    assert key.mark("person:1", digest) == key.mark("person:1", digest)
    assert key.mark("person:1", digest) != key.mark("person:2", digest)
    one, other = Envelope(KEY, digest, os.urandom(32)), Envelope(KEY, digest, os.urandom(32))
    assert one.commitment != other.commitment


def test_a_note_opens_under_its_own_envelope_only():
    envelope = Envelope.new()
    note = sealed_note(envelope, "王小明", PLACE)

    assert opened_note(envelope, note, PLACE) == "王小明"
    assert "王小明".encode() not in note
    with pytest.raises(Damaged):
        opened_note(Envelope.new(), note, PLACE)


def test_keys_are_read_in_their_order_and_a_broken_one_is_named():
    from yunjian.materials.logic.envelopes import KeyTrouble, new_key

    one, two = new_key(), new_key()
    assert (
        read_keys(f"{one}\n{two}\n").current.name
        == read_keys(f"{one},{two}").current.name
        == read_keys(two).current.name
    )
    for broken in ("", "abc", one[:-5]):
        with pytest.raises(KeyTrouble):
            read_keys(broken)
    with pytest.raises(KeyTrouble, match="0000"):
        read_keys(one).named("0000")


def test_purposes_have_keys_of_their_own():
    sealed_one = sealer(AES, KEY, b"one").encrypt(bytes(12), b"x", b"")
    assert sealed_one != sealer(AES, KEY, b"two").encrypt(bytes(12), b"x", b"")
