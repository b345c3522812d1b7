"""Where each fact of a report is printed: title, body, region, dates, ISBN, lead inspector, cases, ratings, score, addressees.

A value is looked for in the passages that it may have been read from, in the order in which they are read; its place is the
first of them that gives the same value by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.dates import MONTH_NAMES
from findings_nlp.document.doc import BlockView, Location, block_locations, report_data
from findings_nlp.pipes.facts.metadata import read_metadata
from findings_nlp.pipes.facts.overall import find_score

_CASE = re.compile(r"\b(?:cases?|files?|people|children)\b", re.I)
_FRONT_PAGES = 6
# where the number of cases and the score are looked for first
_CASES_IN = ("background", "body", "front", "ratings", "summary", "foreword", "annex", "recommendations")
_SCORE_IN = ("ratings", "summary", "foreword", "front", "recommendations", "background", "body")


@dataclass(slots=True)
class Fact:
    """A value with its places; `source` names the part of the report, or how the value was come by."""

    value: Any
    source: str
    locations: list[Location] = field(default_factory=list)


def facts_of(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> tuple[dict[str, Fact], dict[int, Fact]]:
    """The facts by field, and the addressees by position of their recommendation; what was not read is in neither."""
    finder = _Finder(doc, blocks, places)
    data = report_data(doc)
    found = {
        name: fact for name, value in data["metadata"].items() if value is not None if (fact := finder.metadata(name, value))
    }
    if data["score"]:
        found["score"] = finder.score(tuple(data["score"]))
    overall = data["overall"]
    if overall["rating"]:
        block = overall.get("block")
        at = [block] if block is not None else []
        # the band of the score is where the score is
        where = block_locations(doc, at) if at else found["score"].locations if "score" in found else []
        found["overall_rating"] = Fact(overall["rating"], overall["source"] or "", where)
    return found, {k: fact for k, item in enumerate(data["recommendations"]) if (fact := finder.addressee(item))}


class _Finder:
    """Looks for the blocks that a value was read from."""

    def __init__(self, doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> None:
        self.doc, self.blocks, self.places = doc, blocks, places
        self.title: list[int] = []
        self.edition: dict[str, Any] = report_data(doc).get("edition") or {}

    def metadata(self, name: str, value: Any) -> Fact | None:
        """The place of a field of the metadata; the title comes first, because body and region may be parts of it."""
        if name == "title":
            self.title = self._title(str(value))
            return self._fact(value, self.title)
        if name == "inspected_body":
            # the title without what all titles have
            fact = self._fact(value, self.title, str(value))
            if (
                fact
                and fact.locations
                and str(value).casefold() not in " ".join(self.blocks[k].text for k in self.title).casefold()
            ):
                fact.source = "implied_by_title"
            return fact
        at = self._first(name, value)
        if at is None and name == "region":
            return self._fact(value, self.title, str(value))
        return self._fact(value, [] if at is None else [at], _printed(name, value))

    def score(self, value: tuple[int, int]) -> Fact:
        """The place of the score."""
        shown = f"{value[0]}/{value[1]}"
        for k in self._in_parts(_SCORE_IN):
            text = self.blocks[k].text
            if str(value[0]) in text and str(value[1]) in text and find_score([self.blocks[k]], [self.places[k]]) == value:
                return self._fact(shown, [k], re.compile(rf"\b{value[0]}\b\D{{1,40}}{value[1]}\b")) or Fact(shown, "", [])
        return Fact(shown, "", [])

    def addressee(self, item: dict[str, Any]) -> Fact | None:
        """Who should act on a recommendation, and where that is said."""
        who = item["addressee"]
        if who is None:
            return None
        block = item.get("addressee_block")
        at = item["blocks"][0] if block is None else block
        source = "own_words" if at in item["blocks"] and self.blocks[at].kind != "row" else self.blocks[at].kind
        fact = self._fact(who, [at], who)
        return Fact(
            who, {"row": "table", "paragraph": "lead_in", "bullet": "lead_in"}.get(source, source), fact.locations if fact else []
        )

    def _part(self, k: int) -> str:
        part = self.places[k].part
        # acknowledgements and imprint stand behind the contents
        return "front" if part == "contents" and self.blocks[k].kind == "paragraph" else part

    def _title(self, value: str) -> list[int]:
        """The blocks that a title is made of: neighbours on the cover, else one that holds it, a running header at last."""
        front = [b for b in self.blocks if b.page <= _FRONT_PAGES and b.kind != "furniture"]
        for k, first in enumerate(front):
            text = ""
            taken: list[int] = []
            if not value.startswith(first.text.split(" ", 1)[0]):
                continue
            for b in front[k : k + 8]:
                text, taken = f"{text} {b.text}".strip(), [*taken, b.index]
                if " ".join(text.split()) == value:
                    return taken
                if not value.startswith(" ".join(text.split())):
                    break
        return next(([b.index] for b in [*front, *self.blocks] if value in b.text), [])

    def _first(self, name: str, value: Any) -> int | None:
        """The first block that gives the value by itself."""
        needed = _needed(name, value)
        for k in self._candidates(name):
            if needed(self.blocks[k].text) and read_metadata([self.blocks[k]], [self.places[k]])[name] == value:
                return k
        return None

    def _candidates(self, name: str) -> Iterable[int]:
        if name == "cases_inspected":
            return self._in_parts(_CASES_IN)
        if name in ("published", "region"):
            named = [b.index for b in self.blocks if b.page <= _FRONT_PAGES]
            # a line that names the publisher comes before others, on the cover before all
            publisher = [k for k in named if re.search(r"inspectorate|publish", self.blocks[k].text, re.I)]
            return [
                *(k for k in publisher if self.blocks[k].page == 1),
                *(k for k in named if self.blocks[k].page == 1),
                *publisher,
                *named,
            ]
        return range(len(self.blocks))

    def _in_parts(self, parts: tuple[str, ...]) -> Iterator[int]:
        for part in parts:
            yield from (k for k, place in enumerate(self.places) if place.part == part)

    def _fact(self, value: Any, at: list[int], printed: str | re.Pattern[str] | None = None) -> Fact | None:
        """A fact with the places of its blocks, narrowed to the lines where it is printed."""
        if not at:
            said = any(value == known for known in self.edition.values())
            return Fact(value, "page_head" if said else "not_located", [])
        block = self.blocks[at[0]]
        source = "running_header" if block.kind == "furniture" else "cover" if block.page == 1 else self._part(at[0])
        for k in at if printed else ():
            text = self.blocks[k].text
            pattern = printed if isinstance(printed, re.Pattern) else re.compile(re.escape(printed or ""), re.I)
            if found := pattern.search(text):
                start = self.blocks[k].start
                where = block_locations(self.doc, [k], start + found.start(), start + found.end())
                return Fact(value, source, where or block_locations(self.doc, [k]))
        return Fact(value, source, block_locations(self.doc, at))


def _needed(name: str, value: Any) -> Callable[[str], bool]:
    """What a text must hold to give the value at all: cheaper to look for than to read."""
    if name in ("published", "fieldwork_started"):
        year = str(value)[:4]
        return lambda text: year in text or str(int(year) + 1) in text
    if name == "isbn":
        return lambda text: "ISBN" in text.upper()
    if name == "cases_inspected":
        return lambda text: _CASE.search(text) is not None
    return lambda text: str(value) in text


def _printed(name: str, value: Any) -> str | re.Pattern[str] | None:
    """How a value is printed, so that its line is found in a long passage."""
    if name in ("published", "fieldwork_started"):
        month = MONTH_NAMES[int(str(value)[5:7]) - 1][:3]
        return re.compile(rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{month}\w*\W{{1,3}}.{{0,30}}?\d{{4}}", re.I)
    return None if name == "cases_inspected" else str(value)
