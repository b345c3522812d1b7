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
from findings_nlp.taxonomy import check_thresholds, listed

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
    nlp.meta["findings_nlp"] = {
        "model": model, "thresholds": dict(thresholds), "taxonomies": list(taxonomies), "explain": explain
    }  # fmt: skip
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
    return _pipeline(model, tuple(sorted((thresholds or {}).items())), listed(taxonomies), explain)


def read_pdf(source: Source, vocab: Vocab | Language | None = None, name: str | None = None, *, tags: bool = True) -> Doc:
    """A PDF as a spaCy `Doc` with `doc.spans["blocks"]`, before any component has run.

    Args:
        source: path, bytes or binary file.
        vocab: the vocab (or the pipeline) that the `Doc` is for; by default that of a blank English pipeline.
        name: the name to report instead of the file's own.
        tags: also read the structure tree of a tagged PDF.

    Raises:
        ReportError: see `findings_nlp.errors`.
    """
    layer = read_text_layer(source, name, tags)
    wordings = headings()

    def leans(text: str) -> bool:
        known = rating_in(text) or standard_of(text) or wordings.part_of(text) or wordings.is_box(text)
        return not known and wordings.lean(text) is not None

    blocks = build_blocks(
        layer, lambda text: wordings.polarity_of(text) in ("strength", "area_for_improvement"), everyday_words(), leans
    )
    return make_doc(vocab if vocab is not None else load("none"), layer, blocks)


def read_report(
    source: Source, *, name: str | None = None, nlp: Language | None = None, tags: bool = True, isolate: bool = False
) -> Report:
    """Read one report.

    Safe in several processes at once; not in several threads, because PyMuPDF is not thread-safe.

    Args:
        source: path, bytes or binary file.
        name: the name to report instead of the file's own.
        nlp: a pipeline from `load`; by default `load()`.
        tags: also read the structure tree of a tagged PDF.
        isolate: read in a process of its own, which a damaged file may kill without harm; starting it takes some seconds, so
            use `findings_nlp.Reader` for many files.

    Raises:
        ReportError: with path, stage and reason where the file cannot be read.
        TypeError: for `isolate` with a pipeline that is not from `load`.
    """
    if isolate:
        return _isolated(source, name, nlp)
    nlp = nlp if nlp is not None else load()
    return report_from_doc(nlp(read_pdf(source, nlp, name, tags=tags)))


def _isolated(source: Source, name: str | None, nlp: Language | None) -> Report:
    from findings_nlp.isolated import Reader

    settings = {} if nlp is None else nlp.meta.get("findings_nlp")
    if settings is None:
        raise TypeError("isolate=True needs a pipeline from findings_nlp.load(): another process cannot be given this one")
    with Reader(**settings) as reader:
        return reader.read_report(source, name=name)
