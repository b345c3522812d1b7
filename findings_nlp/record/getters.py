"""What a processed `Doc` gives as typed objects: `doc._.report`, `findings`, `recommendations`, `ratings`; `span._.themes`.

They are read from the plain data on the `Doc` at each use and nothing is stored, so that `doc.to_bytes()` and `DocBin` always
work. Keep what you use more than once in a variable. Registered by `findings_nlp.load` and `findings_nlp.read_doc`.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

from findings_nlp.document.doc import report_data
from findings_nlp.record.build import report_from_doc
from findings_nlp.record.schema import Finding, RatingRow, Recommendation, ThemeScore

_LISTS = {"f": "findings", "r": "recommendations"}


def register() -> None:
    """Register the getters with spaCy; one of the same name that somebody else has registered stays."""
    for name, getter in (
        ("report", report_from_doc),
        ("findings", _findings),
        ("recommendations", _recommendations),
        ("ratings", _ratings),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter, setter=_refused)
    if not Span.has_extension("themes"):
        Span.set_extension("themes", getter=_themes, setter=_refused)


def _refused(holder: Doc | Span, value: object) -> None:
    raise AttributeError("made from what the components wrote at each use: it cannot be set")


def _findings(doc: Doc) -> list[Finding]:
    return report_from_doc(doc).findings


def _recommendations(doc: Doc) -> list[Recommendation]:
    return report_from_doc(doc).recommendations


def _ratings(doc: Doc) -> list[RatingRow]:
    return report_from_doc(doc).ratings


def _themes(span: Span) -> list[ThemeScore]:
    """Themes of a span of `doc.spans["findings"]` or `doc.spans["recommendations"]`, which its id names; of others none."""
    prefix, number = span.id_[:1], span.id_[1:]
    if prefix not in _LISTS or not number.isdigit():
        return []
    items = report_data(span.doc).get(_LISTS[prefix], [])
    return ThemeScore.of(items[int(number) - 1].get("themes", [])) if 0 < int(number) <= len(items) else []
