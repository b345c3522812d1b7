"""Themes of one's own: found by rule (phrases and patterns), scored from a definition, or trained from a handful of examples.

A theme with phrases or patterns is found where they stand, with score 1 and the words as its spans; nothing else counts for
it. One with eight examples or more is trained on them, any other is compared with its definition. None is calibrated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.matcher import Matcher

from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.glossary import Glossary
from findings_nlp.pipes.themes.models import ThemeModel
from findings_nlp.pipes.themes.taxonomy import Theme, read_themes, shipped_themes
from findings_nlp.pipes.themes.terms import Terms

Floats = NDArray[np.float32]
ENOUGH = 8  # examples from which a theme is trained instead of matched
THRESHOLD = 0.5


def features_of(texts: Sequence[str], model: ThemeModel, vectors: Floats | None = None) -> Floats:
    """What texts and definitions are compared by: sentence vectors in tier `full`, words in tier `lite`."""
    if model.encoder is not None:
        return model.encoder.encode([" ; "] * len(texts), texts).vectors if vectors is None else vectors
    return model.linear.words(texts).dense()


class ThemeRule:
    """Finds one theme by its phrases and patterns.

    Args:
        theme: with phrases or patterns.

    Raises:
        DataFileError: for a token pattern that spaCy refuses.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._phrases = Glossary((Terms(theme.id, names=theme.phrases),))
        self._excluded = Glossary((Terms(theme.id, names=theme.excluded),))
        self._expressions = [re.compile(p, re.I) for p in theme.patterns if isinstance(p, str)]
        tokens = [p for p in theme.patterns if not isinstance(p, str)]
        self._blank = spacy.blank("en") if tokens else None
        self._matcher = Matcher(self._blank.vocab) if self._blank else None
        if self._matcher is not None:
            try:
                self._matcher.add(theme.id, tokens)
            except ValueError as error:
                reason = str(error).splitlines()[0]
                raise DataFileError(theme.id, f"has a token pattern that spaCy refuses ({reason})") from None

    def find(self, text: str) -> list[tuple[int, int]]:
        """The places (start, end) in a text, by place; none inside a phrase that is excluded."""
        places = [(hit.start, hit.end) for hit in self._phrases.find(text)]
        places += [m.span() for pattern in self._expressions for m in pattern.finditer(text) if m.end() > m.start()]
        if self._matcher is not None and self._blank is not None:
            doc = self._blank.make_doc(text)
            places += [(doc[a:b].start_char, doc[a:b].end_char) for _, a, b in self._matcher(doc)]
        excluded = [(hit.start, hit.end) for hit in self._excluded.find(text)]
        return sorted({(a, b) for a, b in places if not any(x <= a and b <= y for x, y in excluded)})


class UserThemes:
    """Scores texts for a user's themes.

    Args:
        themes: the themes.
        model: tier `full` compares sentence vectors, tier `lite` words.

    Raises:
        DataFileError: for a token pattern that spaCy refuses.
    """

    def __init__(self, themes: Sequence[Theme], model: ThemeModel) -> None:
        self.rules = [ThemeRule(theme) for theme in themes if theme.by_rule]
        self.themes, self.model = [theme for theme in themes if not theme.by_rule], model
        self._anchors = [features_of([f"{theme.name}. {theme.definition}"], model) for theme in self.themes]
        # fitted on the shipped themes' definitions (scripts/train/fit_definitions.py), whose texts the model knows
        fitted = model.meta["definitions"][model.tier]
        self._middle, self._slope = float(fitted["middle"]), float(fitted["slope"])
        self._trained = [self._train(theme) if len(theme.examples) >= ENOUGH else None for theme in self.themes]

    def _train(self, theme: Theme) -> tuple[Floats, float]:
        """Weights of a ridge classifier on the examples against the other themes' definitions."""
        from findings_nlp.pipes.themes.linear import balanced_logistic

        yes = features_of(theme.examples, self.model)
        others = [t.definition for t in shipped_themes()] + [e for t in self.themes if t.id != theme.id for e in t.examples]
        no = features_of(others, self.model)
        features, wanted = np.concatenate([yes, no]), np.array([1] * len(yes) + [0] * len(no))
        return balanced_logistic(features, wanted)

    def score(self, texts: Sequence[str], vectors: Floats | None = None) -> Floats:
        """Scores from 0 to 1 of the themes without rules, shape (texts, themes); not calibrated."""
        out = np.zeros((len(texts), len(self.themes)), dtype=np.float32)
        if not self.themes:
            return out
        features = features_of(texts, self.model, vectors)
        for k, (anchors, trained) in enumerate(zip(self._anchors, self._trained, strict=True)):
            if trained is not None:
                raw = features @ trained[0] + trained[1]
            else:
                raw = self._slope * ((features @ anchors.T).max(1) - self._middle)
            out[:, k] = 1 / (1 + np.exp(-raw))
        return out

    def label(self, texts: Sequence[str], vectors: Floats | None = None) -> list[list[list[Any]]]:
        """For each text `[theme, score, False, spans, because]` of the themes found by rule or scored above one half.

        Args:
            texts: findings, recommendations or any other texts.
            vectors: their sentence vectors from tier `full`, if they are at hand.
        """
        scores = self.score(texts, vectors)
        return [self._ruled(text) + self._chosen(row) for text, row in zip(texts, scores, strict=True)]

    def _ruled(self, text: str) -> list[list[Any]]:
        out: list[list[Any]] = []
        for rule in self.rules:
            if places := rule.find(text):
                words = list(dict.fromkeys(text[a:b] for a, b in places))
                out.append([rule.theme.id, 1.0, False, [list(place) for place in places], words])
        return out

    def _chosen(self, scores: Floats) -> list[list[Any]]:
        found = [k for k in np.argsort(-scores, kind="stable") if scores[k] >= THRESHOLD]
        return [[self.themes[k].id, float(scores[k]), False, [], []] for k in found]


def user_themes(paths: Sequence[str], model: ThemeModel) -> UserThemes:
    """The themes of a user's TOML files, ready to score.

    Raises:
        DataFileError: for a wrong file; see `findings_nlp.pipes.themes.taxonomy`.
    """
    return UserThemes(read_themes(paths), model)
