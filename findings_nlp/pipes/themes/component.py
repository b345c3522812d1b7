"""Component `findings_themes`: what each finding and recommendation is about, and where in its text each theme stands.

Writes `[theme, probability, calibrated, spans, because]` for the themes above their thresholds into the document's data, and
keeps probabilities and sentence vectors for the component after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, SpanGroup

from findings_nlp.document.doc import BlockView, is_report, report_data, views
from findings_nlp.document.texts import finding_text, recommendation_text
from findings_nlp.pipes.themes.arrays import ARRAYS, stored_side
from findings_nlp.pipes.themes.models import Labelled, ThemeModel, Tier, model_folder
from findings_nlp.pipes.themes.taxonomy import check_thresholds
from findings_nlp.pipes.themes.terms import read_terms
from findings_nlp.pipes.themes.user_themes import UserThemes, user_themes

Floats = NDArray[np.float32]


@lru_cache(maxsize=4)
def shipped_model(tier: Tier, terms: tuple[str, ...] = (), folder: str = "") -> ThemeModel:
    """The shipped model of a tier, or that of a folder, with the terms of further files, loaded once for each process.

    Raises:
        DataFileError: for a wrong file; see `findings_nlp.pipes.themes.terms`.
    """
    return ThemeModel(Path(folder) if folder else model_folder(), tier, read_terms(terms))


class Themes:
    """spaCy component `findings_themes`.

    Args:
        tier: `full` or `lite`.
        thresholds: probabilities from which a theme is reported, by theme id; others keep the model's.
        taxonomies: TOML files with themes of one's own; found by rule, or scored from definition or examples, marked
            uncalibrated.
        terms: TOML files with further names of the shipped themes.
        folder: of a model that `findings-nlp adapt` wrote; by default the shipped one.

    Raises:
        DataFileError: for a wrong taxonomy or terms file, or a threshold of an unknown theme or outside 0 to 1.
    """

    def __init__(
        self,
        tier: Tier = "full",
        thresholds: Mapping[str, float] | None = None,
        taxonomies: Sequence[str] = (),
        terms: Sequence[str] = (),
        folder: str = "",
    ) -> None:
        self.model = shipped_model(tier, tuple(terms), folder)
        self.own: UserThemes | None = user_themes(taxonomies, self.model) if taxonomies else None
        self.thresholds = self.model.thresholds.copy()
        check_thresholds(thresholds or {})
        for theme, value in (thresholds or {}).items():
            self.thresholds[self.model.themes.index(theme)] = value

    def __call__(self, doc: Doc) -> Doc:
        """Label findings and recommendations, and write their themes on the `Doc`.

        A `Doc` that was not made from a report is labelled as one text: `doc.cats` holds the score of each theme reported,
        `doc.spans["themes"]` the words that carry it, labelled with its id.

        Raises:
            ValueError: where the report's findings have not been looked for.
        """
        if not is_report(doc):
            return self._plain(doc)
        blocks, data = views(doc), report_data(doc)
        if "findings" not in data:
            raise ValueError("the pipeline lacks 'findings_extract' before 'findings_themes'")
        texts, sections, polarities = _inputs(blocks, data)
        data["model"] = {"name": f"findings_en_{self.model.tier}", "version": self.model.meta["version"]}
        if data.get("language", "en") != "en":
            return doc  # the model and the glossary know English only
        beside = [f.get("context") for f in data["findings"]] + [None] * len(data["recommendations"])
        labelled, themes = self.label(texts, sections, polarities, beside)
        for item, found in zip([*data["findings"], *data["recommendations"]], themes, strict=True):
            item["themes"] = found
        count = len(data["findings"])
        doc.user_data[ARRAYS] = {
            "findings": stored_side(labelled, slice(0, count)),
            "recommendations": stored_side(labelled, slice(count, len(texts))),
        }
        return doc

    def _plain(self, doc: Doc) -> Doc:
        _, [found] = self.label([doc.text], [None], [None])
        spans = []
        for theme, score, _, places, _ in found:
            doc.cats[theme] = score
            spans += [doc.char_span(a, b, label=theme, alignment_mode="expand") for a, b in places]
        doc.spans["themes"] = SpanGroup(doc, name="themes", spans=[span for span in spans if span is not None])
        return doc

    def label(
        self,
        texts: Sequence[str],
        sections: Sequence[str | None],
        polarities: Sequence[str | None],
        beside: Sequence[str | None] = (),
    ) -> tuple[Labelled, list[list[list[Any]]]]:
        """Probabilities, and for each text `[theme, score, calibrated, spans, because]` of the themes reported.

        Args:
            texts: findings, recommendations, or any other texts.
            sections: the heading of each, or None.
            polarities: `strength`, `area_for_improvement`, or None.
            beside: the sentence before each that it points back to ("The other two took ..."), or None; read with the heading.
        """
        read = [f"{s or ''} . {b}" if b else s for s, b in zip(sections, beside, strict=True)] if beside else sections
        labelled = self.model.label(texts, read, polarities)
        out: list[list[list[Any]]] = []
        for k, (text, section) in enumerate(zip(texts, sections, strict=True)):
            scores = labelled.probabilities[k]
            chosen = [c for c in np.argsort(-scores, kind="stable").tolist() if scores[c] >= self.thresholds[c]]
            carriers = self.model.carriers(text, section, labelled, k, chosen)
            out.append(
                [
                    [self.model.themes[c], float(scores[c]), True, [list(span) for span in place.spans], place.because]
                    for c, place in zip(chosen, carriers, strict=True)
                ]
            )
        if self.own is not None and texts:
            vectors = None if labelled.encoded is None else labelled.encoded.vectors
            out = [found + own for found, own in zip(out, self.own.label(texts, vectors), strict=True)]
        return labelled, out


def _inputs(blocks: list[BlockView], data: dict[str, Any]) -> tuple[list[str], list[str | None], list[str | None]]:
    texts = [finding_text(blocks, f) for f in data["findings"]] + [
        recommendation_text(blocks, r) for r in data["recommendations"]
    ]
    sections = [f["section"] for f in data["findings"]] + ["Recommendations"] * len(data["recommendations"])
    polarities = [None if f["polarity"] == "mixed" else f["polarity"] for f in data["findings"]] + [None] * len(
        data["recommendations"]
    )
    return texts, sections, polarities
