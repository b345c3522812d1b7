"""Where terms of the themes stand in a text.

Words are looked up one by one, so that the time grows with the text and hardly with the number of terms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Literal

from findings_nlp.pipes.themes.terms import TOKEN, Terms, pieces, shipped_terms

Kind = Literal["name", "phrase", "abbreviation"]
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)*(?:['’][^\W\d_]+)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_MOST_KNOWN = 50_000  # words remembered
_LONGEST_TOKEN = 80  # letters; a longer run is no word and is not looked up


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term of a theme in a text: characters `start` to `end`."""

    theme: str
    start: int
    end: int
    kind: Kind


@dataclass(slots=True)
class _Entry:
    """One way to write a term: its words after the first, and what it is a term of."""

    rest: tuple[str, ...]
    theme: str
    kind: Kind | Literal["trap"]
    plural: bool


_Token = tuple[str, str, int, int]  # as printed, folded, start, end


@dataclass(slots=True)
class _Entries:
    """What may begin with a word: terms of that word alone, terms by their second word, terms whose second word is a stem."""

    alone: list[_Entry] = field(default_factory=list)
    by_second: dict[str, list[_Entry]] = field(default_factory=dict)
    stems: list[_Entry] = field(default_factory=list)


@dataclass(slots=True)
class Glossary:
    """The terms of all themes, ready to be found in texts.

    Args:
        terms: of each theme, once.
    """

    terms: tuple[Terms, ...]
    _words: dict[str, list[_Entry]] = field(default_factory=dict)
    _stems: dict[str, list[_Entry]] = field(default_factory=dict)
    _lengths: tuple[int, ...] = ()
    _known: dict[str, _Entries] = field(default_factory=dict)  # by first word, of words met before

    def __post_init__(self) -> None:
        for terms in self.terms:
            for kind, wordings in (("name", terms.names), ("phrase", terms.phrases), ("trap", terms.traps)):
                for wording in wordings:
                    self._add(wording, terms.theme, kind)  # type: ignore[arg-type]
            for abbreviation in terms.abbreviations:
                self._add(abbreviation.short, terms.theme, "abbreviation")
        self._lengths = tuple(sorted({len(stem) for stem in self._stems}))

    def _add(self, wording: str, theme: str, kind: Kind | Literal["trap"]) -> None:
        singular = _spellings(wording, plural=False)
        for words in _spellings(wording, plural=kind in ("name", "abbreviation")):
            first, *rest = words
            entry = _Entry(tuple(rest), theme, kind, words not in singular)
            place, key = (self._stems, first[:-1]) if first.endswith("*") else (self._words, first)
            entries = place.setdefault(key, [])
            if entry not in entries:
                entries.append(entry)

    def find(self, text: str) -> list[TermHit]:
        """The terms in a text, by place; within one theme none inside another, none inside a trap."""
        hits: dict[str, list[tuple[int, int, Kind]]] = {}
        traps: dict[str, list[tuple[int, int]]] = {}
        # a hyphenated word is also looked up as one ("Wi-Fi" for the term "wifi")
        for pattern in (TOKEN, _HYPHENATED) if "-" in text else (TOKEN,):
            tokens = _tokens(pattern, text)
            for k, (word, folded, start, _) in enumerate(tokens):
                for entry in self._possible(folded, tokens[k + 1][1] if k + 1 < len(tokens) else ""):
                    last = k + len(entry.rest)
                    if last >= len(tokens) or not _follows(tokens[k + 1 : last + 1], entry.rest):
                        continue
                    place = start, tokens[last][3]
                    if entry.kind == "trap":
                        traps.setdefault(entry.theme, []).append(place)
                    elif entry.kind != "abbreviation" or _as_abbreviation(word, entry.plural):
                        hits.setdefault(entry.theme, []).append((*place, entry.kind))
        out = [
            TermHit(theme, a, b, kind) for theme, found in hits.items() for a, b, kind in _outermost(found, traps.get(theme, []))
        ]
        return sorted(out, key=lambda hit: (hit.start, hit.end, hit.theme))

    def _possible(self, word: str, following: str) -> list[_Entry]:
        """The terms that may begin with a word that another follows."""
        if (found := self._known.get(word)) is None:
            found = self._look_up(word)
        return (
            [*found.alone, *found.by_second.get(following, ()), *found.stems] if found.by_second or found.stems else found.alone
        )

    def _look_up(self, word: str) -> _Entries:
        """What may begin with a word; kept, because a report's words are few."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        stems = (word[:length] for length in self._lengths if length <= len(word))
        out = self._known[word] = _Entries()
        for entry in [*self._words.get(word, ()), *(e for stem in stems for e in self._stems.get(stem, ()))]:
            if not entry.rest:
                out.alone.append(entry)
            elif entry.rest[0].endswith("*"):
                out.stems.append(entry)
            else:
                out.by_second.setdefault(entry.rest[0], []).append(entry)
        return out


def _tokens(pattern: re.Pattern[str], text: str) -> list[_Token]:
    return [
        (m[0], folded, m.start(), m.end())
        for m in pattern.finditer(text)
        if m.end() - m.start() <= _LONGEST_TOKEN and (folded := _folded(m[0].replace("-", "")))
    ]


def _folded(token: str) -> str:
    """A word without its case and its possessive ending."""
    folded = token.casefold()
    return _POSSESSIVE.sub("", folded) if "'" in folded or "’" in folded else folded


def _follows(tokens: list[_Token], rest: tuple[str, ...]) -> bool:
    return all(
        folded.startswith(word[:-1]) if word.endswith("*") else folded == word
        for (_, folded, _, _), word in zip(tokens, rest, strict=True)
    )


def _as_abbreviation(token: str, plural: bool) -> bool:
    """Whether a word is printed as an abbreviation: two capitals at least, whatever the rest ("EpoP", "OoCD", "PSRs"),
    or a capital behind a small first letter ("nDelius"). The plural's ending is small: "GPs" are doctors, "GPS" is a tag.
    """
    if plural and token.endswith("S"):
        return False
    capitals = sum(letter.isupper() for letter in token)
    return capitals >= 2 or (capitals == 1 and token[0].islower())


def _outermost(found: list[tuple[int, int, Kind]], traps: list[tuple[int, int]]) -> list[tuple[int, int, Kind]]:
    kept: list[tuple[int, int, Kind]] = []
    order = {"name": 0, "abbreviation": 1, "phrase": 2}
    for a, b, kind in sorted(found, key=lambda hit: (hit[0] - hit[1], order[hit[2]], hit[0])):
        inside = [(x, y) for x, y, _ in kept] + traps
        if not any(x <= a and b <= y for x, y in inside):
            kept.append((a, b, kind))
    return kept


def _spellings(wording: str, plural: bool) -> list[tuple[str, ...]]:
    """The ways a term is written, as lower-case words: hyphens as spaces or left out, and the plural."""
    parts: list[list[tuple[str, ...]]] = []
    for word in wording.split():
        stem = word.split("-")[-1].rstrip("*") if word.endswith("*") else None
        whole = tuple(f for p in pieces(word) if (f := _folded(p) + ("*" if p == stem else "")))
        parts.append([whole, ("".join(whole),)] if len(whole) > 1 else [whole])
    out = [tuple(piece for part in choice for piece in part) for choice in product(*parts)]
    if plural:
        out += [(*words[:-1], ending) for words in out for ending in _plurals(words[-1])]
    return [words for words in dict.fromkeys(out) if words]


def _plurals(word: str) -> list[str]:
    if word.endswith("*") or not word[-1:].isalpha():
        return []
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word[:-1] + "ies"]
    return [word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")]


@lru_cache(maxsize=1)
def shipped_glossary() -> Glossary:
    """The terms of the package, ready to be found; made once for each process."""
    return Glossary(shipped_terms())
