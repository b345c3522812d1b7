"""The query language of the search: what a query asks for, as a tree that SQL and the browser answer alike.

- All words must occur, in any order and in any of their forms (by their Porter stems); very common words are left out.
- `"professional curiosity"` in quotation marks finds these words in this order and form, common words too.
- `-word` and `-"some words"` leave out what says them. `one OR two` finds either. `curios*` finds all that begins so.
- Case, accents, apostrophes and hyphens do not count: Wi-Fi, WiFi and wi fi are one, in and out of quotation marks, where
  a text of the archive or the glossary writes the word with a hyphen or with a capital within.
- An abbreviation of the glossary also finds its long form, and the long form the abbreviation. Typed in capitals it finds
  nothing else ("AP" no "appropriate").

`site/static/query.js` reads queries in the same way; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from findings_nlp.retrieval.synonyms import JOINING, Synonyms, forms
from findings_nlp.retrieval.words import LONGEST_WORD, STOP, Token, tokens

MOST_PARTS = 20
MOST_WORDINGS = 8
_PIECE = re.compile(r'(-?)"([^"]*)"?|([^\s"]+)')
_QUOTATION_MARKS = str.maketrans("“”„‟", '""""')


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query.

    Attributes:
        kind: `stem`: the words in this order, in any of their forms; `exact`: as they are; `start`: a word that begins so;
            `same`: one of the synonyms; `and`, `or`: all or one of the parts.
        words: of the first three kinds.
        place: of `same`, in the list of synonyms.
        parts: of `and` and `or`.
    """

    kind: str
    words: tuple[str, ...] = ()
    place: int = -1
    parts: tuple[Part, ...] = ()

    def plain(self) -> list[object]:
        """As lists of plain values, which `static/query.js` also gives."""
        if self.parts:
            return [self.kind, *(part.plain() for part in self.parts)]
        return [self.kind, self.place] if self.kind == "same" else [self.kind, *self.words]


@dataclass(frozen=True, slots=True)
class Query:
    """What a query asks for.

    Attributes:
        wanted: all of these must be answered.
        unwanted: none of these may be.
        same: the places of the synonyms that were also looked for.
    """

    wanted: tuple[Part, ...] = ()
    unwanted: tuple[Part, ...] = ()
    same: tuple[int, ...] = ()


@dataclass(slots=True)
class Language:
    """What a query is read with: synonyms, and the words that the archive or the glossary writes in two parts."""

    synonyms: Sequence[Synonyms]
    compounds: dict[str, tuple[str, str]]
    _by_first: dict[str, list[tuple[int, bool, list[str]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, one in enumerate(self.synonyms):
            for short, wordings in ((False, one.wordings), (True, one.shorts)):
                for form in forms(wordings):
                    for first in (form[0], form[0] + "s"):
                        self._by_first.setdefault(first, []).append((place, short, form))

    def runs(self, found: Sequence[Token], at: int) -> tuple[int, list[int], bool]:
        """The longest form of synonyms that begins at a word: its length (1 for none), the synonyms, and whether it counts as a whole word."""
        length, places, whole = 1, list[int](), False
        for place, short, form in self._by_first.get(found[at].word, ()):
            if not _here(form, found, at) or len(form) < (length if places else 1):
                continue
            if short and not found[at].capitals and len("".join(form)) <= 2:
                continue  # in small letters an abbreviation of two letters is rather the beginning of a word
            if len(form) > length:
                length, places, whole = len(form), [], False
            if place not in places:
                places.append(place)
            whole = whole or (short and found[at].capitals)
        return length, sorted(places), whole


def _here(form: list[str], found: Sequence[Token], at: int) -> bool:
    there = found[at : at + len(form)]
    return len(there) == len(form) and all(t.word in (word, word + "s") for word, t in zip(form, there, strict=True))


def parse(text: str, language: Language) -> Query:
    """What a query asks for; every text is a query.

    >>> [part.plain() for part in parse('staff "risk of harm" -police', Language((), {})).wanted]
    [['stem', 'staff'], ['exact', 'risk', 'of', 'harm']]
    """
    wanted: list[Part] = []
    unwanted: list[Part] = []
    same: list[int] = []
    run: list[Token] = []
    either = False

    def put(parts: Iterable[Part]) -> None:
        nonlocal either
        for part in parts:
            if either and wanted:
                wanted.append(joined("or", [wanted.pop(), part]))
            else:
                wanted.append(part)
            either = False

    def close() -> None:
        put(_loose(run, language, same))
        run.clear()

    for found in _PIECE.finditer(text.translate(_QUOTATION_MARKS)):
        plain = found[3]
        if plain is None:
            close()
            parts = _exact(_cut(tokens(found[2])), language.compounds)
            unwanted.extend(parts) if found[1] else put(parts)
        elif plain == "OR":
            close()
            either = True
        elif plain.startswith("-") and len(plain) > 1:
            close()
            unwanted.extend(_loose(_cut(tokens(plain)), language, []))
        elif plain.endswith("*") and len(typed := _cut(tokens(plain))) == 1:
            close()
            put([Part("start", (typed[0].word,))])
        else:
            run.extend(_cut(tokens(plain)))
    close()
    return Query(tuple(wanted[:MOST_PARTS]), tuple(unwanted[:MOST_PARTS]), tuple(dict.fromkeys(same)))


def _cut(found: Iterable[Token]) -> list[Token]:
    return [Token(t.word[:LONGEST_WORD], t.capitals, t.tied, t.seam) for t in found]


def joined(kind: str, parts: Iterable[Part]) -> Part:
    """A branch of parts, each once; a single part stands for itself, and a branch within one of its kind is taken apart."""
    flat: list[Part] = []
    for part in parts:
        flat.extend(part.parts if part.kind == kind else [part])
    once = tuple(dict.fromkeys(flat))
    return once[0] if len(once) == 1 else Part(kind, parts=once)


def _exact(found: list[Token], compounds: dict[str, tuple[str, str]]) -> list[Part]:
    """A phrase as it is, and with its words of two parts written as one and as two."""
    return [joined("or", [Part("exact", way) for way in _wordings(found, compounds)])] if found else []


def _wordings(found: list[Token], compounds: dict[str, tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    places: list[list[tuple[str, ...]]] = []
    at = 0
    while at < len(found):
        word, following = found[at], found[at + 1] if at + 1 < len(found) else None
        if following and (following.tied or word.word + following.word in compounds):
            places.append([(word.word, following.word), (word.word + following.word,)])
            at += 2
            continue
        two = word.seam or compounds.get(word.word)
        places.append([(word.word,), two] if two else [(word.word,)])
        at += 1
    for number, way in enumerate(product(*places)):
        if number == MOST_WORDINGS:
            return
        yield tuple(word for part in way for word in part)


def _loose(run: Sequence[Token], language: Language, same: list[int]) -> Iterator[Part]:
    """The parts of words outside quotation marks; notes the synonyms that it looks for."""
    found = [t for t in run if t.word not in JOINING]
    at = 0
    while at < len(found):
        length, places, whole = language.runs(found, at)
        if places:
            same.extend(places)
            kept = [t.word for t in found[at : at + length] if t.word not in STOP]
            own = [Part("exact" if whole else "stem", (word,)) for word in kept]
            yield joined("or", [*([joined("and", own)] if own else []), *(Part("same", place=place) for place in places)])
            at += length
            continue
        end = at + 1
        while end < len(found) and found[end].tied:
            end += 1
        chain = tuple(t.word for t in found[at:end])
        if len(chain) > 1:
            yield joined("or", [Part("stem", chain), Part("stem", ("".join(chain)[:LONGEST_WORD],))])
        elif chain[0] not in STOP:
            yield _word(found, at, language.compounds)
        at = end


def _word(found: Sequence[Token], at: int, compounds: dict[str, tuple[str, str]]) -> Part:
    """A single word: itself, its two parts, or one word with its neighbour."""
    word = found[at]
    ways = [Part("stem", (word.word,))]
    if two := word.seam or compounds.get(word.word):
        ways.append(Part("stem", two))
    for before, after in pairwise(found[max(0, at - 1) : at + 2]):
        if (one := before.word + after.word) in compounds:
            ways.append(Part("stem", (one,)))
    return joined("or", ways)
