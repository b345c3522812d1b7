"""Reads what reviewers send back: a workbook, the file that the review page saves, or an export of Label Studio.

Each is checked as a whole before anything counts.
"""

from __future__ import annotations

import codecs
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings_nlp.errors import DataFileError
from findings_nlp.review import sheet
from findings_nlp.review.label_studio import read_tasks
from findings_nlp.review.stored import stored_review
from findings_nlp.review.verdicts import Returned

_LARGEST = 200_000_000  # bytes of a workbook's parts, unpacked
_MOST_ROWS = 200_000
_HEAD_WITHIN = 30  # rows in which a sheet's head is looked for


def read_returned(path: Path, out: Path) -> Returned:
    """Read a returned review.

    Args:
        path: a workbook of `findings-nlp review`, what its page saved (JSON), or what Label Studio exported (JSON).
        out: the archive that the review was made from.

    Raises:
        DataFileError: where the file is none of these, or its review is unknown.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataFileError(str(path), f"cannot be read ({error.strerror or error})") from None
    name = str(path)
    if data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] not in (b"{", b"["):
        return _workbook(name, data, out)
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise DataFileError(name, "is not JSON") from None
    return read_tasks(name, found, out) if isinstance(found, list) or "data" in found else _page(name, found, out)


# --- the page's file


def _page(name: str, found: dict[str, Any], out: Path) -> Returned:
    review = stored_review(out, found.get("review"), name)
    who, items = found.get("who", ""), found.get("items")
    if not isinstance(who, str) or not isinstance(items, list):
        raise DataFileError(name, "is not what a review page saves")
    told = Returned(review, who.strip())
    seen: set[tuple[str, int]] = set()
    for number, value in enumerate(items, 1):
        if (problem := _one(told, value)) is None and (key := (value["kind"], value["place"])) in seen:
            problem = "stands in the file twice"
        elif problem is None:
            seen.add(key)
        if problem:
            told.mistakes.append(f"{name}: item {number}: {problem}")
    return told


def _one(told: Returned, value: Any) -> str | None:
    """Take one item of a page's file; what is wrong with it."""
    review = told.review
    if not isinstance(value, dict) or value.get("kind") not in ("finding", "link") or not isinstance(value.get("place"), int):
        return "is not an item of a review"
    items = review.findings if value["kind"] == "finding" else review.links
    if not 0 <= value["place"] < len(items):
        return "the review has no such item"
    item, comment = items[value["place"]], str(value.get("comment") or "")
    if value["kind"] == "link":
        if value.get("link") not in ("reason", "none"):
            return f"unknown verdict {value.get('link')!r}"
        told.link(item, value["link"], comment)
        return None
    themes, side = value.get("themes"), value.get("polarity")
    if not isinstance(side, str) or (side not in review.polarities and side != item["polarity"]):
        return f"unknown polarity {side!r}"
    if not isinstance(themes, list) or any(not isinstance(t, str) or t not in review.themes for t in themes):
        return f"unknown theme in {themes!r}"
    told.finding(item, side, themes, comment)
    return None


# --- the workbook


def _workbook(name: str, data: bytes, out: Path) -> Returned:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                raise DataFileError(name, "is too large to be a review")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except DataFileError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise DataFileError(name, f"is not an Excel workbook ({type(error).__name__})") from None
    with closing(book):
        for wanted in (sheet.GUIDE, sheet.FINDINGS, sheet.LINKS):
            if wanted not in book.sheetnames:
                raise DataFileError(name, f"is no review made by findings-nlp: it has no sheet '{wanted}'")
        try:
            facts = {
                _text(row[0]): _text(row[1])
                for row in book[sheet.GUIDE].iter_rows(max_row=20, max_col=2, values_only=True)
                if len(row) > 1
            }
            told = Returned(stored_review(out, facts.get(sheet.ID_LABEL), name), facts.get(sheet.WHO_LABEL, ""))
            for row in _rows(told, name, book[sheet.FINDINGS], sheet.FINDINGS):
                _finding_row(told, row)
            for row in _rows(told, name, book[sheet.LINKS], sheet.LINKS):
                _link_row(told, row)
        except DataFileError:
            raise
        except Exception as error:
            raise DataFileError(name, f"cannot be read as a workbook ({type(error).__name__})") from None
    return told


@dataclass(slots=True)
class _Row:
    """A row of a returned sheet: where it stands, its cells by head, and the item of the review."""

    place: str
    cells: dict[str, str]
    item: dict[str, Any]


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("_x000D_\n", "\n").replace("\r\n", "\n").strip()


def _same(one: str, other: Any) -> bool:
    """Whether two cells hold the same words: programs differ in white space."""
    return one.split() == (sheet.shown(other) or "").split()


def _rows(told: Returned, name: str, found: Any, title: str) -> Iterator[_Row]:
    """The rows of a sheet that are items of the review, each once; what is wrong with others is told."""
    keys = ("report", "finding") if title == sheet.FINDINGS else ("report", "recommendation", "finding")
    items = {
        tuple(sheet.shown(item[key]) for key in keys): item
        for item in (told.review.findings if title == sheet.FINDINGS else told.review.links)
    }
    heads: list[str] | None = None
    seen: set[tuple[str, ...]] = set()
    for number, cells in enumerate(found.iter_rows(), 1):
        values = [_text(cell.value) for cell in cells]
        if heads is None:
            if {"Report", "Finding"} <= set(values):
                heads = values
                _check_heads(told, name, title, heads)
            elif number >= _HEAD_WITHIN:
                break
            continue
        if not any(values):
            continue
        place = f"{name}: {title}, row {number}"
        if number > _MOST_ROWS:
            raise DataFileError(name, f"{title} has more rows than a review can have")
        if any(cell.data_type == "f" for cell in cells):
            told.mistakes.append(f"{place}: a cell holds a formula; write the value itself")
            continue
        row = dict(zip(heads, values, strict=False))
        key = tuple(row.get(part.capitalize(), "") for part in keys)
        item = items.get(key)
        if item is None:
            told.mistakes.append(f"{place}: the review has no {' '.join(key)}")
        elif key in seen:
            told.mistakes.append(f"{place}: {' '.join(key)} stands in another row as well")
        elif wrong := [head for head, value in _texts(item) if not _same(row.get(head, ""), value)]:
            told.mistakes.append(f"{place}: {wrong[0]} was changed; the report's words cannot be corrected here")
        else:
            seen.add(key)
            yield _Row(place, row, item)
    if heads is None:
        raise DataFileError(name, f"{title} has no head with Report and Finding")


def _texts(item: dict[str, Any]) -> list[tuple[str, str]]:
    if "text" in item:
        return [("Text", item["text"])]
    return [("Recommendation text", item["recommendation_text"]), ("Finding text", item["finding_text"])]


def _check_heads(told: Returned, name: str, title: str, heads: list[str]) -> None:
    wanted = {sheet.CHECKED, sheet.COMMENT} | (
        {sheet.POLARITY, "Text", f"{sheet.THEME}1"} if title == sheet.FINDINGS else {sheet.VERDICT}
    )
    if missing := sorted(wanted - set(heads)):
        raise DataFileError(name, f"{title} has no column '{missing[0]}'")


def _checked(told: Returned, row: _Row) -> bool:
    value = row.cells[sheet.CHECKED].casefold()
    if value not in ("", sheet.YES.casefold()):
        told.mistakes.append(
            f"{row.place}: {sheet.CHECKED} is '{row.cells[sheet.CHECKED][:40]}': put {sheet.YES} or leave it empty"
        )
    return value == sheet.YES.casefold()


def _finding_row(told: Returned, row: _Row) -> None:
    review, item = told.review, row.item
    sides = {_fold(shown): name for name, shown in review.polarities.items()}
    names = {_fold(sheet.shown(shown) or ""): theme for theme, shown in review.themes.items()}
    side_shown = row.cells[sheet.POLARITY]
    unedited = review.polarities.get(item["polarity"], item["polarity"])
    side = item["polarity"] if _fold(side_shown) == _fold(unedited) else sides.get(_fold(side_shown))
    given = [row.cells[head] for head in row.cells if head.startswith(sheet.THEME) and row.cells[head]]
    wrong = len(told.mistakes)
    if side is None:
        told.mistakes.append(f"{row.place}: unknown polarity '{side_shown[:40]}'")
    told.mistakes += [f"{row.place}: unknown theme '{shown[:60]}'" for shown in given if _fold(shown) not in names]
    done = _checked(told, row)
    if len(told.mistakes) > wrong:
        return
    themes = [names[_fold(shown)] for shown in given]
    if side is not None and (done or side != item["polarity"] or set(themes) != set(item["themes"])):
        told.finding(item, side, themes, row.cells[sheet.COMMENT])


def _link_row(told: Returned, row: _Row) -> None:
    verdict = {_fold(sheet.REASON): "reason", _fold(sheet.NO_REASON): "none"}.get(_fold(row.cells[sheet.VERDICT]))
    wrong = len(told.mistakes)
    if verdict is None:
        told.mistakes.append(f"{row.place}: '{row.cells[sheet.VERDICT][:40]}' is neither {sheet.REASON} nor {sheet.NO_REASON}")
    done = _checked(told, row)
    if len(told.mistakes) > wrong:
        return
    if verdict is not None and (done or (verdict == "reason") != (row.item["band"] == "reason")):
        told.link(row.item, verdict, row.cells[sheet.COMMENT])


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
