"""Standards and key questions under ids that stay the same over frameworks; from `standards.toml` and `questions.toml`.

>>> standard_id("P 1.2", "Staffing"), standard_id("1.2", "Staff"), standard_id("3.1", "Assessment", "youth")
('staffing', 'staffing', 'out_of_court_assessment')
>>> question_id("planning", "Does planning focus sufficiently on keeping other people safe?")
'planning.safety_of_others'
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_NUMBER = re.compile(r"^(?:[A-Z]\s?)?\d+(?:\.\d+)*\.?[\s:–—-]*", re.I)


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: `of` is the one whose name the frameworks print again for the domain `domain`."""

    id: str
    name: str
    names: re.Pattern[str]
    domain: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """What a key question asks about; `standard` is the one that alone asks it, where there is such a one."""

    id: str
    name: str
    words: re.Pattern[str]
    standard: str | None = None


def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads(files("findings_nlp.keys").joinpath(name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def standards() -> dict[str, Standard]:
    """Every standard by id."""
    return {
        name: Standard(name, raw["name"], re.compile("|".join(raw["names"]), re.I), raw.get("domain"), raw.get("of"))
        for name, raw in _raw("standards.toml")["standard"].items()
    }


@lru_cache(maxsize=1)
def concerns() -> dict[str, Concern]:
    """Every concern of key questions by id, in the order in which they are looked for."""
    return {
        name: Concern(name, raw["name"], re.compile("|".join(raw["words"]), re.I), raw.get("standard"))
        for name, raw in _raw("questions.toml")["concern"].items()
    }


def bare_name(name: str) -> str:
    """A standard's name without its number, spaces collapsed.

    >>> bare_name("P 2.3  Implementation and delivery")
    'Implementation and delivery'
    """
    return " ".join(_NUMBER.sub("", name.replace("&", "and")).split()).rstrip(".:")


def standard_id(number: str | None, name: str | None, sector: str | None = None) -> str | None:
    """The id of a standard by its printed name; None where no known standard has that name.

    Args:
        number: as printed; tells the second standards of a name in the youth frameworks (3.x).
        name: as printed; a number before it is passed over.
        sector: `youth`, `adult` or `other`: numbers mean other things in each.
    """
    text = bare_name(name or "")
    found = next((s for s in standards().values() if text and s.names.fullmatch(text)), None)
    if found is None:
        return None
    if sector == "youth" and re.fullmatch(r"(?:[A-Z]\s?)?3\.\d+\.?", (number or "").strip()):
        return next((s.id for s in standards().values() if s.of == found.id and s.domain == "out_of_court"), found.id)
    return found.id


def question_id(standard: str | None, question: str) -> str | None:
    """The id of a key question: its standard's and its concern's; None where either is not known.

    Args:
        standard: the id of the standard.
        question: the question as printed.
    """
    concern = next((c for c in concerns().values() if c.words.search(question)), None)
    standard = standard or (concern.standard if concern else None)
    if standard in _stages()[0]:
        standard = next((stage for stage, words in _stages()[1].items() if words.search(question)), standard)
    return f"{standard}.{concern.id}" if standard and concern else None


@lru_cache(maxsize=1)
def _stages() -> tuple[frozenset[str], dict[str, re.Pattern[str]]]:
    """Standards made up of questions on several stages of casework, and how a question tells its stage."""
    raw = dict(_raw("questions.toml")["stages"])
    return frozenset(raw.pop("over_stages")), {stage: re.compile(words, re.I) for stage, words in raw.items()}


def question_name(name: str) -> str:
    """The name of a question's id, for people: "Planning: Safety of other people"."""
    standard, _, concern = name.partition(".")
    return f"{standards()[standard].name}: {concerns()[concern].name}"
