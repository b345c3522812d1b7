"""The glossary: what each theme is called in reports, and where those terms stand in a text.

`data/terms.toml` lists for each theme its names, other phrases, abbreviations and traps (longer phrases within which a name
does not speak of the theme). The file's head says how terms are written. A user's own file of the same form adds to it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any, Literal

from findings_nlp.errors import DataFileError
from findings_nlp.taxonomy import shipped_themes

Kind = Literal["name", "phrase", "abbreviation"]
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)*(?:['’][^\W\d_]+)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_LISTS = ("names", "phrases", "traps")
_ABBREVIATION_FIELDS = {"short", "long", "era"}
_MOST_KNOWN = 50_000  # words remembered
_LONGEST_TOKEN = 80  # letters; a longer run is no word and is not looked up


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form, what it is short for, and the years of its use where they matter (`to 2021`)."""

    short: str
    long: str
    era: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one theme is called."""

    theme: str
    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    traps: tuple[str, ...] = ()


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
        for words in _spellings(wording, plural=kind in ("name", "abbreviation")):
            first, *rest = words
            entry = _Entry(tuple(rest), theme, kind)
            place, key = (self._stems, first[:-1]) if first.endswith("*") else (self._words, first)
            entries = place.setdefault(key, [])
            if entry not in entries:
                entries.append(entry)

    def find(self, text: str) -> list[TermHit]:
        """The terms in a text, by place; within one theme none inside another, none inside a trap."""
        hits: dict[str, list[tuple[int, int, Kind]]] = {}
        traps: dict[str, list[tuple[int, int]]] = {}
        # a hyphenated word is also looked up as one ("Wi-Fi" for the term "wifi")
        for pattern in (_TOKEN, _HYPHENATED) if "-" in text else (_TOKEN,):
            tokens = _tokens(pattern, text)
            for k, (word, folded, start, _) in enumerate(tokens):
                for entry in self._possible(folded, tokens[k + 1][1] if k + 1 < len(tokens) else ""):
                    last = k + len(entry.rest)
                    if last >= len(tokens) or not _follows(tokens[k + 1 : last + 1], entry.rest):
                        continue
                    place = start, tokens[last][3]
                    if entry.kind == "trap":
                        traps.setdefault(entry.theme, []).append(place)
                    elif entry.kind != "abbreviation" or _as_abbreviation(word):
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


def _as_abbreviation(token: str) -> bool:
    """Whether a word is printed as an abbreviation: two capitals at least, whatever the rest ("EpoP", "OoCD", "PSRs"),
    or a capital behind a small first letter ("nDelius").
    """
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
        pieces = [
            _folded(p) + ("*" if word.endswith("*") and p == word.split("-")[-1].rstrip("*") else "") for p in _pieces(word)
        ]
        whole = tuple(p for p in pieces if p)
        parts.append([whole, ("".join(whole),)] if len(whole) > 1 else [whole])
    out = [tuple(piece for part in choice for piece in part) for choice in product(*parts)]
    if plural:
        out += [(*words[:-1], ending) for words in out for ending in _plurals(words[-1])]
    return [words for words in dict.fromkeys(out) if words]


def _pieces(word: str) -> list[str]:
    return _TOKEN.findall(word)


def _plurals(word: str) -> list[str]:
    if word.endswith("*") or not word[-1:].isalpha():
        return []
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word[:-1] + "ies"]
    return [word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")]


def parse_terms(text: str, name: str) -> tuple[Terms, ...]:
    """The terms of a TOML text: one table for each theme.

    Args:
        text: TOML; see `data/terms.toml`.
        name: the file's name, for messages.

    Raises:
        DataFileError: for TOML that does not parse, an unknown theme or field, or a value of the wrong type.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise DataFileError(name, f"is not valid TOML ({error})") from None
    known = {theme.id for theme in shipped_themes()}
    out = []
    for theme, table in data.items():
        if theme == "version":
            continue
        if theme not in known:
            raise DataFileError(name, f"names the unknown theme '{theme}'")
        if not isinstance(table, dict):
            raise DataFileError(name, f"'{theme}' is not a table")
        out.append(_terms(theme, table, name))
    return tuple(out)


def _terms(theme: str, table: dict[str, Any], name: str) -> Terms:
    for key in table:
        if key not in (*_LISTS, "abbreviations"):
            raise DataFileError(name, f"'{theme}' has the unknown field '{key}'")
    lists: dict[str, tuple[str, ...]] = {}
    for key in _LISTS:
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and _pieces(v) for v in values):
            raise DataFileError(name, f"'{theme}': '{key}' is not a list of words or phrases")
        lists[key] = tuple(values)
    short = table.get("abbreviations", [])
    if not isinstance(short, list) or not all(_is_abbreviation(x) for x in short):
        raise DataFileError(name, f"'{theme}': 'abbreviations' is not a list of {{ short = \"...\", long = \"...\" }}")
    return Terms(theme, **lists, abbreviations=tuple(Abbreviation(**x) for x in short))


def _is_abbreviation(x: Any) -> bool:
    return (
        isinstance(x, dict)
        and {"short", "long"} <= set(x) <= _ABBREVIATION_FIELDS
        and all(isinstance(v, str) for v in x.values())
        and bool(_pieces(x["short"]))
    )


def merged(first: Iterable[Terms], second: Iterable[Terms]) -> tuple[Terms, ...]:
    """Two lists of terms as one, those of the same theme together."""
    out: dict[str, Terms] = {terms.theme: terms for terms in first}
    for more in second:
        had = out.get(more.theme, Terms(more.theme))
        joined: Mapping[str, Any] = {
            key: tuple(dict.fromkeys([*getattr(had, key), *getattr(more, key)])) for key in (*_LISTS, "abbreviations")
        }
        out[more.theme] = Terms(more.theme, **joined)
    return tuple(out.values())


@lru_cache(maxsize=1)
def shipped_glossary() -> Glossary:
    """The glossary of the package, read once for each process."""
    return Glossary(parse_terms(files("findings_nlp").joinpath("data/terms.toml").read_text(encoding="utf-8"), "terms.toml"))


def read_terms(paths: Iterable[str | Path]) -> tuple[Terms, ...]:
    """The terms of a user's files.

    Raises:
        DataFileError: for a file that cannot be read or is wrong; see `parse_terms`.
    """
    terms: tuple[Terms, ...] = ()
    for path in paths:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(str(path), f"cannot be read ({error})") from None
        terms = merged(terms, parse_terms(text, str(path)))
    return terms
