"""Ratings, score, overall rating and key questions. What is printed is reported; nothing is inferred but the overall
rating from the score band, and then the source says so.

Component `findings_ratings` writes them into the document's data.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext, contexts_of, standard_of
from findings_nlp.document.doc import BlockView, is_report, report_data, views
from findings_nlp.families.rating_rules import POINTS
from findings_nlp.families.rating_words import INSPECTORATE, RatedItem, Scale
from findings_nlp.families.wordings import Wordings, wordings_of
from findings_nlp.pipes.facts.garbled import legible
from findings_nlp.pipes.facts.key_questions import find_key_questions
from findings_nlp.pipes.facts.kind import document_kind, family_of
from findings_nlp.pipes.facts.metadata import read_metadata
from findings_nlp.pipes.facts.naming import chapter_of, resolved, squeezed, unique_names
from findings_nlp.pipes.facts.overall import find_overall, find_score
from findings_nlp.pipes.facts.publisher import other_inspectorate
from findings_nlp.pipes.facts.rating_columns import columns_above, told_apart

_Own = dict[str | None, str]  # the rating that each standard's own table gives
_SUFFIX = r"(?:[.:–—]|\brating)\s*[‘“]?(?P<r>{rating})[’”.]?\s*$"
_ROW_END = r"^(?P<name>\D.{2,90}?)(?:\s*[:–—|])?\s+[‘“]?(?P<r>{rating})[’”.]?$"


def find_ratings(
    blocks: list[BlockView], places: list[BlockContext], wordings: Wordings | None = None
) -> tuple[list[RatedItem], list[RatedItem]]:
    """One item for each rated standard: from the ratings page, else from summary tables, else from the sections.

    Returns these and the ratings of earlier inspections that stand beside them.
    """
    wordings = wordings or wordings_of()
    body = next((k for k, p in enumerate(places) if p.part == "body"), len(places))
    on_page = [k for k, p in enumerate(places) if p.part == "ratings"]
    own = {item.standard: str(item.value) for item in ratings_in_sections(blocks, places, wordings.scale)}
    score = find_score(blocks, places, wordings)
    for indices in (on_page, range(body), range(len(blocks))):
        chosen = [k for k in indices if places[k].part not in ("contents", "previous") and places[k].role != "aside"]
        items, earlier = _from_rows(blocks, places, chosen, own, score, wordings)
        if len(items) >= 2:
            return items, earlier
    return ratings_in_sections(blocks, places, wordings.scale), []


def _from_rows(
    blocks: list[BlockView],
    places: list[BlockContext],
    indices: list[int],
    own: _Own,
    score: tuple[int, int] | None,
    wordings: Wordings,
) -> tuple[list[RatedItem], list[RatedItem]]:
    """The ratings in the rows of tables, and those of earlier inspections.

    Args:
        blocks: of the report.
        places: of the blocks.
        indices: positions of the blocks to look at.
        own: the rating that each standard's own section gives.
        score: that the report states.
        wordings: rating words and labels.
    """
    scale = wordings.scale
    found: list[RatedItem] = []
    earlier: list[RatedItem] = []
    pending: tuple[int, str | None, str] | None = None
    untold = _untold_column(blocks, indices, own, score, scale)
    for k in indices:
        block = blocks[k]
        cells = block.cell_texts() if block.kind == "row" else [block.text]
        columns = columns_above(blocks, k, scale) if len(cells) > 1 else None
        now, before = told_apart(cells, columns, scale) if columns else (None, [])
        item = _row_item(cells, wordings, now or (before[0][0] if before else None), untold)
        if item is None and block.kind == "bullet" and places[k].part == "ratings":
            item = _numbered_item(block, scale)
        if item is None and pending and len(cells) == 1 and (rating := scale.whole(cells[0])) and k - pending[0] <= 2:
            item = (pending[1], pending[2], rating)
        if item is None:
            number = standard_of(cells[0]) or wordings.standard(cells[0])
            name = _name_of(cells[0]) or (cells[1] if len(cells) > 1 else "")
            pending = (k, number, name) if number and len(block.text) < 90 else None
            continue
        number, name, rating = item
        if wordings.overall.search(name):
            continue
        earlier += [RatedItem(number, name, r, [k], block.start, block.end, year) for r, year in before]
        if before and now is None:
            continue  # rated at the earlier inspection only
        found.append(RatedItem(number, name, rating, [k], block.start, block.end, None if columns else _year_over(places[k])))
    out, later = _of_one_year(found)
    return _near_numbered(blocks, out), earlier + later


def _untold_column(blocks: list[BlockView], indices: list[int], own: _Own, score: tuple[int, int] | None, scale: Scale) -> int:
    """Which of several ratings in a row counts where no head says so.

    Those that the standards' own tables repeat, else those that add up to the score, else the first.
    """
    rows = [blocks[k].cell_texts() for k in indices if blocks[k].kind == "row"]
    read = [(own.get(standard_of(cells[0])), [r for c in cells[1:] if (r := scale.whole(c))]) for cells in rows]
    read = [(value, ratings) for value, ratings in read if len(ratings) > 1]
    if not read:
        return 0

    def fits(column: int) -> tuple[int, bool, int]:
        same = sum(ratings[column] == value for value, ratings in read)
        return same, score is not None and sum(POINTS.get(ratings[column], 0) for _, ratings in read) == score[0], -column

    return max(range(min(len(ratings) for _, ratings in read)), key=fits)


def _year_over(place: BlockContext) -> int | None:
    """The year in the heading over a table of ratings: "Ratings in 2019"."""
    found = re.search(r"(?<!\d)(20[012]\d)(?!\d)", place.section or "")
    return int(found[1]) if found and re.search(r"\brat(?:ing|ed)", place.section or "", re.I) else None


def _of_one_year(found: list[RatedItem]) -> tuple[list[RatedItem], list[RatedItem]]:
    """The first rating of each standard in the latest year that headings name, and those of the years before."""
    latest = max((item.year for item in found if item.year), default=None)
    out: dict[str, RatedItem] = {}
    earlier = []
    for item in found:
        if item.year and item.year != latest:
            earlier.append(item)
            continue
        item.year = None
        out.setdefault((item.standard or item.name).casefold().replace(" ", ""), item)
    return list(out.values()), earlier


def _near_numbered(blocks: list[BlockView], items: list[RatedItem]) -> list[RatedItem]:
    numbered = [item for item in items if item.standard]
    if len(numbered) < 2:
        return items
    # some standards of one table may have no number; rows far from the numbered ones are of another table
    rows = {k for item in numbered for k in item.blocks}
    near = range(min(rows) - 8, max(rows) + 2)
    return [item for item in items if item.standard or (item.blocks[0] in near and blocks[item.blocks[0]].kind == "row")]


def _row_item(
    cells: list[str], wordings: Wordings, now: str | None = None, column: int = 0
) -> tuple[str | None, str, str] | None:
    """Number, name and rating in a row; of several ratings that of this inspection, `now`, or in a `column`.

    Args:
        cells: their texts, from left to right.
        wordings: rating words and names of standards that have no number.
        now: the rating that a table's head says is of this inspection.
        column: which of several ratings counts otherwise.
    """
    scale = wordings.scale
    if len(cells) >= 2:
        ratings = [r for c in cells[1:] if (r := scale.whole(c))]
        rating = now or next(iter(ratings[column:] or ratings), None)
        # in a narrow cell the rest of the phrase may stand on another line
        if rating is None and scale.scored and any(c.strip().casefold() == "requires" for c in cells[1:]):
            rating = "Requires improvement"
        if rating is None and (found := scale.pattern(_ROW_END).match(cells[-1])):
            cells = [*cells[:-1], found["name"]]
            rating = scale.spelt(found["r"])
        if rating is None:
            return None
        # the number may stand behind a cell that names the domain
        at = next((k for k, c in enumerate(cells) if standard_of(c)), 0)
        name = _name_of(cells[at]) or next((c for c in cells[at + 1 :] if not scale.whole(c)), "")
        number = standard_of(cells[at]) or chapter_of(cells[at]) or wordings.standard(name)
        if len(name) > 90 or (number is None and len(name.split()) > 8):
            return None
        return (number, name, rating) if name or number else None
    text = cells[0]
    if len(text) < 130 and (found := scale.pattern(_ROW_END).match(_name_of(text))):
        name = found["name"].strip(" :–—|")
        if number := standard_of(text) or wordings.standard(name):
            return number, name, scale.spelt(found["r"])
    return None


def _numbered_item(block: BlockView, scale: Scale) -> tuple[str | None, str, str] | None:
    """A row of a table without rules, "1. Staffing    Good", that was read as an item of a list."""
    found = scale.pattern(_ROW_END).match(block.text)
    number = chapter_of(block.label)
    return (number, found["name"].strip(" :–—|"), scale.spelt(found["r"])) if found and number and len(block.text) < 130 else None


def _name_of(text: str) -> str:
    number = standard_of(text)
    if number:
        rest = re.sub(r"^(?:[Ss]tandard\s+)?(?:[PRNVCA]\s?)?\d(?:\.\d{1,2})?[.:]?\s*", "", text)
    else:
        rest = re.sub(r"^(?:standard\s+)?\d[.:]?(?:\s+|$)", "", text, flags=re.I)
    return rest.strip(" :–—")


def ratings_in_sections(blocks: list[BlockView], places: list[BlockContext], scale: Scale = INSPECTORATE) -> list[RatedItem]:
    """The rating printed between a standard's heading and its first list."""
    out: dict[str, RatedItem] = {}
    for k, (block, place) in enumerate(zip(blocks, places, strict=True)):
        number = place.standard
        if (
            number is None
            or place.part != "body"
            or place.polarity
            or place.role in ("aside", "polarity", "box")
            or number in out
        ):
            continue
        texts = block.cell_texts() if block.kind == "row" else [block.text]
        rating = next((r for t in texts if (r := scale.whole(t))), None)
        if rating is None and block.kind == "paragraph" and (found := scale.pattern(_SUFFIX).search(block.text)):
            rating = scale.spelt(found["r"])
        if rating:
            name = _name_of(next((h for h in reversed(place.headings) if standard_of(h) == number), place.section or ""))
            out[number] = RatedItem(number, name, rating, [k], block.start, block.end)
    return list(out.values())


@Language.factory("findings_ratings", assigns=["doc._.ratings"], requires=["doc.spans"], default_config={})
def make_ratings(nlp: Language, name: str) -> Ratings:
    """Factory of the component `findings_ratings`."""
    return Ratings()


class Ratings:
    """spaCy component `findings_ratings`: see the module's docstring. Needs `findings_segments` before it."""

    def __call__(self, doc: Doc) -> Doc:
        """Read ratings, score, key questions, metadata and family, and write them on the `Doc`."""
        if not is_report(doc):
            return doc  # a plain text has no sections
        blocks, places = views(doc), contexts_of(doc)
        data = report_data(doc)
        wordings = wordings_of(data.get("wordings", ""))
        ratings, earlier = find_ratings(blocks, places, wordings)
        score = find_score(blocks, places, wordings)
        overall, source, overall_block = find_overall(blocks, places, score, wordings)
        metadata = read_metadata(*legible(blocks, places, data["notes"]), data.get("edition"), wordings)
        family = family_of(blocks, places, metadata, data)
        publisher = other_inspectorate(blocks) if not data.get("own_family") else None
        if publisher:
            family = None
        kind = document_kind(blocks, metadata["title"], family)
        unrated = kind != "inspection_report" or (family is not None and family.rated == "no")
        data["ratings_left_out"] = len(ratings) + bool(overall) if unrated else 0
        if unrated:
            # it tells of many services, or of none
            ratings, earlier, score, overall, source, overall_block = [], [], None, None, None, None
        printed = {squeezed(item.standard): item.standard for item in ratings if item.standard}
        by_name = unique_names(ratings)
        for finding in data.get("findings", []) + data.get("none_stated", []):
            finding["standard"] = resolved(finding["standard"], finding["headings"], printed, by_name)
        questions = find_key_questions(blocks, places, wordings)
        for item in questions:
            item.standard = printed.get(squeezed(item.standard), item.standard)
        data["ratings"] = [_plain(item) for item in ratings]
        data["previous_ratings"] = [_plain(item) | {"year": item.year} for item in earlier]
        own = ratings_in_sections(blocks, places, wordings.scale) if not unrated else []
        data["ratings_in_sections"] = [_plain(item) for item in own]
        data["key_questions"] = [_plain(item) for item in questions]
        data["score"] = list(score) if score else None
        data["overall"] = {
            "rating": overall if overall in wordings.scale.words else None,
            "source": source,
            "block": overall_block,
        }
        data["metadata"] = metadata
        data["family"] = family.id if family else "unknown"
        data["kind"] = kind
        data["publisher"] = publisher
        return doc


def _plain(item: RatedItem) -> dict[str, Any]:
    return {
        "standard": item.standard,
        "name": item.name,
        "value": item.value,
        "blocks": item.blocks,
        "start": item.start,
        "end": item.end,
    }
