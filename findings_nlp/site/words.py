"""Words of a text as the search sees them. `static/terms.js` splits in the same way; a test holds the two together."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
# so common that they would answer nothing; also left out of a query
STOP = frozenset(
    ("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "in", "is", "it", "its",
     "not", "of", "on", "or", "that", "the", "their", "there", "these", "they", "this", "to", "was", "were", "which", "who", "with")
)  # fmt: skip


def words(text: str) -> list[str]:
    """Lower-case words and numbers without accents, apostrophes dropped, in order, common words left out.

    >>> words("The child’s plan isn't reviewed (24 per cent): Café")
    ['childs', 'plan', 'isnt', 'reviewed', '24', 'per', 'cent', 'cafe']
    """
    return [word for word in spelled(text) if word not in STOP]


def spelled(text: str) -> list[str]:
    """The same with common words left in."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower().replace("’", "").replace("'", "")
    return _WORD.findall(plain)
