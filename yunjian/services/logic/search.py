"""Finding what to do from how people say it: words, synonyms, pieces of words, the same sound."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba
from pypinyin import Style, lazy_pinyin

TITLE, WISH, SUMMARY = 1.0, 1.0, 0.4  # what a text weighs
WORD, PIECE, SOUND, SYNONYM = 1.0, 0.45, 0.3, 0.5  # what a kind of token weighs
COMMON = 0.2  # a token that more than this share of all guides have tells little; left out where others are left
FAR = 0.3  # what scores less than this share of the best is not shown
LONGEST = 60
_NOT_WORDS = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A guide as the search knows it."""

    kind: str
    key: str
    title: str
    texts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in the entries, and how well it fits."""

    position: int
    score: float


class Index:
    """The guides by their tokens: each token with the guides that have it and what it weighs there."""

    def __init__(
        self, entries: Sequence[Entry], groups: Iterable[Collection[str]] = (), fillers: Collection[str] = ()
    ) -> None:
        self.entries = tuple(entries)
        self.groups = tuple(tuple(map(plain, group)) for group in groups)
        self.fillers = frozenset(map(plain, fillers))
        self._found: dict[str, dict[int, float]] = defaultdict(dict)
        for position, entry in enumerate(self.entries):
            for text, weight in entry.texts:
                self._add(position, text, weight)

    def _add(self, position: int, text: str, weight: float) -> None:
        """A short text that says it all tells more than one that names it among much else."""
        tokens = dict(self._tokens(text))
        weight /= 1 + math.log1p(len(tokens) / 8)
        for token in tokens:
            known = self._found[token]
            if known.get(position, 0.0) < weight:
                known[position] = weight

    def find(self, said: str, most: int = 200) -> list[Hit]:
        """The guides that fit best, best first."""
        scores: dict[int, float] = defaultdict(float)
        for token, weight in self._asked(said):
            known = self._found[token]
            rarity = weight * math.log1p(len(self.entries) / len(known))
            for position, here in known.items():
                scores[position] += rarity * here
        least = FAR * max(scores.values(), default=0.0)
        found = [Hit(position, score) for position, score in scores.items() if score >= least]
        return sorted(found, key=lambda hit: (-hit.score, hit.position))[:most]

    def _asked(self, said: str) -> list[tuple[str, float]]:
        """The known tokens of a wish; those that nearly everything has only where there is nothing better."""
        said = plain(said[:LONGEST])
        asked = dict(self._tokens(said))
        for word in self._synonyms(said):
            for token, weight in self._tokens(word):
                asked[token] = max(asked.get(token, 0.0), weight * SYNONYM)
        known = [(token, weight) for token, weight in asked.items() if token in self._found]
        most = max(5, COMMON * len(self.entries))
        return [each for each in known if len(self._found[each[0]]) <= most] or known

    def _synonyms(self, said: str) -> Iterator[str]:
        for group in self.groups:
            if any(word in said for word in group):
                yield from (word for word in group if word not in said)

    def _tokens(self, text: str) -> Iterator[tuple[str, float]]:
        """Words, then pairs of characters and pairs of sounds within each run of words that say something."""
        run = ""
        for word in (*rjieba.cut(plain(text)), ""):
            if word and word not in self.fillers and not word.isspace():
                run += word
                if len(word) > 1:
                    yield f"w{word}", WORD
                continue
            yield from _pairs(run)
            run = ""


def _pairs(run: str) -> Iterator[tuple[str, float]]:
    sounds = [_sound(each) for each in run]
    for at in range(len(run) - 1):
        yield f"p{run[at : at + 2]}", PIECE
        yield f"s{sounds[at]} {sounds[at + 1]}", SOUND
    if len(run) == 1:
        yield f"p{run}", PIECE


def plain(text: str) -> str:
    """The text without what does not tell: width, case, punctuation, blanks."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


@lru_cache(maxsize=30_000)
def _sound(character: str) -> str:
    """Without its tone; the sounds people mix up are one: zh and z, ang and an, l and n."""
    [sound] = lazy_pinyin(character, style=Style.NORMAL)[:1] or [character]
    for careless, kept in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        sound = kept + sound[2:] if sound.startswith(careless) else sound
    sound = "l" + sound[1:] if sound.startswith("n") else sound
    return sound[:-1] if sound.endswith("ng") else sound
