"""Which text is a mobile phone that can take a message."""

import re

_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")


def mobile(text: str) -> str:
    """The eleven digits, or nothing when it is no mobile phone of the mainland."""
    narrow = text.translate({full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)})
    found = _MOBILE.fullmatch(re.sub(r"[\s\-—()]", "", narrow))
    return found[1] if found else ""
