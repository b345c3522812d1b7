"""Composes the stages: `load`, `read_pdf`, `read_doc`, `read_report`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from findings_nlp import factories  # noqa: F401  (registers the components)
from findings_nlp.document import make_doc
from findings_nlp.families import headings
from findings_nlp.html.source import is_html, page_of
from findings_nlp.layout.blocks import build_blocks
from findings_nlp.pdf import Source, read_bytes, read_text_layer
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


@lru_cache(maxsize=8)
def _pipeline(model: str, thresholds: tuple[tuple[str, float], ...], taxonomies: tuple[str, ...], explain: bool) -> Language:
    nlp = spacy.blank("en")
    nlp.max_length = 20_000_000
    for stage in READING:
        nlp.add_pipe(stage)
    if model != "none":
        config = {"tier": model, "thresholds": dict(thresholds), "taxonomies": list(taxonomies), "explain": explain}
        nlp.add_pipe("findings_themes", config=config)
        nlp.add_pipe("findings_evidence", config={"tier": model})
    return nlp


def load(
    model: Literal["full", "lite", "none"] = "full",
    *,
    thresholds: Mapping[str, float] | None = None,
    taxonomies: Sequence[str | PathLike[str]] = (),
    explain: bool = False,
) -> Language:
    """The pipeline, loaded once for each process and setting; reads nothing but files of the package and the taxonomies.

    Args:
        model: `full` (the default, the better), `lite` (many times faster) or `none` (no themes and no evidence links).
        thresholds: probabilities from which a theme is reported, by theme id; others keep the model's.
        taxonomies: TOML files with themes of one's own.
        explain: also give the words that weighed most for each theme; takes some seconds a report.

    Raises:
        ReportError: for a wrong taxonomy file or threshold.
        ValueError: for an unknown model.
    """
    if model not in ("full", "lite", "none"):
        raise ValueError(f"model is 'full', 'lite' or 'none', not {model!r}")
    check_thresholds(thresholds or {})
    return _pipeline(model, tuple(sorted((thresholds or {}).items())), tuple(str(p) for p in taxonomies), explain)


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

    blocks = build_blocks(layer, _starts_section, everyday_words(), leans)
    return make_doc(vocab if vocab is not None else load("none"), layer, blocks)


def read_doc(source: Source, vocab: Vocab | Language | None = None, name: str | None = None) -> Doc:
    """A PDF or an HTML page as a spaCy `Doc`, as `read_pdf` gives it; which of the two is told by the bytes.

    Args:
        source: path, bytes or binary file; of a page saved with its files also their folder.
        vocab: as for `read_pdf`.
        name: as for `read_pdf`.

    Raises:
        ReportError: see `findings_nlp.errors`.
    """
    if isinstance(source, str | PathLike) and Path(fspath(source)).is_dir():
        source = page_of(Path(fspath(source)))
    shown = fspath(source) if isinstance(source, str | PathLike) else (name or "<bytes>")
    file, data = read_bytes(source, name)
    if not is_html(data):
        return read_pdf(source if isinstance(source, str | PathLike) else data, vocab, file if name is None else name)
    from findings_nlp.html.reader import read_edition

    layer, blocks, facts = read_edition(data, file, shown, _starts_section)
    return make_doc(vocab if vocab is not None else load("none"), layer, blocks, facts)


def _starts_section(text: str) -> bool:
    return headings().polarity_of(text) in ("strength", "area_for_improvement")


def read_report(source: Source, *, name: str | None = None, nlp: Language | None = None) -> Report:
    """Read one report, a PDF or an HTML page.

    Safe in several processes at once; not in several threads, because PyMuPDF is not thread-safe.

    Args:
        source: path, bytes or binary file; of a page saved with its files also their folder.
        name: the name to report instead of the file's own.
        nlp: a pipeline from `load`; by default `load()`.

    Raises:
        ReportError: with path, stage and reason where the file cannot be read.
    """
    nlp = nlp if nlp is not None else load()
    return report_from_doc(nlp(read_doc(source, nlp, name)))
