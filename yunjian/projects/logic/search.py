"""Searching by words: which words a project is kept under, and which ones a search asks for.

Chinese is cut into words by a dictionary, and the same characters may be cut in two ways. So titles are also kept by
every two neighbouring characters, and a search finds either its word or all its neighbours.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

Cut = Callable[[str], Iterable[str]]

_MARKS = re.compile(r"[\W_]")
# A document number: 沪府办发〔2024〕2号, whichever brackets it is typed with.
_NUMBER = re.compile(r"[^\W\d_]*[〔\[【(（]?(?:19|20)\d{2}[〕\]】)）]?\s*\d+号")
MOST = 20


def searchable(titles: Iterable[str], numbers: Iterable[str], promises: Iterable[str], cut: Cut) -> str:
    """The words a project is kept under: of its titles, cited document numbers and promises."""
    titles, promises = tuple(titles), tuple(promises)
    words: dict[str, None] = {}
    for text in (*titles, *promises):
        words |= dict.fromkeys(filter(None, map(bare, cut(text))))
    for text in titles:
        words |= dict.fromkeys(neighbours(bare(text)))
    words |= dict.fromkeys(filter(None, map(bare, numbers)))
    return " ".join(words)


def asked(text: str, cut: Cut) -> list[str]:
    """The words a search asks for, each of which must be found; a document number is one word."""
    numbers = [bare(number) for number in _NUMBER.findall(text)]
    rest = [bare(word) for word in cut(_NUMBER.sub(" ", text))]
    return list(dict.fromkeys(filter(None, [*numbers, *rest])))[:MOST]


def tsquery(word: str) -> str:
    """A bare word as PostgreSQL looks for it: words that begin with it, or all its neighbouring characters."""
    pairs = list(neighbours(word))
    together = " & ".join(f"'{pair}'" for pair in pairs)
    return f"'{word}':* | ({together})" if len(pairs) > 1 else f"'{word}':*"


def neighbours(word: str) -> Iterator[str]:
    """Every two neighbouring characters of which one at least is Chinese."""
    return (word[at : at + 2] for at in range(len(word) - 1) if any(c > "\u2e7f" for c in word[at : at + 2]))


def bare(word: str) -> str:
    """A word without marks, in one width and case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", word)).lower()
