"""How the reports of one family, or in one language, say things: headings, rating words and labels of facts.

A file of wordings is TOML with the tables `ratings`, `headings` and `facts`, each optional: see docs/families.md. Its
headings are tried beside the shipped ones.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from findings_nlp.errors import DataFileError
from findings_nlp.families import Headings, bare, headings
from findings_nlp.families.rating_words import INSPECTORATE, Scale

_LISTS = ("strength", "area_for_improvement", "neutral", "boxes", "addressee")
_FACTS = ("title", "body", "region", "published", "fieldwork", "lead", "cases", "isbn")
_TABLES = {"ratings": ("words", "overall", "sentences"), "headings": (*_LISTS, "parts", "only"), "facts": (*_FACTS, "words")}
_NAME = r"[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'.-]*|de|van|von|der|la|el|bin|ap|ab|ferch)){1,4}"
_OVERALL = r"overall(?: rating| judgement| grade)?"
LANGUAGES = ("cy",)


@dataclass(frozen=True)
class Wordings:
    """Headings, rating words, and patterns of facts by field; `standards` are keys of standards by their names, bare."""

    headings: Headings
    scale: Scale = INSPECTORATE
    overall: re.Pattern[str] = re.compile(rf"\b{_OVERALL}\b", re.I)
    sentences: tuple[str, ...] = ()
    facts: dict[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    standards: dict[str, str] = field(default_factory=dict)

    def first(self, fact: str, texts: Iterable[str]) -> str | None:
        """What the first pattern of a fact that fits one of the texts finds there: its group of the fact's name, or all."""
        texts = list(texts)
        for pattern in self.facts.get(fact, ()):
            for text in texts:
                if found := pattern.search(text):
                    value = found[fact] if fact in pattern.groupindex else found[0]
                    return " ".join(value.split()).strip(" :–—-.,") or None
        return None

    def in_english(self, text: str) -> str:
        """A text with the words of its dates and figures in English, for the readers of dates and figures."""
        if not self.words:
            return text
        return self._words.sub(lambda found: self.words[found[0].casefold()], text)

    @property
    def _words(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(self.words, key=len, reverse=True)))})\b", re.I)

    def standard(self, heading: str) -> str | None:
        """The key of the standard that a heading names, in reports that do not number them."""
        return self.standards.get(bare(heading)) if self.standards else None


@lru_cache(maxsize=64)
def wordings_of(key: str = "") -> Wordings:
    """Wordings by what a document's data holds: nothing for the shipped ones, a language, or the text of a family's file.

    Raises:
        DataFileError: where the text is wrong.
    """
    if not key:
        return Wordings(headings())
    if key in LANGUAGES:
        return _wordings(files("findings_nlp.families").joinpath("languages", f"{key}.toml").read_text(encoding="utf-8"), key)
    return _wordings(key, "the family's file")


def check_wordings(text: str, name: str) -> None:
    """See to it that a file's wordings can be used.

    Raises:
        DataFileError: naming the table and the field at fault.
    """
    _wordings(text, name)


def for_layout(texts: Iterable[str]) -> Headings:
    """The headings of several files together, for the making of blocks, when nobody knows yet whose report it is."""
    shipped = _shipped()
    for text in dict.fromkeys(texts):
        _merge(shipped, tomllib.loads(text).get("headings", {}) | {"only": False})
    return Headings(shipped)


def _shipped() -> dict[str, Any]:
    return deepcopy(_read("headings.toml"))


@lru_cache(maxsize=2)
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("findings_nlp.families").joinpath(name).read_text(encoding="utf-8"))


def _check_fields(data: dict[str, Any], name: str) -> None:
    """See to it that a file's tables hold known fields, each a list of texts where it is to be one."""
    for table, known in _TABLES.items():
        given = data.get(table, {})
        if unknown := sorted(set(given) - set(known)):
            raise DataFileError(name, f"has the unknown field '{table}.{unknown[0]}'")
        for key, value in {**given, **given.get("parts", {})}.items():
            single = key == "only" or (key == "parts" and table == "headings") or (key == "words" and table == "facts")
            if not single and not (isinstance(value, list) and all(isinstance(x, str) for x in value)):
                wrong = "holds at least two words, worst first" if key == "words" else "is not a list of texts"
                raise DataFileError(name, f"field '{table}.{key}' {wrong}")
    if unknown := sorted(set(data.get("headings", {}).get("parts", {})) - set(_read("headings.toml")["parts"])):
        raise DataFileError(name, f"knows no chapter '{unknown[0]}': 'headings.parts' has those of docs/families.md")
    words = data.get("ratings", {}).get("words")
    if words is not None and len(words) < 2:
        raise DataFileError(name, "field 'ratings.words' holds at least two words, worst first")


def _wordings(text: str, name: str) -> Wordings:
    data = tomllib.loads(text)
    _check_fields(data, name)
    rated, facts = data.get("ratings", {}), data.get("facts", {})
    words = rated.get("words")
    try:
        shipped = _shipped()
        _merge(shipped, data.get("headings", {}))
        own = rated.get("overall", [])
        found = Wordings(
            headings=Headings(shipped),
            scale=Scale(words) if words else INSPECTORATE,
            overall=re.compile(rf"\b(?:{'|'.join([*own, _OVERALL])})\b", re.I),
            sentences=tuple(rated.get("sentences", [])),
            facts={fact: _patterns(facts.get(fact, [])) for fact in _FACTS},
            words={w.casefold(): english for w, english in facts.get("words", {}).items()},
            standards={bare(title): key for key, title in data.get("standards", {}).items() if not re.match(r"[A-Z]? ?\d", key)},
        )
        for template in found.sentences:
            found.scale.pattern(template)
    except (re.error, TypeError, ValueError, AttributeError, KeyError) as error:
        raise DataFileError(name, f"has a wrong wording ({' '.join(str(error).split())[:160]})") from None
    return found


def _patterns(given: list[str]) -> tuple[re.Pattern[str], ...]:
    # a person's name begins with capitals, so a pattern with one keeps to the case as written
    return tuple(re.compile(p.replace("{name}", f"(?-i:{_NAME})"), re.I) for p in given)


def _merge(shipped: dict[str, Any], own: dict[str, Any]) -> None:
    """Put a file's headings before the shipped ones; with `only`, those of a side that it names stand alone."""
    for name in ("strength", "area_for_improvement", "neutral"):
        if name in own:
            shipped[name] = [*own[name], *([] if own.get("only") else shipped[name])]
    shipped["boxes"]["titles"] = [*own.get("boxes", []), *shipped["boxes"]["titles"]]
    shipped["recommendations"]["addressee"] = [*own.get("addressee", []), *shipped["recommendations"]["addressee"]]
    for part, patterns in own.get("parts", {}).items():
        shipped["parts"][part] = [*patterns, *shipped["parts"][part]]
