"""The report record, version 1: typed, with its JSON Schema. Field meanings: `docs/record.md`.

>>> Quantity(text="24 per cent", value=24, unit="percent").model_dump()
{'text': '24 per cent', 'value': 24.0, 'unit': 'percent', 'of': None, 'share': None, 'bound': None, 'direction': None}
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from findings_nlp.errors import RecordError
from findings_nlp.families.rating_rules import RATINGS
from findings_nlp.record.account_schema import Account, Fact, Facts, Unread
from findings_nlp.record.base import Location, Source, _Model, _Shown
from findings_nlp.record.base import Model as Model  # noqa: PLC0414  (exported from here)
from findings_nlp.record.key_fields import BodyKey, ServiceKey, Unresolved
from findings_nlp.record.response_schema import Response

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Account", "Fact", "Facts", "Location", "Unread"]  # defined beneath, imported from here

Polarity = Literal["strength", "area_for_improvement"]
FoundPolarity = Literal["strength", "area_for_improvement", "mixed"]
Rating = str  # one of `RATINGS`, or of the record's `rating_words`


class Score(_Model):
    """The score that the report states."""

    value: int
    maximum: int


class RatingRow(_Model):
    """One rated standard."""

    standard: str | None
    name: str
    rating: Rating
    locations: list[Location]
    standard_id: str | None = None


class KeyQuestion(_Model):
    """One row of a percentage table."""

    standard: str | None
    question: str
    percent_yes: int = Field(ge=0, le=100)
    locations: list[Location]
    standard_id: str | None = None
    question_id: str | None = None


class ThemeScore(_Model):
    """A theme above the model's threshold; `score` is a calibrated probability unless `calibrated` is false.

    `spans` are the characters `[start, end]` of the item's text that carry the theme, `because` those words; where no words
    carry it, `spans` is empty and `because` is `heading: ...`.
    """

    theme: str
    score: float
    calibrated: bool = True
    spans: list[tuple[int, int]] = []
    because: list[str] = []

    @classmethod
    def of(cls, labels: Iterable[Any]) -> list[ThemeScore]:
        """Themes from `[theme, score, calibrated, spans, because]`, as the pipeline holds them; highest score first."""
        ordered = sorted(labels, key=lambda label: -label[1])
        return [cls(theme=t, score=round(s, 4), calibrated=ok, spans=where, because=why) for t, s, ok, where, why in ordered]


class Quantity(_Model):
    """A number in a finding with its unit and denominator.

    `share` is in per cent, where it is one; `bound` says that the words put it below, above or near ("just under half");
    `direction` which side it counts, where the sentence says so.
    """

    text: str
    value: float
    unit: str
    of: float | None = None
    share: float | None = None
    bound: Literal["about", "over", "under", "at_least", "at_most"] | None = None
    direction: Literal["sufficient", "insufficient"] | None = None


class Finding(_Model):
    """A strength or an area for improvement; from the model (`basis`), with its probability, also `mixed`, counted on neither side.

    `corrected` says that a reviewer changed its polarity or themes.
    """

    id: str
    polarity: FoundPolarity
    text: str
    standard: str | None
    section: str | None
    headings: list[str]
    themes: list[ThemeScore]
    quantities: list[Quantity]
    locations: list[Location]
    evidence_of_layout: Literal["tagged", "inferred"] = "inferred"
    standard_id: str | None = None
    basis: Literal["heading", "model"] = "heading"
    basis_score: float | None = None
    in_summary: bool = False
    question: str | None = None
    corrected: bool = False


class Evidence(_Model):
    """A finding that is a reason for a recommendation; `because` are the words and themes that tie the two.

    `band` is `reason` where the probability `score` is above the model's threshold, `possible` where it is listed below it.
    """

    finding: str
    score: float
    because: list[str]
    band: Literal["reason", "possible"] = "reason"
    corrected: bool = False


class Recommendation(_Model):
    """What the inspectorate asks, of whom, and on what evidence."""

    id: str
    number: int | None
    addressee: str | None
    text: str
    section: str | None = None
    title: str | None = None
    themes: list[ThemeScore]
    evidence: list[Evidence]
    locations: list[Location]
    bodies: list[BodyKey] = []
    corrected: bool = False

    @property
    def reasons(self) -> list[Evidence]:
        """The links of band `reason`."""
        return [link for link in self.evidence if link.band == "reason"]


class Quote(_Model):
    """Words of people on probation, children, parents or staff; never a finding."""

    text: str
    section: str | None
    locations: list[Location]


class NoneStated(_Model):
    """The report says that a standard has no strengths or no areas for improvement."""

    standard: str | None
    polarity: Polarity
    locations: list[Location]


class PreviousRating(_Model):
    """A standard's rating at an earlier inspection, printed for comparison; `year` as printed."""

    standard: str | None
    rating: Rating
    year: int | None
    locations: list[Location]


class Notice(_Model):
    """Something that does not add up in the report or could not be read."""

    code: str
    message: str
    locations: list[Location] = []


class Report(_Shown):
    """One report's record. `Report.from_json(report.to_json()) == report`.

    `unsupported_recommendations` are ids of recommendations without a reason, `unanswered_findings` ids of areas for
    improvement that are a reason for none; both are empty where no evidence was looked for. Possible links count in neither.
    `responses` are the answers of an action plan, `answers_published` the date of the report that it answers, as it says.
    `rating_words` are those of a family with its own, worst first; `edition_of` is the id of a Welsh edition's English one.
    """

    schema_version: Literal["1"] = "1"
    source: Source
    family: str
    document_kind: str = "inspection_report"
    language: str = "en"
    edition_of: str | None = None
    title: str | None
    inspected_body: str | None
    region: str | None
    published: str | None
    fieldwork_started: str | None
    isbn: str | None
    lead_inspector: str | None
    cases_inspected: int | None
    rating_words: list[str] | None = None
    overall_rating: Rating | None
    overall_rating_source: Literal["ratings_page", "sentence", "score_band"] | None = None
    score: Score | None
    ratings: list[RatingRow]
    key_questions: list[KeyQuestion]
    findings: list[Finding]
    recommendations: list[Recommendation]
    unsupported_recommendations: list[str] = []
    unanswered_findings: list[str] = []
    quotes: list[Quote]
    none_stated: list[NoneStated] = []
    previous_ratings: list[PreviousRating] = []
    warnings: list[Notice]
    facts: Facts = Facts()
    account: Account = Account()
    service: ServiceKey | None = None
    unresolved: list[Unresolved] = []
    responses: list[Response] = []
    answers_published: str | None = None
    model: Model

    @field_validator("overall_rating", "ratings", "previous_ratings")
    @classmethod
    def _known_rating(cls, value: Any, info: ValidationInfo) -> Any:
        known = info.data.get("rating_words") or RATINGS
        for rating in [row.rating for row in value] if isinstance(value, list) else [value]:
            if rating is not None and rating not in known:
                raise ValueError(f"{rating!r} is none of the ratings {', '.join(known)}")
        return value

    @property
    def strengths(self) -> list[Finding]:
        """The findings that are strengths; mixed ones are not."""
        return [f for f in self.findings if f.polarity == "strength"]

    @property
    def areas_for_improvement(self) -> list[Finding]:
        """The findings that are areas for improvement."""
        return [f for f in self.findings if f.polarity == "area_for_improvement"]

    def evidence_matrix(self) -> pd.DataFrame:
        """Probabilities of the listed links: one row for each recommendation id, one column for each finding id, 0 elsewhere.

        Raises:
            TablesError: where pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError:
            from findings_nlp.errors import TablesError

            raise TablesError("findings-nlp", "data frames need pandas: pip install pandas") from None
        matrix = pd.DataFrame(0.0, index=[r.id for r in self.recommendations], columns=[f.id for f in self.findings])
        for recommendation in self.recommendations:
            for link in recommendation.evidence:
                matrix.loc[recommendation.id, link.finding] = link.score
        return matrix

    def to_json(self, indent: int | None = 2) -> str:
        """The record as JSON text, in the order of the schema."""
        return self.model_dump_json(indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """A report from its JSON text.

        Raises:
            RecordError: where the text is no JSON or does not fit the schema; names the first field at fault.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the record"
            raise RecordError("<json>", f"{where}: {first['msg']}") from None

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Pandas tables by name, as docs/tables.md describes them; `report` is the file's name."""
        # by name: the record is below its tables, and a change of theirs makes no record stale
        frames = import_module("findings_nlp.tables.frames").frames

        return frames([self])


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the record, from the types above."""
    return Report.model_json_schema()
