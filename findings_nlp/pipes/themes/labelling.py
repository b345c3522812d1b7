"""Themes of any texts: action plans, surveys, minutes. `label` gives each text its themes, `themes` lists them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal

from findings_nlp.pipes.themes.models import model_folder
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from findings_nlp.pipes.themes.terms import Abbreviation, shipped_terms
from findings_nlp.record.schema import ThemeScore

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.component import Themes

Paths = str | PathLike[str] | Sequence[str | PathLike[str]] | None
POLARITIES = ("strength", "area_for_improvement")


@dataclass(frozen=True, slots=True)
class ThemeInfo:
    """One of the shipped themes.

    Attributes:
        id: as it stands in records.
        group: of themes.
        name: as it is shown.
        definition: what texts with the theme are about.
        exclude: what does not belong to it.
        names: what the theme is called in reports.
        abbreviations: short forms that stand for it.
        precision: share of its labels that are right, on reports the model was not trained on (tier `full`).
        recall: share of the labels it should give that it gives, on the same reports.
        support: how many labels of those reports both rest on.
    """

    id: str
    group: str
    name: str
    definition: str
    exclude: str
    names: tuple[str, ...]
    abbreviations: tuple[Abbreviation, ...]
    precision: float
    recall: float
    support: int


def themes() -> list[ThemeInfo]:
    """The 30 shipped themes in the order of the taxonomy."""
    terms = {t.theme: t for t in shipped_terms()}
    measured = json.loads((model_folder() / "measured.json").read_text(encoding="utf-8"))["themes"]
    return [
        ThemeInfo(
            t.id, t.group, t.name, t.definition, t.exclude, terms[t.id].names, terms[t.id].abbreviations,
            measured[t.id]["precision"], measured[t.id]["recall"], measured[t.id]["support"],
        )
        for t in shipped_themes()
    ]  # fmt: skip


def label(
    texts: Sequence[str],
    sections: Sequence[str | None] | None = None,
    polarities: Sequence[str | None] | None = None,
    model: Literal["full", "lite"] = "full",
    themes: Paths = None,
    terms: Paths = None,
) -> list[list[ThemeScore]]:
    """The themes of each text, highest score first.

    Args:
        texts: any texts of a sentence or a paragraph; tier `full` reads the first 190 word pieces or so.
        sections: the heading of each, as many as there are texts, where they have one.
        polarities: `strength`, `area_for_improvement` or None for each.
        model: `full`, or `lite` (many times faster).
        themes: one or several TOML files with themes of one's own.
        terms: one or several TOML files with further names of the shipped themes.

    Returns:
        For each text a list, empty where no theme is sure enough.

    Raises:
        TypeError: where `texts` is one text, or one of them is not text.
        ValueError: for an unknown model or polarity, or lists of unlike lengths.
        ReportError: for a wrong file of themes or terms.
    """
    _check_texts(texts)
    count = len(texts)
    headings = _as_many("sections", sections, count)
    sides = _as_many("polarities", polarities, count)
    if other := [side for side in sides if side is not None and side not in POLARITIES]:
        raise ValueError(f"a polarity is 'strength', 'area_for_improvement' or None, not {other[0]!r}")
    if model not in ("full", "lite"):
        raise ValueError(f"model is 'full' or 'lite', not {model!r}")
    if not count:
        return []
    _, found = _component(model, _paths(themes), _paths(terms)).label(list(texts), headings, sides)
    return [ThemeScore.of(labels) for labels in found]


@lru_cache(maxsize=4)
def _component(model: Literal["full", "lite"], taxonomies: tuple[str, ...], terms: tuple[str, ...]) -> Themes:
    from findings_nlp.pipes.themes.component import Themes

    return Themes(model, None, taxonomies, terms)


def _check_texts(texts: object) -> None:
    if isinstance(texts, str | bytes) or not isinstance(texts, Sequence):
        raise TypeError(f"texts is a list of texts, not {type(texts).__name__}")
    for k, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(f"text {k + 1} is {type(text).__name__}, not text")


def _as_many(name: str, values: Sequence[str | None] | None, count: int) -> list[str | None]:
    if values is None:
        return [None] * count
    if isinstance(values, str) or len(values) != count:
        raise ValueError(f"{name} are as many as texts ({count}), or None")
    return list(values)


def _paths(given: Paths) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, str | PathLike):
        return (fspath(given),)
    return tuple(fspath(path) for path in given)
