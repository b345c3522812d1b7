"""Registers every component's factory with spaCy. The models behind themes and evidence are only read when one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language

from findings_nlp.pipes.facts import ratings  # noqa: F401  (their factories register on import)
from findings_nlp.pipes.items import findings  # noqa: F401
from findings_nlp.pipes.sections import segments  # noqa: F401

if TYPE_CHECKING:
    from findings_nlp.pipes.evidence.component import EvidenceLinks
    from findings_nlp.pipes.prose.component import Prose
    from findings_nlp.pipes.themes.component import Themes


@Language.factory("findings_prose", assigns=["doc.spans"], default_config={"tier": "full"})
def make_prose(nlp: Language, name: str, tier: str) -> Prose:
    """Factory of the component `findings_prose`."""
    from findings_nlp.pipes.prose.component import Prose
    from findings_nlp.pipes.prose.detector import shipped_detector
    from findings_nlp.pipes.themes.component import shipped_model

    checked: Any = tier
    return Prose(shipped_detector(checked, shipped_model(checked).encoder))


@Language.factory(
    "findings_themes",
    assigns=["span._.themes", "doc.cats"],
    requires=["doc._.findings", "doc._.recommendations"],
    default_config={"tier": "full", "thresholds": {}, "taxonomies": [], "terms": [], "folder": ""},
)
def make_themes(
    nlp: Language, name: str, tier: str, thresholds: dict[str, float], taxonomies: list[str], terms: list[str], folder: str
) -> Themes:
    """Factory of the component `findings_themes`."""
    from findings_nlp.pipes.themes.component import Themes

    checked: Any = tier
    return Themes(checked, thresholds, taxonomies, terms, folder)


@Language.factory(
    "findings_evidence",
    assigns=["doc._.recommendations"],
    requires=["span._.themes"],
    default_config={"tier": "full", "threshold": None, "terms": [], "folder": ""},
)
def make_evidence(nlp: Language, name: str, tier: str, threshold: float | None, terms: list[str], folder: str) -> EvidenceLinks:
    """Factory of the component `findings_evidence`."""
    from findings_nlp.pipes.evidence.component import EvidenceLinks

    checked: Any = tier
    return EvidenceLinks(checked, threshold, terms, folder)
