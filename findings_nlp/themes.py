"""Component `findings_themes`: what each finding and recommendation is about.

Writes `[theme, probability, calibrated]` for the themes above their thresholds into the document's data, and keeps
probabilities and sentence vectors for the component after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc

from findings_nlp.document import View, data_of, views
from findings_nlp.taxonomy import check_thresholds
from findings_nlp.text_of import finding_text, recommendation_text
from findings_nlp.theme_models import Labelled, ThemeModel, Tier, context_of, log_odds, model_folder
from findings_nlp.user_themes import UserThemes, user_themes

if TYPE_CHECKING:
    from findings_nlp.encoder import Weighed

Floats = NDArray[np.float32]
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CANDIDATES = 12
_LEAST = 0.1  # of log-odds, and of the share of the word that weighs most


@lru_cache(maxsize=2)
def shipped_model(tier: Tier) -> ThemeModel:
    """The shipped model of a tier, loaded once for each process."""
    return ThemeModel(model_folder(), tier)


class Themes:
    """spaCy component `findings_themes`.

    Args:
        tier: `full` or `lite`.
        thresholds: probabilities from which a theme is reported, by theme id; others keep the model's.
        taxonomies: TOML files with themes of one's own; scored from definition or examples, marked uncalibrated.
        explain: also store the words that weighed most for each theme.

    Raises:
        DataFileError: for a wrong taxonomy file, or a threshold of an unknown theme or outside 0 to 1.
    """

    def __init__(
        self,
        tier: Tier = "full",
        thresholds: Mapping[str, float] | None = None,
        taxonomies: Sequence[str] = (),
        explain: bool = False,
    ) -> None:
        self.model = shipped_model(tier)
        self.explain = explain
        self.own: UserThemes | None = user_themes(taxonomies, self.model) if taxonomies else None
        self.thresholds = self.model.thresholds.copy()
        check_thresholds(thresholds or {})
        for theme, value in (thresholds or {}).items():
            self.thresholds[self.model.themes.index(theme)] = value

    def __call__(self, doc: Doc) -> Doc:
        """Label findings and recommendations, and write their themes on the `Doc`."""
        blocks, data = views(doc), data_of(doc)
        texts, sections, polarities = _inputs(blocks, data)
        labelled = self.model.label(texts, sections, polarities)
        own = self.own.score(texts, labelled.vectors) if self.own and texts else None
        items = [*data["findings"], *data["recommendations"]]
        for k, item in enumerate(items):
            item["themes"] = self._chosen(labelled.probabilities[k]) + (
                self.own.chosen(own[k]) if self.own and own is not None else []
            )
        if self.explain:
            named = [[theme for theme, _, shipped in item["themes"] if shipped] for item in items]
            for item, reasons in zip(items, self._reasons(texts, sections, polarities, named), strict=True):
                item["because"] = reasons
        data["model"] = {"name": f"findings_en_{self.model.tier}", "version": self.model.meta["version"]}
        count = len(data["findings"])
        doc.user_data["findings_nlp_arrays"] = {
            "findings": _side(labelled, slice(count)),
            "recommendations": _side(labelled, slice(count, None)),
        }
        return doc

    def _chosen(self, probabilities: Floats) -> list[list[Any]]:
        found = [k for k in np.argsort(-probabilities, kind="stable") if probabilities[k] >= self.thresholds[k]]
        return [[self.model.themes[k], float(probabilities[k]), True] for k in found]

    def why(self, text: str, section: str | None, polarity: str | None, theme: str, most: int = 5) -> list[str]:
        """The words of a text that weigh most for a theme, and `heading: ...` where its heading does.

        Tier `full` adds up what the encoder's tokens and the linear tier's words add to the theme's log-odds; tier `lite`
        looks how far they fall without each of the words that weigh most (occlusion).
        """
        return self._reasons([text], [section], [polarity], [[theme]], most)[0][theme]

    def _reasons(
        self,
        texts: list[str],
        sections: list[str | None],
        polarities: list[str | None],
        themes: list[list[str]],
        most: int = 5,
    ) -> list[dict[str, list[str]]]:
        """For each text the words that weigh for each of its themes."""
        encoder = self.model.encoder
        contexts = [context_of(section, polarity) for section, polarity in zip(sections, polarities, strict=True)]
        weighed = [None] * len(texts) if encoder is None else encoder.weigh(contexts, texts)
        out = []
        for text, section, polarity, named, shares in zip(texts, sections, polarities, themes, weighed, strict=True):
            columns = {theme: self.model.themes.index(theme) for theme in named}
            if shares is None:
                out.append({t: self._by_fall(text, section, polarity, c, most) for t, c in columns.items()})
            else:
                out.append({t: self._by_share(text, section, shares, c, most) for t, c in columns.items()})
        return out

    def _by_share(self, text: str, section: str | None, weighed: Weighed, column: int, most: int) -> list[str]:
        shares: dict[str, float] = {}
        shown: dict[str, str] = {}
        for (start, end), share in zip(weighed.spans, weighed.words[:, column], strict=True):
            word = text[start:end]
            if word.isalpha() and _telling(word):
                shown.setdefault(word.casefold(), word)
                shares[word.casefold()] = shares.get(word.casefold(), 0.0) + float(share)
        for term, value in self.model.linear.contributions(text, column).items():
            parts = [part for part in term.split() if part in shares]
            for part in parts:
                shares[part] += value / len(parts)
        if section:
            shown[""], shares[""] = f"heading: {section}", float(weighed.context[column])
        least = max(_LEAST, _LEAST * max(shares.values(), default=0.0))
        order = sorted(shares, key=lambda word: -shares[word])
        return [shown[word] for word in order[:most] if shares[word] >= least]

    def _by_fall(self, text: str, section: str | None, polarity: str | None, column: int, most: int) -> list[str]:
        weights = self.model.linear.contributions(text, column)
        words = list(dict.fromkeys(w for w in _WORD.findall(text) if _telling(w)))
        words.sort(key=lambda w: -sum(v for term, v in weights.items() if w.casefold() in term.split()))
        words = words[:_CANDIDATES]
        without = [re.sub(rf"\b{re.escape(w)}\b", " ", text) for w in words]
        count = len(words) + 1
        found = self.model.label([text, *without], [section] * count, [polarity] * count)
        odds = log_odds(found.probabilities[:, column])
        fall = odds[0] - odds[1:]
        return [words[k] for k in np.argsort(-fall, kind="stable")[:most] if fall[k] >= _LEAST]


def _telling(word: str) -> bool:
    return len(word) > 2 and word.casefold() not in STOP_WORDS


def _inputs(blocks: list[View], data: dict[str, Any]) -> tuple[list[str], list[str | None], list[str | None]]:
    texts = [finding_text(blocks, f) for f in data["findings"]] + [
        recommendation_text(blocks, r) for r in data["recommendations"]
    ]
    sections = [f["section"] for f in data["findings"]] + ["Recommendations"] * len(data["recommendations"])
    polarities = [f["polarity"] for f in data["findings"]] + [None] * len(data["recommendations"])
    return texts, sections, polarities


def _side(labelled: Labelled, part: slice) -> dict[str, Any]:
    vectors = labelled.vectors
    return {
        "themes": labelled.probabilities[part],
        "vectors": None if vectors is None else vectors[part],
        "rows": labelled.rows[part],
    }
