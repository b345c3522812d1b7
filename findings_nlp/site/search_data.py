"""The data of the search, split into script files that a page loads as it needs them (`static/data.js` says how).

Texts are numbered report by report, newest first: findings, recommendations, quotes; the services follow. `facets.js` holds what
every filter needs, `terms/XX.js` the texts of each word that begins with XX, `places/XX.js` where each stands in them, common words
too, `words/X.js` how many texts say each word that begins with X, `same/N.js` the texts that say the synonyms of that number,
`texts/N.js` a hundred texts. Numbers are packed as characters: five bits a character, most significant first, bit six set where
more follow; ascending numbers as gaps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from findings_nlp.keys.standards import standards
from findings_nlp.retrieval.index import glossary_compounds
from findings_nlp.retrieval.synonyms import Occurrences, Synonyms, listed
from findings_nlp.retrieval.words import LONGEST_WORD, STOP, parted, spelled
from findings_nlp.site.archive import Archive, Report
from findings_nlp.site.items import AREA, STRENGTH, Recommendation
from findings_nlp.site.slugs import slugs

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
CHUNK = 100
# kinds of a finding: its standard's place times `SIDES`, plus the place of its side; what is neither of these two is mixed
SIDES = 4
_SIDE = {AREA: 0, STRENGTH: 1}
RECOMMENDATION, QUOTE, SERVICE = -1, -2, -3


@dataclass(frozen=True, slots=True)
class Item:
    """A text to search: `kind` is twice the place of a finding's standard, plus 1 for strengths, or one of the numbers below 0."""

    report: Report
    kind: int
    id: str
    text: str
    section: str = ""
    page: int | None = None
    themes: tuple[str, ...] = ()
    addressee: str = ""
    bodies: tuple[str, ...] = ()


def written(numbers: Iterable[int]) -> str:
    """Numbers from 0 as characters.

    >>> written([0, 1, 40])
    'ABhI'
    """
    out = []
    for number in numbers:
        digits = [ALPHABET[number & 31]]
        while number := number >> 5:
            digits.append(ALPHABET[32 | (number & 31)])
        out.append("".join(reversed(digits)))
    return "".join(out)


def packed(numbers: Iterable[int]) -> str:
    """Strictly ascending numbers from 0 as characters.

    >>> packed([0, 1, 40])
    'AAhG'
    """
    return written(_gaps(numbers))


def _gaps(numbers: Iterable[int]) -> Iterator[int]:
    last = -1
    for number in numbers:
        yield number - last - 1
        last = number


def script(name: str, value: Any) -> str:
    r"""A script file that hands a value to the page. ASCII only, and no text in it can end a script or a comment.

    >>> script("a", "</script>\u2028")
    'archive.take("a",JSON.parse("\\"\\\\u003c/script\\\\u003e\\\\u2028\\""));\n'
    """
    inner = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    # JSON.parse of one string is quicker than a script literal, and knows no __proto__
    inner = inner.replace("<", "\\u003c").replace(">", "\\u003e")
    return f"archive.take({json.dumps(name)},JSON.parse({json.dumps(inner)}));\n"


def standards_of(archive: Archive) -> list[tuple[str, str]]:
    """The standards of all findings as the pages print them, each with its id over frameworks, in order."""
    return sorted({(f.standard, f.standard_id) for r in archive.reports for f in r.printed})


def bodies_of(archive: Archive) -> dict[str, str]:
    """Name by id of every body that a recommendation is addressed to: the shortest way in which the reports write it."""
    names: dict[str, str] = {}
    for name, _, written_as in (body for r in archive.reports for item in r.recommendations for body in item.bodies):
        if name:
            names[name] = min(names.get(name, written_as), written_as, key=lambda text: (len(text), text))
    return dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))


def numbered(archive: Archive) -> list[Item]:
    """All texts in the order of their numbers."""
    place = {standard: number for number, standard in enumerate(standards_of(archive))}
    out = []
    for r in archive.reports:
        for f in r.printed:
            kind = place[f.standard, f.standard_id] * SIDES + _SIDE.get(f.polarity, 2)
            out.append(Item(r, kind, f.id, f.text, f.section, f.page, tuple(dict.fromkeys(f.themes))))
        for item in r.recommendations:
            themes = tuple(dict.fromkeys(item.themes))
            out.append(Item(r, RECOMMENDATION, item.id, item.text, "", item.page, themes, item.addressee, _ids(item)))
        out += [Item(r, QUOTE, quote.id, quote.text, quote.section, quote.page) for quote in r.quotes]
    for found in archive.places:
        names = dict.fromkeys(report.body for report in reversed(found.reports))
        out.append(Item(found.reports[-1], SERVICE, found.slug, "; ".join(names)))
    return out


def _ids(item: Recommendation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _, _ in item.bodies if name))


def facets(archive: Archive, items: list[Item], shards: Iterable[str] = (), same: Iterable[Synonyms] = ()) -> dict[str, Any]:
    """Lists of the filters' values and, for each report and text, which it has; names of the shards of words; what is the same.

    Args:
        archive: the archive.
        items: as `numbered` gives them.
        shards: names of the files of `terms`.
        same: the synonyms.
    """
    short = slugs(theme.id for theme in archive.themes)
    regions = sorted({r.region for r in archive.reports if r.region})
    spot = {"region": {v: n for n, v in enumerate(regions)}, "family": {v: n for n, v in enumerate(archive.families)}}
    place_of = {id(report): number for number, place in enumerate(archive.places) for report in place.reports}
    report_of = {id(report): number for number, report in enumerate(archive.reports)}
    by_theme: dict[str, list[int]] = {theme.id: [] for theme in archive.themes}
    bodies = bodies_of(archive)
    by_body: dict[str, list[int]] = {name: [] for name in bodies}
    for number, item in enumerate(items):
        for theme in item.themes:
            by_theme[theme].append(number)
        for body in item.bodies:
            by_body[body].append(number)
    names = list(shards)
    return {
        "chunk": CHUNK,
        "longest": LONGEST_WORD,
        "stop": sorted(STOP),
        "shards": names,
        "letters": sorted({name[0] for name in names}),
        "compounds": sorted(_compounds(items)),
        "same": listed(same),
        "families": [[key, name] for key, name in archive.families.items()],
        "regions": regions,
        "places": [[place.slug, place.name, report_of[id(place.reports[-1])]] for place in archive.places],
        # as printed, and the key of the filter
        "standards": [[label, name or label] for label, name in standards_of(archive)],
        "standard_names": {name: known.name for name, known in standards().items()},
        "bodies": [[name, bodies[name], packed(numbers)] for name, numbers in by_body.items()],
        "themes": [[t.id, t.name, packed(by_theme[t.id]), short[t.id]] for t in archive.themes],
        # name, slug, family, region, place, published, number of texts
        "reports": [
            [r.body, r.slug, spot["family"][r.family], spot["region"].get(r.region, -1), place_of[id(r)], r.published,
             len(r.printed) + len(r.recommendations) + len(r.quotes), r.name]
            for r in archive.reports
        ],
        # runs of texts of one kind; length
        "runs": [number for kind, run in groupby(item.kind for item in items) for number in (kind, sum(1 for _ in run))],
    }  # fmt: skip


def _compounds(items: Iterable[Item]) -> set[tuple[str, str]]:
    """The words that a text or the glossary writes in two parts; for each word the last way, as in the database."""
    found = glossary_compounds()
    for item in items:
        found.update({a + b: (a, b) for a, b in parted(item.text)})
    return set(found.values())


def shard_of(word: str) -> str:
    """The file that holds a word: its first two characters.

    >>> shard_of("risk"), shard_of("7")
    ('ri', '7')
    """
    return word[:2]


class Words:
    """Which words the texts say, and where."""

    def __init__(self, items: Iterable[Item]) -> None:
        # for each word: number of a text, count less 1, gaps between the places; and so on
        self._places: dict[str, list[int]] = {}
        self._texts: dict[str, list[int]] = {}
        for number, item in enumerate(items):
            there: dict[str, list[int]] = {}
            for place, word in enumerate(spelled(item.text)):
                there.setdefault(word[:LONGEST_WORD], []).append(place)
            for word, places in there.items():
                texts = self._texts.setdefault(word, [])
                gap = number - (texts[-1] if texts else -1) - 1
                texts.append(number)
                self._places.setdefault(word, []).extend((gap, len(places) - 1, *_gaps(places)))
        self._shards = [(shard, list(group)) for shard, group in groupby(sorted(self._texts), shard_of)]

    def terms(self) -> Iterator[tuple[str, list[Any]]]:
        """Shards of words but common ones: the words in order, and the packed numbers of the texts of each."""
        for shard, group in self._shards:
            found = [word for word in group if word not in STOP]
            yield shard, [found, [packed(self._texts[word]) for word in found]]

    def places(self) -> Iterator[tuple[str, list[Any]]]:
        """Shards of all words: the words in order, and for each where it stands in which texts."""
        for shard, group in self._shards:
            yield shard, [group, [written(self._places[word]) for word in group]]

    def counts(self) -> Iterator[tuple[str, list[Any]]]:
        """For each first character the words that begin with it, and how many texts say each."""
        for first, group in groupby(sorted(self._texts), lambda word: word[0]):
            found = list(group)
            yield first, [found, [len(self._texts[word]) for word in found]]


def same_files(items: Iterable[Item], same: Iterable[Synonyms]) -> Iterator[tuple[str, str]]:
    """For each of the synonyms, by its place in their list, the packed numbers of the texts that say one of them."""
    chosen = list(same)
    found: list[list[int]] = [[] for _ in chosen]
    occurrences = Occurrences(chosen)
    for number, item in enumerate(items):
        for place in occurrences.of(item.text):
            found[place].append(number)
    return ((str(place), packed(numbers)) for place, numbers in enumerate(found))


def text_files(archive: Archive, items: list[Item]) -> Iterator[tuple[str, list[Any]]]:
    """Chunks of texts: id, text, section, page, places of its themes in the list of themes, addressee."""
    theme_of = {theme.id: number for number, theme in enumerate(archive.themes)}
    for start in range(0, len(items), CHUNK):
        part = items[start : start + CHUNK]
        rows = [[i.id, i.text, i.section, i.page, [theme_of[theme] for theme in i.themes], i.addressee] for i in part]
        yield str(start // CHUNK), rows
