"""`findings_nlp.search`: what an archive says about a query."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from os import PathLike
from pathlib import Path

from findings_nlp.errors import TablesError
from findings_nlp.retrieval.answers import ORDERS, Answer, Value, conditions, count, select
from findings_nlp.retrieval.index import expression, language
from findings_nlp.retrieval.like import more_like
from findings_nlp.retrieval.opening import open_index
from findings_nlp.retrieval.query import Language, Part, parse
from findings_nlp.retrieval.slips import suggestions


def search(
    out: str | PathLike[str],
    query: str = "",
    kinds: str | Iterable[str] | None = None,
    *,
    like: str | None = None,
    limit: int | None = None,
    order: str = "score",
    **filters: Value,
) -> Answer:
    """Findings, recommendations, quotes and services of an archive that answer a query (docs/search.md).

    Args:
        out: the folder that `findings-nlp tag` wrote; quickest with the format sqlite, else the index is made each time.
        query: words; `"in quotation marks"`, `-without`, `one OR two`, `begin*`. Empty: everything that the filters let through.
        kinds: `finding`, `recommendation`, `quote`, `service`; by default all.
        like: instead of a query a report's and a text's id with a space between: the texts nearest to it, by sentence vectors
            where the model is installed, else by words.
        limit: the most hits to give; all by default. Counts are of all.
        order: `score`, or `newest` report first.
        filters: `report`, `service`, `family`, `region`, `year`, `standard`, `polarity`, `addressee` or `theme`: a value or a list.

    Raises:
        TablesError: where the folder holds no tables or they cannot be read.
        ValueError: for an unknown kind, order or filter, a query beside `like`, or a text that is not there.
    """
    if order not in ORDERS:
        raise ValueError(f"no order '{order}'; there are {', '.join(ORDERS)}")
    if like is not None and query:
        raise ValueError("like takes the place of a query: leave one of them out")
    where = conditions([kinds] if isinstance(kinds, str) else list(kinds or ()), filters)
    most = -1 if limit is None else max(0, limit)
    try:
        with closing(open_index(Path(out))) as base:
            return _answer(base, query, where, order, most) if like is None else more_like(base, like, where, most)
    except sqlite3.Error as error:
        raise TablesError(str(out), f"the search cannot read the tables ({error})") from error


def _answer(base: sqlite3.Connection, text: str, where: tuple[list[str], list[str | int]], order: str, limit: int) -> Answer:
    known = language(base)
    query = parse(text, known)
    match = expression(query, known.synonyms)
    hits = select(base, match, where, order=order, limit=limit, scored=bool(query.wanted))
    total, reports, facets = count(base, match, where)
    same = tuple((known.synonyms[k].long, *known.synonyms[k].shorts) for k in query.same)
    told = _suggested(base, known, (*query.wanted, *query.unwanted))
    return Answer(hits, total, reports, facets, same, told, match)


def _suggested(base: sqlite3.Connection, known: Language, parts: Iterable[Part]) -> dict[str, list[str]]:
    base.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', 'search_fts', 'col')")
    out = {}
    for word in dict.fromkeys(_words(parts)):
        said = base.execute(
            "SELECT 1 FROM search_fts WHERE search_fts MATCH ? LIMIT 1", [f'{{words exact}} : ("{word}" OR "{word}_")']
        )
        if said.fetchone() is None and word not in known.compounds:
            near = base.execute(
                "SELECT rtrim(term, '_'), doc FROM temp.search_words WHERE term >= ? AND term < ? AND col = 'exact'",
                [word[0], chr(ord(word[0]) + 1)],
            )
            out[word] = suggestions(word, near)
    return out


def _words(parts: Iterable[Part]) -> Iterator[str]:
    """The words that were typed: of what stands for several, the first way."""
    for part in parts:
        if part.kind == "or" and any(one.kind == "same" for one in part.parts):
            continue  # the glossary knows it
        if part.parts:
            yield from _words(part.parts if part.kind == "and" else part.parts[:1])
        elif part.kind in ("stem", "exact"):
            yield from part.words
