"""Verifying SM2 signatures (GB/T 32918.2, with SM3 and the identity of GM/T 0009) on public numbers only.

``cryptography`` knows SM3 but not SM2. Nothing here touches a secret, so plain integers do no harm; signing, which
needs one, is not done here.
"""

from cryptography.hazmat.primitives.hashes import SM3, Hash

IDENTITY = b"1234567812345678"  # what GM/T 0009 has both sides use where they agreed on nothing else
OID = "1.2.156.10197.1.501"  # SM2 signature with SM3
# SubjectPublicKeyInfo: id-ecPublicKey on sm2p256v1, the point uncompressed.
PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
POINT = 65

_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A = _P - 3
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
Point = tuple[int, int, int]  # Jacobian: x/z², y/z³; z = 0 is infinity
_INFINITY = (1, 1, 0)


def point_of(der: bytes) -> bytes:
    """The uncompressed point of a SubjectPublicKeyInfo; ValueError when it is no point of the curve."""
    if len(der) != len(PREFIX) + POINT or not der.startswith(PREFIX):
        raise ValueError("no SM2 public key")
    point = der[len(PREFIX) :]
    _coordinates(point)
    return point


def digest(point: bytes, message: bytes, identity: bytes = IDENTITY) -> bytes:
    """e = SM3(Z ‖ message), where Z binds the signer's identity and key."""
    numbers = b"".join(number.to_bytes(32, "big") for number in (_A, _B, *_G))
    z = _sm3((8 * len(identity)).to_bytes(2, "big") + identity + numbers + point[1:])
    return _sm3(z + message)


def verify(point: bytes, message: bytes, signature: bytes, identity: bytes = IDENTITY) -> bool:
    """Whether ``signature`` (r ‖ s, 32 bytes each) is of this message by the key with this point."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    t = (r + s) % _N
    if not (0 < r < _N and 0 < s < _N and t):
        return False
    x = _x_of_sum(s, t, _coordinates(point))
    return x is not None and (int.from_bytes(digest(point, message, identity), "big") + x) % _N == r


def _sm3(data: bytes) -> bytes:
    hashed = Hash(SM3())
    hashed.update(data)
    return hashed.finalize()


def _coordinates(point: bytes) -> tuple[int, int]:
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    if len(point) != POINT or point[0] != 4 or x >= _P or y >= _P or (y * y - x * x * x - _A * x - _B) % _P:
        raise ValueError("no point of the curve")
    return x, y


def _x_of_sum(s: int, t: int, key: tuple[int, int]) -> int | None:
    """The x coordinate of [s]G + [t]key, both multiplied in one go; None at infinity."""
    g, p = (*_G, 1), (*key, 1)
    both = _add(g, p)
    found: Point = _INFINITY
    for bit in range(max(s, t).bit_length() - 1, -1, -1):
        found = _double(found)
        choice = (s >> bit & 1) | (t >> bit & 1) << 1
        if choice:
            found = _add(found, (g, p, both)[choice - 1])
    x, _, z = found
    return x * pow(z, -2, _P) % _P if z else None


def _double(point: Point) -> Point:
    x, y, z = point
    if not z or not y:
        return _INFINITY
    zz, yy = z * z % _P, y * y % _P
    slope = 3 * (x - zz) * (x + zz) % _P  # a = -3
    four = 4 * x * yy % _P
    x3 = (slope * slope - 2 * four) % _P
    return x3, (slope * (four - x3) - 8 * yy * yy) % _P, 2 * y * z % _P


def _add(one: Point, other: Point) -> Point:
    x1, y1, z1 = one
    x2, y2, z2 = other
    if not z1:
        return other
    if not z2:
        return one
    zz1, zz2 = z1 * z1 % _P, z2 * z2 % _P
    u1, u2 = x1 * zz2 % _P, x2 * zz1 % _P
    s1, s2 = y1 * zz2 * z2 % _P, y2 * zz1 * z1 % _P
    h, r = (u2 - u1) % _P, (s2 - s1) % _P
    if not h:
        return _INFINITY if r else _double(one)
    hh = h * h % _P
    hhh, v = h * hh % _P, u1 * hh % _P
    x3 = (r * r - hhh - 2 * v) % _P
    return x3, (r * (v - x3) - s1 * hhh) % _P, h * z1 * z2 % _P
