"""What others do, for comparison in the same run: a list of names, zero-shot likeness, a linear model on sentence vectors."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from findings_nlp.pipes.themes.glossary import shipped_glossary
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from scripts.corpus.data import Item

Floats = NDArray[np.float32]


def list_of_names(texts: list[str], themes: list[str]) -> Floats:
    """1 where a name, phrase or abbreviation of a theme stands in the text, shape (texts, themes)."""
    glossary = shipped_glossary()
    found = [{hit.theme for hit in glossary.find(text)} for text in texts]
    return np.array([[float(t in named) for t in themes] for named in found], dtype=np.float32).reshape(len(texts), len(themes))


def zero_shot_tfidf(texts: list[str]) -> Floats:
    """Cosine of TF-IDF with each theme's name and definition."""
    definitions = [f"{t.name}. {t.definition}" for t in shipped_themes()]
    model = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit([*texts, *definitions])
    return np.asarray((model.transform(texts) @ model.transform(definitions).T).toarray(), dtype=np.float32)


def published_vectors(texts: list[str]) -> Floats:
    """Unit sentence vectors of MiniLM as it was published, before any fine-tuning; needs the training extra."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    from scripts.train.train_full import weights_folder

    tokenizer, model = (kind.from_pretrained(weights_folder()) for kind in (AutoTokenizer, AutoModel))
    out = []
    for start in range(0, len(texts), 32):
        batch = tokenizer(texts[start : start + 32], padding=True, truncation=True, max_length=192, return_tensors="pt")
        with torch.no_grad():
            hidden = model.eval()(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1)
        out.append(torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1).numpy())
    return np.concatenate(out)


def nearest_definition(vectors: Floats, definitions: Floats) -> Floats:
    """Cosine of sentence vectors with each theme's definition."""
    return np.asarray(vectors @ definitions.T, dtype=np.float32)


def vectors_with_regression(train: list[Item], train_vectors: Floats, vectors: Floats, themes: list[str]) -> Floats:
    """One-vs-rest logistic regression on sentence vectors, trained on the training groups."""
    out = np.zeros((len(vectors), len(themes)), dtype=np.float32)
    for k, theme in enumerate(themes):
        rows = np.array([theme not in x.optional for x in train])
        wanted = np.array([theme in x.themes for x in train])[rows]
        model = LogisticRegression(C=30.0, max_iter=1000).fit(train_vectors[rows], wanted)
        out[:, k] = model.predict_proba(vectors)[:, 1]
    return out


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def bm25(gold: dict[str, Any]) -> Floats:
    """BM25 (k1 1.5, b 0.75) of each recommendation against the report's findings."""
    documents = [Counter(_words(f["text"])) for f in gold["findings"]]
    average = sum(sum(d.values()) for d in documents) / max(1, len(documents))
    frequency = Counter(word for d in documents for word in d)
    out = np.zeros((len(gold["recommendations"]), len(documents)), dtype=np.float32)
    for row, recommendation in enumerate(gold["recommendations"]):
        for column, document in enumerate(documents):
            length = sum(document.values())
            for word in set(_words(recommendation["text"])):
                count = document[word]
                if count:
                    idf = math.log(1 + (len(documents) - frequency[word] + 0.5) / (frequency[word] + 0.5))
                    out[row, column] += idf * count * 2.5 / (count + 1.5 * (0.25 + 0.75 * length / average))
    return out


def tfidf_cosine(gold: dict[str, Any]) -> Floats:
    """TF-IDF cosine of each recommendation with the report's findings."""
    asked, found = [r["text"] for r in gold["recommendations"]], [f["text"] for f in gold["findings"]]
    model = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit([*asked, *found])
    return np.asarray((model.transform(asked) @ model.transform(found).T).toarray(), dtype=np.float32)


def minilm_cosine(gold: dict[str, Any]) -> Floats:
    """Cosine of MiniLM's published sentence vectors."""
    asked, found = (published_vectors([x["text"] for x in gold[kind]]) for kind in ("recommendations", "findings"))
    return np.asarray(asked @ found.T, dtype=np.float32)
