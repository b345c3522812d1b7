"""Composes the stages: `load`, `read_pdf`, `read_report`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from os import PathLike
from typing import TYPE_CHECKING, Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from findings_nlp import factories  # noqa: F401  (registers the components)
from findings_nlp.document import make_doc
from findings_nlp.families import headings
from findings_nlp.layout.blocks import build_blocks
from findings_nlp.pdf import Source, read_text_layer
from findings_nlp.places import standard_of
from findings_nlp.rating_words import rating_in
from findings_nlp.report import report_from_doc
from findings_nlp.taxonomy import check_thresholds

if TYPE_CHECKING:
    from findings_nlp.records import Report

READING = ("findings_segments", "findings_extract", "findings_ratings")


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Words of the field, from the corpus: used only to mend words that a text layer broke."""
    text = files("findings_nlp").joinpath("data/words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=1)
def _blank() -> Vocab:
    """The vocab of documents that no pipeline is named for."""
    return spacy.blank("en").vocab


@lru_cache(maxsize=1)
def _default() -> Language:
    """The pipeline of `read_report` where none is given; nobody else holds it."""
    return load()


def load(
    model: Literal["full", "lite", "none"] = "full",
    *,
    thresholds: Mapping[str, float] | None = None,
    taxonomies: Sequence[str | PathLike[str]] = (),
    terms: Sequence[str | PathLike[str]] = (),
) -> Language:
    """A new pipeline; the models behind it are read once for each process. Reads nothing but files of the package and those named.

    Args:
        model: `full` (the default, the better), `lite` (many times faster) or `none` (no themes and no evidence links).
        thresholds: probabilities from which a theme is reported, by theme id; others keep the model's.
        taxonomies: TOML files with themes of one's own.
        terms: TOML files with further names, abbreviations and traps of the shipped themes.

    Raises:
        ReportError: for a wrong taxonomy or terms file or threshold.
        ValueError: for an unknown model.
    """
    if model not in ("full", "lite", "none"):
        raise ValueError(f"model is 'full', 'lite' or 'none', not {model!r}")
    check_thresholds(thresholds or {})
    nlp = spacy.blank("en")
    nlp.max_length = 20_000_000
    for stage in READING:
        nlp.add_pipe(stage)
    if model != "none":
        further = [str(path) for path in terms]
        config = {"tier": model, "thresholds": dict(thresholds or {}), "taxonomies": [str(p) for p in taxonomies]}
        nlp.add_pipe("findings_themes", config=config | {"terms": further})
        nlp.add_pipe("findings_evidence", config={"tier": model, "terms": further})
    return nlp


def read_pdf(source: Source, vocab: Vocab | Language | None = None, name: str | None = None) -> Doc:
    """A PDF as a spaCy `Doc` with `doc.spans["blocks"]`, before any component has run.

    Args:
        source: path, bytes or binary file.
        vocab: the vocab (or the pipeline) that the `Doc` is for; by default that of a blank English pipeline.
        name: the name to report instead of the file's own.

    Raises:
        ReportError: see `findings_nlp.errors`.
    """
    layer = read_text_layer(source, name)
    wordings = headings()

    def leans(text: str) -> bool:
        known = rating_in(text) or standard_of(text) or wordings.part_of(text) or wordings.is_box(text)
        return not known and wordings.lean(text) is not None

    blocks = build_blocks(
        layer, lambda text: wordings.polarity_of(text) in ("strength", "area_for_improvement"), everyday_words(), leans
    )
    return make_doc(vocab if vocab is not None else _blank(), layer, blocks)


def read_report(source: Source, *, name: str | None = None, nlp: Language | None = None) -> Report:
    """Read one report.

    Safe in several processes at once; not in several threads, because PyMuPDF is not thread-safe.

    Args:
        source: path, bytes or binary file.
        name: the name to report instead of the file's own.
        nlp: a pipeline from `load`; by default `load()`.

    Raises:
        ReportError: with path, stage and reason where the file cannot be read.
    """
    nlp = nlp if nlp is not None else _default()
    return report_from_doc(nlp(read_pdf(source, nlp, name)))
