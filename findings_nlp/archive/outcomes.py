"""What became of each file of a run. Ids in are ids out: a file without an outcome is an error, not a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from findings_nlp.errors import ReportError

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

Status = Literal["ok", "partial", "failed", "skipped"]
# warnings of a record that make its file `partial`: part of it was not read, so counts over it are too low
PARTIAL = (
    "file_cut_short",
    "page_without_text",
    "text_in_picture",
    "unreadable_text",
    "unprinted_text",
    "text_cut",
    "unknown_layout",
    "unassigned_text",
    "no_findings",
    "no_ratings",
    "no_recommendations",
    "unassigned_list",
    "one_sided",
    "ratings_contradict",
    "recommendation_numbering",
    "heading_missing",
    "page_missing",
    "not_this_inspectorate",
    "unmatched_percentage",
    "broken_text",
    "no_responses",
)


class RunError(ReportError):
    """The run as a whole cannot go on: its folder, its settings, its worker processes. `path` names what is at fault."""

    stage = "run"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        report: unique id in the run, printable: see `archive.names`.
        path: the file as it was named to the run, escaped in the same way.
        status: `ok`: there is a record. `partial`: there is a record, and part of the report is not in it. `failed`: there
            is none. `skipped`: the same report as another file, whose rows count for both, or a Welsh edition.
        stage: where it failed, or what made it partial: `input`, `open`, `text`, `layout`, `pipeline`, `export`, `worker`
            (its process died, hung or ran out of memory), `duplicate`, `welsh_edition`; None where all is well.
        reason: why it is not `ok`, in one line.
        seconds: wall time of reading it, when it was read; None where it was not read to an end.
        pages: number of pages.
        sha256: of the file's bytes; None where they could not be read.
        words_sha256: of its words in reading order without running headers; tells one report under two names.
        duplicate_of: the `report` of the file that it repeats.
        language: of its text; None where there is no record.
        edition_key: what the editions of one report have in common; see `archive.editions`.
        edition_of: of a Welsh edition, the `report` of the English one, where it is in the run.
        record: the report; only from `findings_nlp.read_reports`.
    """

    report: str
    path: str
    status: Status
    stage: str | None = None
    reason: str | None = None
    seconds: float | None = None
    pages: int | None = None
    sha256: str | None = None
    words_sha256: str | None = None
    duplicate_of: str | None = None
    language: str | None = None
    edition_key: str | None = None
    edition_of: str | None = None
    record: Report | None = field(default=None, repr=False, compare=False)

    @property
    def has_record(self) -> bool:
        """Whether the file gave a record that counts."""
        return self.status in ("ok", "partial")

    def as_dict(self) -> dict[str, Any]:
        """All but the record, as plain values."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "record"}


def same_reports(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes, where the second and any further file with the same words is `skipped` as a duplicate of the first."""
    first: dict[str, str] = {}
    moved: dict[str, str] = {}
    out = []
    for outcome in outcomes:
        if outcome.has_record and outcome.words_sha256:
            known = first.setdefault(outcome.words_sha256, outcome.report)
            if known != outcome.report:
                moved[outcome.report] = known
                outcome = duplicate(outcome, known, "the same report, word for word, as")  # noqa: PLW2901
        out.append(outcome)
    # what has the same bytes as such a duplicate repeats the first as well
    return [replace(o, duplicate_of=moved.get(o.duplicate_of or "", o.duplicate_of)) for o in out]


def duplicate(outcome: Outcome, known: str, why: str) -> Outcome:
    """An outcome as the repetition of the report `known`."""
    return replace(outcome, status="skipped", stage="duplicate", reason=f"{why} {known}", duplicate_of=known, seconds=None)


def check_accounts(ids: Iterable[str], outcomes: Iterable[Outcome]) -> None:
    """See to it that every id that went in came out once.

    Raises:
        RunError: naming the ids that were lost, invented or doubled. It is a defect of this package.
    """
    given, found = Counter(ids), Counter(o.report for o in outcomes)
    if given == found:
        return
    said = [
        f"{gone.total()} {word} ({', '.join(sorted(gone)[:5])})"
        for gone, word in ((given - found, "lost"), (found - given, "too many"))
        if gone
    ]
    raise RunError("the run", f"outcomes do not match inputs: {' and '.join(said)}; please report this defect")
