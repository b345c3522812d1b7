"""Composes the stages: `load`, `read_pdf`, `read_report`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from findings_nlp import findings, ratings, segments  # noqa: F401  (registers the factories)
from findings_nlp.document import make_doc
from findings_nlp.families import headings
from findings_nlp.layout.blocks import build_blocks
from findings_nlp.pdf import Source, read_text_layer
from findings_nlp.report import report_from_doc

if TYPE_CHECKING:
    from findings_nlp.records import Report

STAGES = ("findings_segments", "findings_extract", "findings_ratings")


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Words of the field, from the corpus: used only to mend words that a text layer broke."""
    text = files("findings_nlp").joinpath("data/words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=4)
def load() -> Language:
    """The pipeline, loaded once for each process; reads nothing but files of the package."""
    nlp = spacy.blank("en")
    nlp.max_length = 20_000_000
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def read_pdf(source: Source, vocab: Vocab | Language | None = None, name: str | None = None) -> Doc:
    """A PDF as a spaCy `Doc` with `doc.spans["blocks"]`, before any component has run.

    Args:
        source: path, bytes or binary file.
        vocab: the vocab (or the pipeline) that the `Doc` is for; by default that of `load()`.
        name: the name to report instead of the file's own.

    Raises:
        ReportError: see `findings_nlp.errors`.
    """
    layer = read_text_layer(source, name)
    wordings = headings()
    blocks = build_blocks(
        layer, lambda text: wordings.polarity_of(text) in ("strength", "area_for_improvement"), everyday_words()
    )
    return make_doc(vocab if vocab is not None else load(), layer, blocks)


def read_report(source: Source, *, name: str | None = None) -> Report:
    """Read one report.

    Safe in several processes at once; not in several threads, because PyMuPDF is not thread-safe.

    Args:
        source: path, bytes or binary file.
        name: the name to report instead of the file's own.

    Raises:
        ReportError: with path, stage and reason where the file cannot be read.
    """
    nlp = load()
    return report_from_doc(nlp(read_pdf(source, nlp, name)))
