"""The data of the search, split into script files that a page loads as it needs them (`static/data.js` says how).

Findings are numbered as the archive has them, newest report first. `facets.js` holds what every filter needs, `terms/XX.js`
the findings of each word that begins with XX, `same/N.js` the findings that say the synonyms of that number,
`texts/N.js` the texts of a hundred findings. Numbers are packed as characters: gaps between ascending numbers, five bits a character, most significant first, bit six set where more follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from findings_nlp.site.archive import AREA, STRENGTH, Archive, Finding, Report
from findings_nlp.site.slugs import slugs
from findings_nlp.site.synonyms import Occurrences, Synonyms, listed
from findings_nlp.site.words import STOP, words

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
CHUNK = 100
LONGEST_WORD = 40


def packed(numbers: Iterable[int]) -> str:
    """Strictly ascending numbers from 0 as characters.

    >>> packed([0, 1, 40])
    'AAhG'
    """
    out, last = [], -1
    for number in numbers:
        gap, last = number - last - 1, number
        digits = [ALPHABET[gap & 31]]
        while gap := gap >> 5:
            digits.append(ALPHABET[32 | (gap & 31)])
        out.append("".join(reversed(digits)))
    return "".join(out)


def script(name: str, value: Any) -> str:
    r"""A script file that hands a value to the page. ASCII only, and no text in it can end a script or a comment.

    >>> script("a", "</script>\u2028")
    'archive.take("a",JSON.parse("\\"\\\\u003c/script\\\\u003e\\\\u2028\\""));\n'
    """
    inner = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    # JSON.parse of one string is quicker than a script literal, and knows no __proto__
    inner = inner.replace("<", "\\u003c").replace(">", "\\u003e")
    return f"archive.take({json.dumps(name)},JSON.parse({json.dumps(inner)}));\n"


def numbered(archive: Archive) -> list[tuple[Report, Finding]]:
    """All findings in the order of their numbers."""
    return [(report, finding) for report in archive.reports for finding in report.findings]


def facets(archive: Archive, shards: Iterable[str] = (), same: Iterable[Synonyms] = ()) -> dict[str, Any]:
    """Lists of the filters' values and, for each report and finding, which it has; names of the shards of words; synonyms."""
    items = numbered(archive)
    short = slugs(theme.id for theme in archive.themes)
    regions = sorted({r.region for r in archive.reports if r.region})
    standards = sorted({f.standard for _, f in items})
    place_of = {id(report): number for number, place in enumerate(archive.places) for report in place.reports}
    spot = {"region": {v: n for n, v in enumerate(regions)}, "family": {v: n for n, v in enumerate(archive.families)}}
    by_theme: dict[str, list[int]] = {theme.id: [] for theme in archive.themes}
    for number, (_, finding) in enumerate(items):
        for theme in dict.fromkeys(finding.themes):
            by_theme[theme].append(number)
    standard_of = {standard: number for number, standard in enumerate(standards)}
    sides = {AREA: 0, STRENGTH: 1}
    kinds = [standard_of[f.standard] * 4 + sides.get(f.polarity, 2) for _, f in items]
    return {
        "chunk": CHUNK,
        "longest": LONGEST_WORD,
        "stop": sorted(STOP),
        "shards": list(shards),
        "same": listed(same),
        "families": [[key, name] for key, name in archive.families.items()],
        "regions": regions,
        "places": [[place.slug, place.name] for place in archive.places],
        "standards": standards,
        "themes": [[t.id, t.name, packed(by_theme[t.id]), short[t.id]] for t in archive.themes],
        # name, slug, family, region, place, published, number of findings
        "reports": [
            [r.body, r.slug, spot["family"][r.family], spot["region"].get(r.region, -1), place_of[id(r)], r.published, len(r.findings), r.name]
            for r in archive.reports
        ],
        # runs of findings of one standard and polarity: four times the standard's place, plus 1 for strengths, 2 for mixed; length
        "runs": [number for kind, run in groupby(kinds) for number in (kind, sum(1 for _ in run))],
    }  # fmt: skip


def shard_of(word: str) -> str:
    """The file that holds a word: its first two characters.

    >>> shard_of("risk"), shard_of("7")
    ('ri', '7')
    """
    return word[:2]


def term_files(archive: Archive) -> Iterator[tuple[str, list[Any]]]:
    """Shards of words: the words in order, and the packed numbers of the findings of each."""
    postings: dict[str, list[int]] = {}
    for number, (_, finding) in enumerate(numbered(archive)):
        for word in dict.fromkeys(w[:LONGEST_WORD] for w in words(finding.text)):
            postings.setdefault(word, []).append(number)
    for shard, group in groupby(sorted(postings), shard_of):
        found = list(group)
        yield shard, [found, [packed(postings[word]) for word in found]]


def same_files(archive: Archive, same: Iterable[Synonyms]) -> Iterator[tuple[str, str]]:
    """For each of the synonyms, by its place in their list, the packed numbers of the findings that say one of them."""
    chosen = list(same)
    found: list[list[int]] = [[] for _ in chosen]
    occurrences = Occurrences(chosen)
    for number, (_, finding) in enumerate(numbered(archive)):
        for place in occurrences.of(finding.text):
            found[place].append(number)
    return ((str(place), packed(numbers)) for place, numbers in enumerate(found))


def text_files(archive: Archive) -> Iterator[tuple[str, list[Any]]]:
    """Chunks of findings: id, text, section, page, places of its themes in the list of themes."""
    items = numbered(archive)
    theme_of = {theme.id: number for number, theme in enumerate(archive.themes)}
    for start in range(0, len(items), CHUNK):
        part = items[start : start + CHUNK]
        yield str(start // CHUNK), [[f.id, f.text, f.section, f.page, [theme_of[theme] for theme in f.themes]] for _, f in part]
