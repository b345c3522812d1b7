"""The index of the search in SQLite: what `tables/sqlite.py` adds to an archive's database, and how a query asks it.

`search_items` has a row for every finding, recommendation, quote and service, `search_fts` (FTS5) its words under the same row
id: `words` by their Porter stems, `exact` as they are with an underscore behind each, `same` the synonyms that the text says.
`search_compounds` are the words that a text writes in two parts. The view `search` shows the items with their texts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from findings_nlp.pipes.themes.terms import shipped_terms
from findings_nlp.retrieval.query import Language, Part, Query
from findings_nlp.retrieval.synonyms import Occurrences, Synonyms, form, synonyms
from findings_nlp.retrieval.words import LONGEST_WORD, parted, spelled

KINDS = ("finding", "recommendation", "quote", "service")
# the tables that the index is made of
NEEDED = ("services", "reports", "findings", "recommendations", "quotes")
_TABLES = (
    'CREATE TABLE "search_items" (item INTEGER PRIMARY KEY, kind TEXT NOT NULL, report TEXT NOT NULL, id TEXT NOT NULL, '
    'name TEXT, FOREIGN KEY (report) REFERENCES "reports" (report))',
    "CREATE VIRTUAL TABLE \"search_fts\" USING fts5(kind, words, exact, same, content='', tokenize=\"porter ascii tokenchars '_'\")",
    'CREATE TABLE "search_compounds" (word TEXT PRIMARY KEY, first TEXT NOT NULL, second TEXT NOT NULL) WITHOUT ROWID',
)
_VIEW = """CREATE VIEW "search" AS
SELECT i.item, i.kind, i.report, i.id, COALESCE(f.page, r.page, q.page) AS page, COALESCE(f.text, r.text, q.text, i.name) AS text,
  p.inspected_body, p.service_id, p.sector, p.family, p.region, p.published, p.published_year,
  f.standard, f.standard_id, f.standard_name, f.polarity, r.addressee, r.addressee_id, r.addressee_kind,
  COALESCE(f.themes, r.themes, '[]') AS themes, COALESCE(f.page_url, r.page_url, q.page_url, p.source_url) AS page_url,
  COALESCE(f.citation, r.citation, p.citation) AS citation
FROM search_items i JOIN reports p ON p.report = i.report
  LEFT JOIN findings f ON i.kind = 'finding' AND f.report = i.report AND f.finding = i.id
  LEFT JOIN recommendations r ON i.kind = 'recommendation' AND r.report = i.report AND r.recommendation = i.id
  LEFT JOIN quotes q ON i.kind = 'quote' AND q.report = i.report AND q.position = CAST(substr(i.id, 2) AS INTEGER)"""
_TEXTS = """SELECT 'finding', report, finding, text FROM findings
UNION ALL SELECT 'recommendation', report, recommendation, text FROM recommendations
UNION ALL SELECT 'quote', report, printf('q%02d', position), text FROM quotes"""
# the newest report stands for a service
_NEWEST = """SELECT service_id, names, (SELECT report FROM reports p WHERE p.service_id = s.service_id
  ORDER BY coalesce(published, '') DESC, report DESC LIMIT 1) FROM services s ORDER BY service_id"""
_STRETCH = 5_000


def key(long: str) -> str:
    """The word that stands for synonyms in the index: their long form's words as one.

    >>> key("multi-agency public protection arrangements")
    'multiagencypublicprotectionarrangements'
    """
    return "".join(form(long))[:LONGEST_WORD]


def shipped_synonyms() -> list[Synonyms]:
    """Those of the package's glossary."""
    return synonyms(shipped_terms())


def glossary_compounds() -> dict[str, tuple[str, str]]:
    """The words that the package's glossary writes in two parts."""
    wordings = (w for t in shipped_terms() for w in (*t.names, *(x for a in t.abbreviations for x in (a.short, a.long))))
    return {a + b: (a, b) for wording in wordings for a, b in parted(wording)}


def write_index(base: sqlite3.Connection) -> None:
    """Add the search to a database that holds the tables of an archive.

    Args:
        base: the database, open for writing, with the tables of `NEEDED`.
    """
    for statement in (*_TABLES, _VIEW):
        base.execute(statement)
    same = shipped_synonyms()
    occurrences, names = Occurrences(same), [" ".join([key(s.long), *("".join(form(x)) for x in s.shorts)]) for s in same]
    compounds = glossary_compounds()
    items: list[tuple[object, ...]] = []
    said: list[tuple[object, ...]] = []
    for item, (kind, report, name, text, own) in enumerate(_items(base), 1):
        compounds.update({a + b: (a, b) for a, b in parted(text)})
        found = [word[:LONGEST_WORD] for word in spelled(text)]
        exact = " ".join(f"{word}_" for word in found)
        items.append((item, kind, report, name, own))
        said.append((item, kind, " ".join(found), exact, " ".join(names[k] for k in occurrences.of(text))))
        if len(items) == _STRETCH:
            _flush(base, items, said)
    _flush(base, items, said)
    base.executemany("INSERT INTO search_compounds VALUES (?, ?, ?)", sorted((w, *parts) for w, parts in compounds.items()))
    base.execute("INSERT INTO search_fts (search_fts) VALUES ('optimize')")


def _flush(base: sqlite3.Connection, items: list[tuple[object, ...]], said: list[tuple[object, ...]]) -> None:
    base.executemany("INSERT INTO search_items VALUES (?, ?, ?, ?, ?)", items)
    base.executemany("INSERT INTO search_fts (rowid, kind, words, exact, same) VALUES (?, ?, ?, ?, ?)", said)
    items.clear()
    said.clear()


def _items(base: sqlite3.Connection) -> Iterator[tuple[str, str, str, str, str | None]]:
    """Kind, report, id and text of each item; and the text once more where no other table holds it: the names of a service."""
    for kind, report, name, text in base.execute(_TEXTS):
        yield kind, report, name, text, None
    for service, names, report in base.execute(_NEWEST).fetchall():
        if report is not None:
            text = "; ".join(reversed(json.loads(names)))
            yield "service", report, service, text, text


def language(base: sqlite3.Connection) -> Language:
    """What queries to a database are read with."""
    compounds = {
        word: (first, second) for word, first, second in base.execute("SELECT word, first, second FROM search_compounds")
    }
    return Language(shipped_synonyms(), compounds)


def expression(query: Query, known: Iterable[Synonyms]) -> str:
    """A query as FTS5 takes it: `SELECT ... FROM search_fts WHERE search_fts MATCH expression`.

    >>> from findings_nlp.retrieval.query import parse
    >>> expression(parse('staff "risk of harm" -police', Language((), {})), ())
    '(words : "staff" AND exact : "risk_ of_ harm_") NOT (words : "police")'
    """
    names = [key(one.long) for one in known]
    wanted = " AND ".join(_written(part, names) for part in query.wanted) or f"kind : ({' OR '.join(KINDS)})"
    if not query.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_written(part, names) for part in query.unwanted)})"


def _written(part: Part, names: list[str]) -> str:
    if part.parts:
        return f"({f' {part.kind.upper()} '.join(_written(one, names) for one in part.parts)})"
    if part.kind == "same":
        return f'same : "{names[part.place]}"'
    if part.kind == "start":
        return f'exact : "{part.words[0]}" *'
    if part.kind == "exact":
        return f'exact : "{" ".join(f"{word}_" for word in part.words)}"'
    return f'words : "{" ".join(part.words)}"'
