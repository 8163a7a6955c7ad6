"""The national identifier of an electronic certificate (GB/T 36904-2018) and its check character.

``1.2.156.3005.2.{type}.{issuer}.{serial}.{version}.{check}``: the type's code (18 characters of its defining body's
credit code and 3 digits), the issuer (credit code, or 6 digits of its division), a serial, 3 digits of version, and
ISO/IEC 7064 MOD 37,36 over the four parts joined.

The check finds every single wrong character. Of two neighbours exchanged it finds all but a few: of all pairs of
different characters after all beginnings it misses one in 36, as every hybrid system of ISO/IEC 7064 does.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from stdnum.iso7064 import mod_37_36

ROOT = "1.2.156.3005.2"
LONGEST_SERIAL = 40
LAST_VERSION = 999
SERIAL_DIGITS = 9
_FORM = re.compile(
    r"1\.2\.156\.3005\.2\.(?P<type>[0-9A-Z]{18}\d{3})\.(?P<issuer>[0-9A-Z]{18}|\d{6})"
    r"\.(?P<serial>[0-9A-Z]{1,40})\.(?P<version>\d{3})\.(?P<check>[0-9A-Z])"
)


class IdentifierUnsound(ValueError):
    """The text is no identifier: ``form`` says its parts are not there, otherwise its check character is wrong."""

    def __init__(self, *, form: bool):
        super().__init__("form" if form else "check")
        self.form = form


@dataclass(frozen=True, slots=True)
class Identifier:
    """The parts of an identifier; the check follows from them."""

    type_code: str
    issuer: str
    serial: str
    version: int

    @property
    def check(self) -> str:
        return str(mod_37_36.calc_check_digit(f"{self.type_code}{self.issuer}{self.serial}{self.version:03}"))

    def __str__(self) -> str:
        return f"{ROOT}.{self.type_code}.{self.issuer}.{self.serial}.{self.version:03}.{self.check}"

    def at_version(self, version: int) -> "Identifier":
        """The same certificate's identifier in another version."""
        return replace(self, version=version)


def plain(text: str) -> str:
    """The identifier as it is written: half-width, capitals, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def parse(text: str) -> Identifier:
    """The identifier a text stands for; IdentifierUnsound when it stands for none."""
    found = _FORM.fullmatch(plain(text)) if len(text) <= 200 else None
    if found is None or not found["version"].isascii() or int(found["version"]) == 0:
        raise IdentifierUnsound(form=True)
    read = Identifier(found["type"], found["issuer"], found["serial"], int(found["version"]))
    if read.check != found["check"]:
        raise IdentifierUnsound(form=False)
    return read


def serial(number: int) -> str:
    """A serial as we draw them: nine digits, more when they are used up."""
    return f"{number:0{SERIAL_DIGITS}}"
