"""Public keys and signatures of three kinds."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, SECP384R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_ec_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from gmalg.sm2 import SM2
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjian_verify import sm2
from yunjian_verify.keys import VerificationKey, from_material

# GM/T 0003.5: the example on the recommended curve, with the nonce it was made by.
SECRET = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
POINT = bytes.fromhex(
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
MESSAGE = b"message digest"
DIGEST = "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)


def der(private) -> bytes:
    return private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def es256(private, message: bytes) -> bytes:
    r, s = decode_dss_signature(private.sign(message, ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def test_the_published_sm2_example_verifies():
    assert sm2.digest(POINT, MESSAGE).hex() == DIGEST
    assert VerificationKey(sm2.PREFIX + POINT).verify(MESSAGE, SIGNATURE)


def test_another_peoples_sm2_makes_the_same_signature_by_the_published_nonce_and_accepts_it():
    theirs = SM2(SECRET, sm2.IDENTITY, POINT, rnd_fn=lambda _bits: NONCE)

    assert b"".join(theirs.sign(MESSAGE)) == SIGNATURE


@settings(max_examples=5, deadline=None)
@given(st.binary(max_size=300))
def test_sm2_signatures_of_others_verify_and_changed_ones_do_not(message):
    theirs = SM2(SECRET, sm2.IDENTITY, POINT)
    # Its numbers come as short as they are; ours are 32 bytes each.
    signature = b"".join(number.rjust(32, b"\0") for number in theirs.sign(message))
    ours = VerificationKey(sm2.PREFIX + POINT)

    assert ours.verify(message, signature)
    assert not ours.verify(message + b"x", signature)
    assert not ours.verify(message, signature[:-1] + bytes([signature[-1] ^ 1]))


@pytest.mark.parametrize(
    "signature", [b"", bytes(64), b"\xff" * 64, SIGNATURE[:63], SIGNATURE + b"\0", SIGNATURE[::-1]]
)
def test_what_is_no_sm2_signature_is_refused(signature):
    assert not VerificationKey(sm2.PREFIX + POINT).verify(MESSAGE, signature)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 511))
def test_every_bit_of_an_sm2_signature_counts(bit):
    turned = bytearray(SIGNATURE)
    turned[bit // 8] ^= 1 << bit % 8

    assert not sm2.verify(POINT, MESSAGE, bytes(turned))


def test_each_kind_verifies_its_own_and_tells_its_name():
    edwards, curve = Ed25519PrivateKey.generate(), new_ec_key(SECP256R1())
    keys = {"Ed25519": (der(edwards), edwards.sign(b"x")), "ES256": (der(curve), es256(curve, b"x"))}
    for algorithm, (public, signature) in keys.items():
        key = VerificationKey(public)

        assert (key.algorithm, len(key.key_id)) == (algorithm, 16)
        assert key.verify(b"x", signature)
        assert not key.verify(b"y", signature)
        assert not key.verify(b"x", SIGNATURE)
        assert not key.verify(b"x", b"")


def test_a_bare_key_is_the_same_key():
    edwards = VerificationKey(der(Ed25519PrivateKey.generate()))

    assert from_material("Ed25519", edwards.material) == edwards
    assert from_material("SM2", POINT).material == POINT


@pytest.mark.parametrize(
    "public",
    [
        b"",
        b"\x30" * 50,
        bytes(5000),
        sm2.PREFIX + POINT[:-1],
        sm2.PREFIX + POINT[:-1] + b"\x00",
        sm2.PREFIX + b"\x04" + bytes(64),
        sm2.PREFIX + b"\x04" + b"\xff" * 64,
        der(new_ec_key(SECP384R1())),
    ],
)
def test_what_is_no_key_of_these_kinds_is_refused(public):
    with pytest.raises(ValueError, match="no "):
        VerificationKey(public)
