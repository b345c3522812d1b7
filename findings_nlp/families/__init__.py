"""Report families and heading wordings: data files, read once, that a user can add to."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from findings_nlp.families.family import Family, identify, load_families, parse_family, shipped_families

__all__ = ["Family", "Headings", "bare", "headings", "identify", "load_families", "parse_family", "shipped_families"]

# a link, a note or the count of the items below
_BEHIND = re.compile(r"(?<!\s)\s*\((?:back to top|continued|cont[.’']?d?\.?|\d{1,3})\)\s*$", re.I)
_ICON = re.compile(r"^[^\w(‘“'\"]+")
_RUN_IN = re.compile(r"(.{4,80}?)(?:[.:]|\s[–—-])\s+(?=\S)")
_SENTENCE = re.compile(r"(?<=[a-z]{2}[.!])\s+(?=[A-Z])")
NONE_STATED = 260  # letters at most of a line that says of a side that there is none
_TURNS = re.compile(r"(?:however|but|nevertheless|although|yet|still|where|there (?:was|were))\b", re.I)
_NUMBERING = re.compile(r"^(?:[prnvca]\s?)?\d{1,2}(?:\.\d{1,2})*[.):]?\s+", re.I)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A heading for comparison: lower case, without numbering, colon, "(back to top)", "(6)" and outer white space."""
    text = _ICON.sub("", _BEHIND.sub("", text.strip())).casefold()
    text = _NUMBERING.sub("", text)
    return text.rstrip(" :.?–—-").strip()


class Headings:
    """The wordings of headings, compiled: see `headings.toml` beside this file."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.polarity = {k: _any(data[k]) for k in ("strength", "area_for_improvement")}
        self.squeezed = {k: _any([p.replace(" ", "") for p in data[k]]) for k in self.polarity}
        self.with_subject = {k: _with_subject(data["with_subject"][k]) for k in self.polarity}
        self.neutral = _any(data["neutral"])
        self.parts = {part: _any(patterns) for part, patterns in data["parts"].items()}
        self._cues = {k: re.compile(data["cues"][k], re.I) for k in self.polarity}
        self.box = _any(data["boxes"]["titles"])
        self.addressee = [re.compile(p, re.I | re.S) for p in data["recommendations"]["addressee"]]
        self.announcing = re.compile(data["recommendations"]["announcing"], re.I | re.S)
        self._none = _none(data["none"])
        # a plain dictionary would grow with every report that a process reads
        self._side = lru_cache(maxsize=4096)(self._polarity_of)

    def polarity_of(self, text: str) -> str | None:
        """`strength`, `area_for_improvement`, `neutral` or None for a heading or lead-in line."""
        if len(text) > 140:
            return None
        return self._side(bare(text))

    def _polarity_of(self, key: str) -> str | None:
        squeezed = key.replace(" ", "")
        if squeezed in ("strengths", "keystrengths", "cryfderau"):
            return "strength"
        if squeezed in ("areasforimprovement", "areaforimprovement", "keyareasforimprovement"):
            return "area_for_improvement"
        if self.neutral.fullmatch(key):
            return "neutral"
        for polarity, pattern in self.polarity.items():
            if pattern.fullmatch(key) or self.with_subject[polarity].fullmatch(key):
                return polarity
        words = key.split()
        if sum(len(word) <= 2 for word in words) > 0.4 * len(words):
            # letter-spaced print reaches the text layer as broken words
            return next((p for p, pattern in self.squeezed.items() if pattern.fullmatch(squeezed)), None)
        return None

    def run_in(self, text: str) -> str | None:
        """The side that a paragraph names before its first sentence: "Strengths. We saw these:"."""
        found = _RUN_IN.match(text)
        side = self.polarity_of(found[1]) if found else None
        return None if side == "neutral" else side

    def none_stated(self, text: str, side: str | None = None) -> str | None:
        """Of what a line says that there is none: `strength`, `area_for_improvement` or `recommendation`.

        `side` is what the line stands under: "None identified." does not say it. A line that says it of another is none.
        """
        if len(text) > NONE_STATED:
            return None
        first, *more = _SENTENCE.split(text.strip(), maxsplit=1)
        key = bare(first)
        if not key or (more and _TURNS.match(more[0])):
            return None
        if self._none["either"].fullmatch(key):
            return side
        found = next((kind for kind, pattern in self._none.items() if kind != "either" and pattern.fullmatch(key)), None)
        return found if side in (None, found) else None

    def side_without(self, text: str) -> str | None:
        """The side of which a line says, after naming it, that there is none: "Areas for improvement: none identified"."""
        head, sign, rest = text.partition(":")
        side = self.polarity_of(head) if sign else None
        return side if side and self.none_stated(rest, side) else None

    def lean(self, text: str) -> str | None:
        """The side that the words of an unknown heading speak for; what speaks against outweighs what speaks for."""
        key = bare(text)
        return next((k for k in ("area_for_improvement", "strength") if self._cues[k].search(key)), None)

    def part_of(self, text: str) -> str | None:
        """Which part of a report a heading opens: contents, foreword, ratings, recommendations, annex ..."""
        key = bare(text)
        if len(key) > 140:
            return None
        return next((part for part, pattern in self.parts.items() if pattern.fullmatch(key)), None)

    def is_box(self, text: str) -> bool:
        """Whether the line is the title of a practice example or case illustration."""
        return len(text) < 160 and bool(self.box.fullmatch(bare(text)))


def _none(data: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    """Patterns of what says that there is none, by what it is said of."""

    def filled(pattern: str, noun: str = "") -> str:
        return pattern.replace("{verb}", data["verb"]).replace("{tail}", data["tail"]).replace("{noun}", noun)

    out = {"either": _any([filled(p) for p in data["either"]])}
    for kind in ("strength", "area_for_improvement", "recommendation"):
        out[kind] = _any([filled(p, data[kind]) for p in data["sided"]])
    return out


def _with_subject(core: str) -> re.Pattern[str]:
    """Patterns with a subject set off before or behind: not a recommendation, nor one that goes on to name another side."""
    mark, words = r"(?::|\s[–—-])\s", r"(?:(?!recommend|strengths?\b|areas?\b).){2,60}?"
    return re.compile(rf"(?:{words}{mark})?(?:{core})(?:{mark}{words}|\s\({words}\))?", re.I)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.I)


@lru_cache(maxsize=1)
def headings() -> Headings:
    """The shipped heading wordings."""
    text = files("findings_nlp.families").joinpath("headings.toml").read_text(encoding="utf-8")
    return Headings(tomllib.loads(text))
