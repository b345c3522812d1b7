"""One file to one outcome: the function that every engine calls, in a process of this package's own or of a cluster's."""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from findings_nlp.archive.editions import edition_key
from findings_nlp.archive.inputs import open_regular
from findings_nlp.archive.names import escape
from findings_nlp.archive.outcomes import PARTIAL, Outcome, Status
from findings_nlp.archive.settings import Settings
from findings_nlp.errors import ReportError, printable

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from findings_nlp.record.schema import Report

OUT_OF_MEMORY = "needed more memory than a worker may have"
# what MuPDF, onnxruntime and C++ say where an allocation fails
_NO_MEMORY = re.compile(r"\bmalloc|\bcalloc|\brealloc|bad[ _]?alloc|out of memory|cannot allocate", re.I)
_ENOUGH = 100  # words
# of them, those that tell of the file's text and not of its layout
_TEXTUAL = (
    "file_cut_short",
    "page_without_text",
    "text_in_picture",
    "unreadable_text",
    "unprinted_text",
    "text_cut",
    "page_missing",
)
_SAID = {
    "file_cut_short": "the file's end is missing",
    "text_cut": "{} with a line that was cut",
    "page_without_text": "{} without text",
    "text_in_picture": "{} with text that is a picture",
    "unreadable_text": "{} with unreadable text",
    "unknown_layout": "a layout like none of the known families",
    "no_findings": "no finding read",
    "unassigned_text": "text under strengths or areas for improvement in no finding",
    "no_ratings": "no rating read",
    "unprinted_text": "{} with invisible text that was not read",
    "no_recommendations": "a chapter of recommendations that yields none",
    "unassigned_list": "lists that belong to nothing",
    "one_sided": "strengths or areas for improvement missing",
    "ratings_contradict": "ratings that contradict one another",
    "recommendation_numbering": "numbers of recommendations missing",
    "heading_missing": "headings that the report names and its text lacks",
    "unmatched_percentage": "percentages without their questions or standards",
    "broken_text": "passages whose beginning is missing",
    "not_this_inspectorate": "a report of another inspectorate",
    "page_missing": "page numbers that are passed over",
    "no_responses": "an action plan without a table of answers that could be read",
}


def process(path: str, settings: Settings, data: bytes | None = None) -> tuple[Outcome, str | None]:
    """Read one file. Never raises for a bad one.

    Args:
        path: of the file; its last part becomes the record's `source.name`, escaped.
        settings: of the pipeline, which is loaded at the first call in a process.
        data: the file's bytes where the caller has them already; `path` is only a name then.

    Returns:
        The outcome, whose `report` is the escaped file name (an engine replaces it by an id unique in its run), and the
        record as JSON without white space, None where the file failed.
    """
    start = time.perf_counter()
    blank = Outcome(escape(Path(path).name), escape(path), "failed")
    try:
        settings.before(path)
        outcome, record = _read(path, settings, data, blank)
    except MemoryError:
        outcome, record = replace(blank, stage="worker", reason=OUT_OF_MEMORY), None
    except Exception as error:
        outcome, record = replace(blank, stage="pipeline", reason=defect(error)), None
    return replace(outcome, seconds=round(time.perf_counter() - start, 3)), record


def _read(path: str, settings: Settings, data: bytes | None, blank: Outcome) -> tuple[Outcome, str | None]:
    if data is None:
        try:
            with open_regular(path) as file:
                data = file.read()
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            return replace(blank, stage="open", reason=printable(f"cannot be read ({why})")), None
    blank = replace(blank, sha256=hashlib.sha256(data).hexdigest())
    found, trouble = _attempt(data, blank.report, settings), None
    if isinstance(found, _Trouble) and found.ours and settings.model != "none":
        # the file may be readable all the same: findings without their themes are better than none
        trouble = f"no themes and no evidence: {found.reason}"
        found = _attempt(data, blank.report, replace(settings, model="none", thresholds=(), taxonomies=()))
    if isinstance(found, _Trouble):
        return replace(blank, stage=found.stage, reason=found.reason), None
    report, words = found
    status, stage, reason = judged(report, trouble)
    done = replace(blank, status=status, stage=stage, reason=reason, pages=report.source.pages, words_sha256=words)
    done = replace(done, language=report.language, edition_key=edition_key(report))
    return done, report.to_json(None)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a file gave no record; `ours` where the package did not foresee it."""

    stage: str
    reason: str
    ours: bool = False


def _trouble(error: Exception) -> _Trouble:
    if isinstance(error, MemoryError) or _NO_MEMORY.search(str(error)):
        return _Trouble("worker", OUT_OF_MEMORY)
    if isinstance(error, ReportError):
        return _Trouble(error.stage, printable(error.reason))
    return _Trouble("pipeline", defect(error), ours=True)


def _attempt(data: bytes, name: str, settings: Settings) -> tuple[Report, str | None] | _Trouble:
    from findings_nlp.pipeline import read_doc
    from findings_nlp.record.build import report_from_doc

    if _is_office(data, name):
        return _plan(data, name)
    nlp = settings.pipeline()
    with nlp.memory_zone():  # or the vocabulary grows with every report
        # an exception that passed through the zone would leave spaCy's vocabulary in it: told here, raised never
        try:
            doc = nlp(read_doc(data, nlp, name))
            return report_from_doc(doc), words_digest(doc)
        except Exception as error:
            return _trouble(error)


def _is_office(data: bytes, name: str) -> bool:
    """Whether a file is by its name and its bytes an office file, which may be an action plan."""
    packed = data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0"
    return name.lower().endswith((".csv", ".tsv")) or (packed and not name.lower().endswith((".pdf", ".html", ".htm")))


def _plan(data: bytes, name: str) -> tuple[Report, str | None] | _Trouble:
    from findings_nlp.record.plan import office_report

    try:
        report = office_report(data, name)
    except Exception as error:
        return _trouble(error)
    return (report, None) if report is not None else _Trouble("open", "is neither a PDF nor an office file")


def words_digest(doc: Doc) -> str | None:
    """SHA-256 of a report's words in reading order, in lower case, without headers and footers.

    None for fewer than a hundred words: notices of a line or two are alike without being one report.
    """
    from findings_nlp.document.doc import views

    words = [w for view in views(doc) if view.kind != "furniture" for w in re.findall(r"\w+", view.text.casefold())]
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= _ENOUGH else None


def judged(report: Report, trouble: str | None = None) -> tuple[Status, str | None, str | None]:
    """Status, stage and reason of a file that has a record: `partial` where a warning says that part of it is missing."""
    found = Counter(w.code for w in report.warnings if w.code in PARTIAL)
    said = [trouble] if trouble else []
    said += [_SAID[code].format(f"{found[code]} page{'s' if found[code] > 1 else ''}") for code in PARTIAL if code in found]
    if not said:
        return "ok", None, None
    textual = any(found[code] for code in _TEXTUAL)
    return "partial", "pipeline" if trouble else "text" if textual else "layout", "; ".join(said)


def defect(error: Exception) -> str:
    """An unexpected exception in one line: kind, message, and the place in the package that it came through last."""
    places = [frame for frame in extract_tb(error.__traceback__) if "findings_nlp" in Path(frame.filename).parts]
    where = f" at {Path(places[-1].filename).name}:{places[-1].lineno}" if places else ""
    message = printable(" ".join(str(error).split()))[:160]
    return f"unexpected {type(error).__name__}{where}" + (f": {message}" if message else "")
