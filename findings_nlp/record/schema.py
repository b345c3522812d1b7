"""The report record, version 1: typed, with its JSON Schema. Field meanings: `docs/record.md`.

>>> Quantity(text="24 per cent", value=24, unit="percent").model_dump()
{'text': '24 per cent', 'value': 24.0, 'unit': 'percent', 'of': None}
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from findings_nlp.errors import RecordError

if TYPE_CHECKING:
    import pandas as pd

Polarity = Literal["strength", "area_for_improvement"]
Rating = Literal["Outstanding", "Good", "Requires improvement", "Inadequate"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Sparse(_Model):
    """A model whose fields are left out of its JSON where they are None."""

    @model_serializer(mode="wrap")
    def _without_none(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value is not None}


class Location(_Sparse):
    """In a PDF one run of lines on one page or column: page from 1, box in points from the page's top left.

    In a web page one element: `path` is a CSS selector that begins at the nearest element with an id, `fragment` the end of an
    address that leads a browser to the text (`#:~:text=`).
    """

    page: int | None = Field(default=None, ge=1)
    bbox: tuple[float, float, float, float] | None = None
    path: str | None = None
    fragment: str | None = None

    @property
    def place(self) -> tuple[int, tuple[float, float, float, float]] | None:
        """Page and box; None in a web page."""
        return None if self.page is None or self.bbox is None else (self.page, self.bbox)

    @model_validator(mode="after")
    def _one_kind(self) -> Location:
        if (self.page is None) != (self.bbox is None) or (self.page is None) == (self.path is None):
            raise ValueError("a location has either a page and a box, or an element's path")
        return self


class Source(_Sparse):
    """The file: name without folder, SHA-256 of its bytes, number of pages (0 for a web page), address of a web page."""

    name: str
    sha256: str
    pages: int
    address: str | None = None


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


class KeyQuestion(_Model):
    """One row of a percentage table."""

    standard: str | None
    question: str
    percent_yes: int = Field(ge=0, le=100)
    locations: list[Location]


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
    """A number in a finding with its unit and denominator."""

    text: str
    value: float
    unit: str
    of: float | None = None


class Finding(_Model):
    """A strength or an area for improvement; `corrected` says that a reviewer changed its polarity or themes."""

    id: str
    polarity: Polarity
    text: str
    standard: str | None
    section: str | None
    headings: list[str]
    themes: list[ThemeScore]
    quantities: list[Quantity]
    locations: list[Location]
    evidence_of_layout: Literal["tagged", "inferred"] = "inferred"
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


class Model(_Model):
    """The pipeline that labelled the report."""

    name: str
    version: str


class Report(_Model):
    """One report's record. `Report.from_json(report.to_json()) == report`.

    `unsupported_recommendations` are ids of recommendations without a reason, `unanswered_findings` ids of areas for
    improvement that are a reason for none; both are empty where no evidence was looked for. Possible links count in neither.
    """

    schema_version: Literal["1"] = "1"
    source: Source
    family: str
    language: str = "en"
    title: str | None
    inspected_body: str | None
    region: str | None
    published: str | None
    fieldwork_started: str | None
    isbn: str | None
    lead_inspector: str | None
    cases_inspected: int | None
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
    model: Model

    @property
    def strengths(self) -> list[Finding]:
        """The findings that are strengths."""
        return [f for f in self.findings if f.polarity == "strength"]

    @property
    def areas_for_improvement(self) -> list[Finding]:
        """The findings that are areas for improvement."""
        return [f for f in self.findings if f.polarity == "area_for_improvement"]

    def evidence_matrix(self) -> pd.DataFrame:
        """Probabilities of the listed links: one row for each recommendation id, one column for each finding id, 0 elsewhere."""
        import pandas as pd

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
        from findings_nlp.tables.frames import frames

        return frames([self])


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the record, from the types above."""
    return Report.model_json_schema()
