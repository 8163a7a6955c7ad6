"""DER (X.690) read strictly and flat: one value at a time, lengths definite and shortest, nothing opened unasked.

Nothing here calls itself, so no nesting is too deep; a length is compared with what is there before anything is copied.
"""

from dataclasses import dataclass

from .jose import Refused

INTEGER, OCTETS, NULL, IDENTIFIER, SEQUENCE, SET = 0x02, 0x04, 0x05, 0x06, 0x30, 0x31
MOST_PARTS = 64  # of one value
_WHAT = "The signature is not DER"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag, its contents, and all its bytes."""

    tag: int
    body: bytes
    whole: bytes

    def parts(self) -> list["Value"]:
        """The values in it, in their order."""
        found, at = [], 0
        while at < len(self.body):
            value = read(self.body, at)
            at += len(value.whole)
            found.append(value)
            if len(found) > MOST_PARTS:
                raise Refused("cms", f"{_WHAT}: a value has more than {MOST_PARTS} parts.")
        return found

    def of(self, tag: int) -> "Value":
        """Itself, when it has this tag."""
        if self.tag != tag:
            raise Refused("cms", f"{_WHAT}: another kind of value was expected.")
        return self

    def number(self) -> int:
        """An INTEGER in its shortest form."""
        body = self.of(INTEGER).body
        if not body or (len(body) > 1 and (body[0] == 0) == (body[1] < 0x80) and body[0] in (0, 0xFF)):
            raise Refused("cms", f"{_WHAT}: a number is not in its shortest form.")
        return int.from_bytes(body, "big", signed=True)

    def identifier(self) -> str:
        """An OBJECT IDENTIFIER with its dots."""
        numbers, at, body = [], 0, self.of(IDENTIFIER).body
        if not 0 < len(body) <= 32 or body[-1] & 0x80:
            raise Refused("cms", f"{_WHAT}: an identifier is not one.")
        while at < len(body):
            if body[at] == 0x80:
                raise Refused("cms", f"{_WHAT}: an identifier is not in its shortest form.")
            number = 0
            while body[at] & 0x80:
                number, at = number << 7 | body[at] & 0x7F, at + 1
            numbers.append(number << 7 | body[at])
            at += 1
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def read(data: bytes, at: int = 0) -> Value:
    """The value that begins there; Refused unless it is one and lies wholly in the data."""
    if len(data) - at < 2:
        raise Refused("cms", f"{_WHAT}: it ends in the middle of a value.")
    tag, length, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise Refused("cms", f"{_WHAT}: a tag is longer than one byte.")
    if length == 0x80:
        raise Refused("cms", f"{_WHAT}: a length is left open.")
    if length > 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
        if count > 4 or start > len(data) or length < 0x80 or length < 1 << 8 * (count - 1):
            raise Refused("cms", f"{_WHAT}: a length is not in its shortest form.")
    if length > len(data) - start:
        raise Refused("cms", f"{_WHAT}: a value is longer than what is there.")
    return Value(tag, data[start : start + length], data[at : start + length])
