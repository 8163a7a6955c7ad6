"""SM2 keys and signatures by the system's OpenSSL 3, in this process: the calls it documents, and no others.

Why this and no package: docs/decisions/0027-keys-and-national-algorithms.md. The library is the distribution's, patched
with it; keys and nonces come from its generator, seeded by the operating system.
"""

import ctypes
import ctypes.util
from contextlib import ExitStack
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_ubyte, c_ulong, c_void_p
from functools import cache

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from yunjian_verify import sm2

from .trouble import AlgorithmMissing

_OLDEST = 0x30000000
_BYTES = POINTER(c_ubyte)
# What each returns, and what it takes; a status of 1 (for the two i2d: a length) is success, a null pointer failure.
_CALLS = {
    "OpenSSL_version_num": (c_ulong, ()),
    "EVP_sm3": (c_void_p, ()),
    "EVP_PKEY_CTX_new_from_name": (c_void_p, (c_void_p, c_char_p, c_char_p)),
    "EVP_PKEY_CTX_new": (c_void_p, (c_void_p, c_void_p)),
    "EVP_PKEY_CTX_free": (None, (c_void_p,)),
    "EVP_PKEY_CTX_set1_id": (c_int, (c_void_p, c_void_p, c_int)),
    "EVP_PKEY_keygen_init": (c_int, (c_void_p,)),
    "EVP_PKEY_generate": (c_int, (c_void_p, POINTER(c_void_p))),
    "EVP_PKEY_is_a": (c_int, (c_void_p, c_char_p)),
    "EVP_PKEY_free": (None, (c_void_p,)),
    "EVP_PKEY2PKCS8": (c_void_p, (c_void_p,)),
    "PKCS8_PRIV_KEY_INFO_free": (None, (c_void_p,)),
    "i2d_PKCS8_PRIV_KEY_INFO": (c_int, (c_void_p, POINTER(_BYTES))),
    "i2d_PUBKEY": (c_int, (c_void_p, POINTER(_BYTES))),
    "d2i_AutoPrivateKey": (c_void_p, (c_void_p, POINTER(c_char_p), ctypes.c_long)),
    "EVP_MD_CTX_new": (c_void_p, ()),
    "EVP_MD_CTX_free": (None, (c_void_p,)),
    "EVP_MD_CTX_set_pkey_ctx": (None, (c_void_p, c_void_p)),
    "EVP_DigestSignInit": (c_int, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)),
    "EVP_DigestSign": (c_int, (c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t)),
    "ERR_clear_error": (None, ()),
}


@cache
def _library() -> ctypes.CDLL:
    name = ctypes.util.find_library("crypto") or ""
    try:
        library = ctypes.CDLL(name) if name else None
        for call, (gives, takes) in _CALLS.items():
            found = getattr(library, call)
            found.restype, found.argtypes = gives, takes
    except (OSError, AttributeError):
        library = None
    if library is None or library.OpenSSL_version_num() < _OLDEST:
        raise AlgorithmMissing("SM2")
    return library


def is_there() -> bool:
    """Whether this host's OpenSSL can sign with SM2."""
    try:
        generate()
    except AlgorithmMissing:
        return False
    return True


def generate() -> bytes:
    """A new private key as PKCS #8 (DER)."""
    library, key = _library(), c_void_p()
    with ExitStack() as held:
        maker = _held(held, library.EVP_PKEY_CTX_new_from_name(None, b"SM2", None), library.EVP_PKEY_CTX_free)
        _done(library.EVP_PKEY_keygen_init(maker))
        _done(library.EVP_PKEY_generate(maker, byref(key)))
        held.callback(library.EVP_PKEY_free, key)
        info = _held(held, library.EVP_PKEY2PKCS8(key), library.PKCS8_PRIV_KEY_INFO_free)
        return _written(library.i2d_PKCS8_PRIV_KEY_INFO, info)


def public_key(private_key: bytes) -> bytes:
    """The public half as SubjectPublicKeyInfo (DER); ValueError when the other is no SM2 key."""
    with ExitStack() as held:
        return _written(_library().i2d_PUBKEY, _loaded(held, private_key))


def sign(private_key: bytes, message: bytes) -> bytes:
    """r ‖ s over SM3(Z ‖ message) with the identity of GM/T 0009; ValueError when it is no SM2 key."""
    library = _library()
    with ExitStack() as held:
        key = _loaded(held, private_key)
        chosen = _held(held, library.EVP_PKEY_CTX_new(key, None), library.EVP_PKEY_CTX_free)
        _done(library.EVP_PKEY_CTX_set1_id(chosen, sm2.IDENTITY, len(sm2.IDENTITY)))
        signing = _held(held, library.EVP_MD_CTX_new(), library.EVP_MD_CTX_free)
        library.EVP_MD_CTX_set_pkey_ctx(signing, chosen)
        _done(library.EVP_DigestSignInit(signing, None, library.EVP_sm3(), None, key))
        size = c_size_t(0)
        _done(library.EVP_DigestSign(signing, None, byref(size), message, len(message)))
        made = ctypes.create_string_buffer(size.value)
        _done(library.EVP_DigestSign(signing, made, byref(size), message, len(message)))
    r, s = decode_dss_signature(made.raw[: size.value])
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _loaded(held: ExitStack, private_key: bytes) -> c_void_p:
    library = _library()
    key = library.d2i_AutoPrivateKey(None, byref(c_char_p(private_key)), len(private_key))
    if key:
        held.callback(library.EVP_PKEY_free, key)
    if not key or library.EVP_PKEY_is_a(key, b"SM2") != 1:
        library.ERR_clear_error()
        raise ValueError("no SM2 private key")
    return c_void_p(key)


def _held(held: ExitStack, pointer: int | None, free) -> c_void_p:
    """A pointer that is given back when the block ends."""
    if not pointer:
        _library().ERR_clear_error()
        raise AlgorithmMissing("SM2")
    held.callback(free, pointer)
    return c_void_p(pointer)


def _done(status: int) -> None:
    if status != 1:
        _library().ERR_clear_error()
        raise AlgorithmMissing("SM2")


def _written(write, thing: c_void_p) -> bytes:
    """What one of OpenSSL's i2d functions writes."""
    size = write(thing, None)
    if size <= 0:
        raise AlgorithmMissing("SM2")
    buffer = (c_ubyte * size)()
    write(thing, byref(ctypes.cast(buffer, _BYTES)))
    return bytes(buffer)
