"""Ed25519 signatures checked with nothing but Python (RFC 8032, 5.1.7): where no other package is installed.

Slow (some milliseconds each) and not for secrets: what is checked is public, and nothing is signed here. It agrees with
what OpenSSL accepts: the equation without cofactor, a number below the group's order, the point compared as bytes.
"""

from __future__ import annotations

from hashlib import sha512

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
HALF = 32
"""Bytes of a key, a point, a number."""
_D = -121665 * pow(121666, P - 2, P) % P
_ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
"""Extended coordinates: X, Y, Z, and T = XY/Z."""
_NOTHING: Point = (0, 1, 1, 0)


def fits(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature over a message was made with the secret key of a public one."""
    if len(public) != HALF or len(signature) != 2 * HALF:
        return False
    key, number = _decode(public), int.from_bytes(signature[HALF:], "little")
    if key is None or number >= ORDER:
        return False
    hashed = int.from_bytes(sha512(signature[:HALF] + public + message).digest(), "little") % ORDER
    x, y, z, t = key
    found = _add(_times(number, _BASE), _times(hashed, (-x % P, y, z, -t % P)))
    return _encode(found) == signature[:HALF]


def _add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * _D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    found = _NOTHING
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _encode(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(HALF, "little")


def _decode(text: bytes) -> Point | None:
    """The point that bytes name; None: there is none."""
    number = int.from_bytes(text, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= P or (x := _x_of(y, sign)) is None:
        return None
    return x, y, 1, x * y % P


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


_BASE = _decode((4 * pow(5, P - 2, P) % P).to_bytes(HALF, "little")) or _NOTHING
