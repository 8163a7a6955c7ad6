"""What a password has to be beyond its length: the rules Django asks through the policy."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path


def kinds_of(password: str) -> int:
    """How many of the four kinds it has: small letters, capitals, digits, others (Chinese characters among them)."""
    kinds = (str.islower, str.isupper, str.isdigit, _is_other)
    return sum(any(kind(character) for character in password) for kind in kinds)


def contains_name(password: str, *names: str) -> bool:
    """Whether the password is built around the user name or the name, whatever the case."""
    plain = password.casefold()
    return any(len(name) >= 2 and name.casefold() in plain for name in names)


def _is_other(character: str) -> bool:
    return not (character.islower() or character.isupper() or character.isdigit())


# Words anybody would try first here (docs/security/rules.md).
GUESSED = (
    "yunjian", "云间", "songjiang", "松江", "shanghai", "上海", "china", "中国", "zhengwu", "政务", "zhengfu", "政府",
    "yusuan", "预算", "caizheng", "财政", "government", "gov", "budget", "finance", "district", "admin",
    "administrator", "guanliyuan", "管理员", "system", "security", "audit", "root", "user", "test", "guest", "password",
    "passwd", "mima", "密码", "welcome", "login", "secret", "changeme", "iloveyou", "woaini", "letmein",
)  # fmt: skip
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()", "1qaz2wsx3edc4rfv",
)  # fmt: skip
_RUNS = frozenset(
    each[at : at + 3] for row in _ROWS for each in (row, row[::-1]) for at in range(len(row) - 2)
)  # fmt: skip
_LEET = str.maketrans("01345@$!", "oleasasi")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
LEFT = 6  # different characters that must stay when everything guessed is taken away


def is_guessed(password: str) -> bool:
    """Whether hardly anything is left of it without the words, years and runs that are tried first."""
    plain = password.casefold()
    gone = {at for word in GUESSED for text in (plain, plain.translate(_LEET)) for at in _places(word, text)}
    gone |= {at for found in _YEAR.finditer(plain) for at in range(*found.span())}
    for at in range(len(plain) - 2):
        three = plain[at : at + 3]
        if three in _RUNS or len(set(three)) == 1:
            gone |= {at, at + 1, at + 2}
    return len({character for at, character in enumerate(plain) if at not in gone}) < LEFT


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield from range(at, at + len(word))
        at = text.find(word, at + 1)


def stands_in(path: Path, password: str) -> bool:
    """Whether a list of breached passwords, SHA-1 and count, a line each in order, holds it; found by halving."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()  # the rest of a line that began before
            line = file.readline()[:40].upper()
            if line == wanted:
                return True
            if line and line < wanted:
                low = middle + 1
            else:
                high = middle
    return False
