"""Composes the stages: `load`, `read_pdf`, `read_doc`, `read_report`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from os import PathLike, fspath
from typing import TYPE_CHECKING

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from findings_nlp import __version__
from findings_nlp.document.contexts import standard_of
from findings_nlp.document.doc import make_doc, report_data
from findings_nlp.families import Headings, headings
from findings_nlp.families.own import family_files, own_families
from findings_nlp.families.rating_words import rating_in
from findings_nlp.families.wordings import for_layout
from findings_nlp.layout.blocks import build_blocks
from findings_nlp.layout.sheets import Sheets
from findings_nlp.pipes import factories  # noqa: F401  (registers the components)
from findings_nlp.pipes.themes.models import resolved
from findings_nlp.pipes.themes.taxonomy import check_thresholds, listed
from findings_nlp.plans.plan import plan_of_layer
from findings_nlp.record import getters
from findings_nlp.record.build import report_from_doc
from findings_nlp.source.html.source import file_of, is_html
from findings_nlp.source.pdf import Source, read_bytes, read_text_layer

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

getters.register()

READING = ("findings_segments", "findings_extract", "findings_ratings")


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Words of the field, from the corpus: used only to mend words that a text layer broke."""
    text = files("findings_nlp").joinpath("data/words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@lru_cache(maxsize=1)
def _blank() -> Vocab:
    """The vocab of documents that no pipeline is named for."""
    return English().vocab


@lru_cache(maxsize=1)
def _default() -> Language:
    """The pipeline of `read_report` where none is given; nobody else holds it."""
    return load()


def load(
    model: str | PathLike[str] = "full",
    *,
    thresholds: Mapping[str, float] | None = None,
    taxonomies: Sequence[str | PathLike[str]] = (),
    terms: Sequence[str | PathLike[str]] = (),
    families: Sequence[str | PathLike[str]] = (),
) -> Language:
    """A new pipeline; the models behind it are read once for each process. Reads nothing but files of the package and those named.

    Args:
        model: `full` (the default, the better), `lite` (many times faster), `none` (no themes, no evidence links, no findings in
            prose), or a folder that `findings-nlp adapt` wrote.
        thresholds: probabilities from which a theme is reported, by theme id; others keep the model's.
        taxonomies: TOML files with themes of one's own.
        terms: TOML files with further names, abbreviations and traps of the shipped themes.
        families: TOML files, or folders of them, that describe report families of one's own, beside those of installed packages.

    Raises:
        ReportError: for a wrong file or threshold.
        ValueError: for an unknown model.
    """
    tier, folder = resolved(model)
    check_thresholds(thresholds or {})
    paths, further, known = listed(taxonomies), listed(terms), family_files(families)
    nlp = English()  # as `spacy.blank` makes it, without looking for a configuration
    nlp.max_length = 20_000_000
    for stage in READING:
        nlp.add_pipe(stage, config={"families": list(known)} if stage == "findings_segments" else {})
    if tier is not None:
        shared = {"tier": tier, "terms": list(further), "folder": folder}
        config = {"thresholds": dict(thresholds or {}), "taxonomies": list(paths)}
        nlp.add_pipe("findings_prose", config={"tier": tier})
        nlp.add_pipe("findings_themes", config=shared | config)
        nlp.add_pipe("findings_evidence", config=shared)
    nlp.meta["name"], nlp.meta["version"] = f"findings_nlp_{tier or 'none'}", __version__
    nlp.meta["description"] = "Findings, ratings and recommendations of inspection reports, with their themes and reasons"
    nlp.meta["license"] = "AGPL-3.0-or-later"
    nlp.meta["findings_nlp"] = {
        "model": fspath(model),
        "thresholds": dict(thresholds or {}),
        "taxonomies": list(paths),
        "terms": list(further),
        "families": list(known),
    }
    return nlp


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
    wordings = _layout_headings(vocab)

    def leans(text: str) -> bool:
        known = rating_in(text) or standard_of(text) or wordings.part_of(text) or wordings.is_box(text)
        return not known and wordings.lean(text) is not None

    plan = plan_of_layer(layer)  # before layout labels the lines
    sheets = Sheets(layer)
    blocks = build_blocks(sheets.layer, _starts_section(wordings), everyday_words(), leans)
    sheets.rejoin(blocks)
    doc = make_doc(vocab if vocab is not None else _blank(), layer, blocks)
    if plan is not None:
        report_data(doc)["plan"] = plan
    return doc


def read_doc(source: Source, vocab: Vocab | Language | None = None, name: str | None = None, *, tags: bool = True) -> Doc:
    """A PDF or an HTML page as a spaCy `Doc`, as `read_pdf` gives it; which of the two is told by the bytes.

    Args:
        source: path, bytes or binary file; of a page saved with its files also their folder.
        vocab: as for `read_pdf`.
        name: as for `read_pdf`.
        tags: as for `read_pdf`.

    Raises:
        ReportError: see `findings_nlp.errors`.
    """
    source = file_of(source)
    shown = fspath(source) if isinstance(source, str | PathLike) else (name or "<bytes>")
    file, data = read_bytes(source, name)
    if not is_html(data):
        given = source if isinstance(source, str | PathLike) else data
        return read_pdf(given, vocab, file if name is None else name, tags=tags)
    from findings_nlp.source.html.reader import read_edition

    layer, blocks, facts = read_edition(data, file, shown, _starts_section(_layout_headings(vocab)))
    return make_doc(vocab if vocab is not None else _blank(), layer, blocks, facts)


def _starts_section(wordings: Headings) -> Callable[[str], bool]:
    return lambda text: wordings.polarity_of(text) in ("strength", "area_for_improvement")


def _layout_headings(vocab: Vocab | Language | None) -> Headings:
    """The headings that layout looks out for: the shipped ones and those of all families that the pipeline knows."""
    known = vocab.meta.get("findings_nlp", {}).get("families", ()) if isinstance(vocab, Language) else ()
    return _headings_of(tuple(known)) if known else headings()


@lru_cache(maxsize=4)
def _headings_of(known: tuple[str, ...]) -> Headings:
    return for_layout(family.text for family in own_families(known) if family.text)


def read_report(
    source: Source, *, name: str | None = None, nlp: Language | None = None, tags: bool = True, isolate: bool = False
) -> Report:
    """Read one report, a PDF or an HTML page.

    Safe in several processes at once; not in several threads, because PyMuPDF is not thread-safe.

    Args:
        source: path, bytes or binary file; of a page saved with its files also their folder.
        name: the name to report instead of the file's own.
        nlp: a pipeline from `load`; by default `load()`.
        tags: also read the structure tree of a tagged PDF.
        isolate: read in a process of its own, which a damaged file may kill without harm; starting it takes some seconds, so
            use `findings_nlp.Reader` for many files.

    Raises:
        ReportError: with path, stage and reason where the file cannot be read.
        TypeError: for an `nlp` that is no pipeline, and for `isolate` with a pipeline that is not from `load`.
    """
    if isolate:
        return _isolated(source, name, nlp)
    if isinstance(nlp, str):
        raise TypeError(f"nlp is a pipeline, not a name: nlp=findings_nlp.load({nlp!r})")
    nlp = nlp if nlp is not None else _default()
    return report_from_doc(nlp(read_doc(source, nlp, name, tags=tags)))


def _isolated(source: Source, name: str | None, nlp: Language | None) -> Report:
    from findings_nlp.isolated import Reader

    settings = {} if nlp is None else nlp.meta.get("findings_nlp")
    if settings is None:
        raise TypeError("isolate=True needs a pipeline from findings_nlp.load(): another process cannot be given this one")
    with Reader(**settings) as reader:
        return reader.read_report(source, name=name)
