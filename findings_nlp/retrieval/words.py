"""Words of a text as the search sees them. `site/static/terms.js` splits in the same way; a test holds the two together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9]+")
_TYPED = re.compile(r"[A-Za-z0-9]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_DROPPED = str.maketrans({"'": "", "\u2019": "", "\u2010": "-"})
_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
# where a word of mixed case is parted: "WiFi"
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEAMED = re.compile(r"-|\u2010|\u2011|[a-z][A-Z]")
# characters of a word that count; the rest is cut off
LONGEST_WORD = 40
# so common that they would answer nothing; also left out of a query
STOP = frozenset(
    ("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "in", "is", "it", "its",
     "not", "of", "on", "or", "that", "the", "their", "there", "these", "they", "this", "to", "was", "were", "which", "who", "with")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Attributes:
        word: in small letters, without accents.
        capitals: it is printed with two capitals at least, as an abbreviation is.
        tied: only a hyphen stands between it and the word before.
        seam: the two parts of a word of mixed case such as "WiFi", in small letters.
    """

    word: str
    capitals: bool = False
    tied: bool = False
    seam: tuple[str, str] | None = None


def words(text: str) -> list[str]:
    """Lower-case words and numbers without accents, apostrophes dropped, in order, common words left out.

    >>> words("The child’s plan isn't reviewed (24 per cent): Café")
    ['childs', 'plan', 'isnt', 'reviewed', '24', 'per', 'cent', 'cafe']
    """
    return [word for word in spelled(text) if word not in STOP]


def spelled(text: str) -> list[str]:
    """The same with common words left in."""
    return _WORD.findall(_plain(text).lower())


def _plain(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_DROPPED)


def tokens(text: str) -> list[Token]:
    """The words of `spelled`, with how each is printed.

    >>> [(t.word, t.tied, t.seam) for t in tokens("Wi-Fi, WiFi")]
    [('wi', False, None), ('fi', True, None), ('wifi', False, ('wi', 'fi'))]
    """
    plain, out, last = _plain(text), [], -1
    for found in _TYPED.finditer(plain):
        parts = _SEAM.split(found[0])
        seam = (parts[0].lower(), parts[1].lower()) if len(parts) == 2 else None
        tied = last >= 0 and plain[last : found.start()] == "-"
        out.append(Token(found[0].lower(), bool(_CAPITALS.search(found[0])), tied, seam))
        last = found.end()
    return out


def parted(text: str) -> Iterator[tuple[str, str]]:
    """The two parts of every word of a text that has two, by a hyphen or by a capital within; not of numbers.

    >>> list(parted("Wi-Fi and WiFi, out-of-court, 2019-20"))
    [('wi', 'fi'), ('wi', 'fi')]
    """
    if not _SEAMED.search(text):
        return
    found = tokens(text)
    for at, token in enumerate(found):
        if token.seam:
            yield token.seam
        chained = at + 1 < len(found) and found[at + 1].tied
        if token.tied and not found[at - 1].tied and not chained:
            pair = found[at - 1].word, token.word
            if not all(word.isdecimal() for word in pair):
                yield pair
