"""Reports of corpus/prose and single findings as the training of the detector of prose reads them, with what the encoder says."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.features import Passage, grams, normed, token_states
from findings_nlp.pipes.prose.sentences import sentences
from findings_nlp.pipes.prose.wording import worded
from findings_nlp.pipes.themes.encoder import Encoder
from findings_nlp.pipes.themes.linear import Vectorizer
from scripts.corpus.prose import ROOT, read_corpus
from scripts.train.prose_eval import HELD_OUT
from scripts.train.prose_fit import Rows
from scripts.train.prose_net import Part

MODEL = ROOT / "models" / "findings_en"
KEPT = 128  # directions of the encoder's states that training reads


def passage_of(row: dict[str, Any]) -> Passage:
    """A paragraph of the corpus as the detector reads it."""
    return Passage(row["headings"], row["kind"], row["sentences"])


def bullet_passages() -> tuple[list[Passage], list[int]]:
    """The findings of corpus/findings and corpus/sets with their sides: 0 for a strength, 1 for an area for improvement."""
    passages, sides = [], []
    for path in sorted([*(ROOT / "corpus" / "findings").glob("*.jsonl"), *(ROOT / "corpus" / "sets").glob("*.jsonl")]):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["kind"] == "finding":
                text = row["text"]
                passages.append(Passage([row["section"] or ""], "paragraph", [text[a:b] for a, b in sentences(text)]))
                sides.append(int(row["polarity"] == "area_for_improvement"))
    return passages, sides


def encoded(name: str, passages: list[Passage]) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
    """The normed token states of passages as printed, from build/prose where they are there."""
    told = json.dumps([[p.headings[-1:], p.sentences] for p in passages]).encode()
    key = hashlib.sha256((MODEL / "encoder.onnx").read_bytes() + (MODEL / "tokenizer.json").read_bytes() + told).hexdigest()[:16]
    file = ROOT / "build" / "prose" / f"{name}-{key}.npz"
    if not file.is_file():
        encoder, parts, at = Encoder(MODEL), [], 0
        for first in range(0, len(passages), 500):
            chosen = passages[first : first + 500]
            states, sentence = token_states(chosen, encoder)
            parts.append((normed(states).astype(np.float16), sentence + at))
            at += sum(len(p.sentences) for p in chosen)
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, states=np.concatenate([a for a, _ in parts]), sentence=np.concatenate([b for _, b in parts]))
    with np.load(file) as arrays:
        return arrays["states"], arrays["sentence"]


def part_of_rows(rows: Rows, states: NDArray[np.float16], sentence: NDArray[np.int64]) -> Part:
    """Paragraphs of the corpus as a part to train on or to read."""
    tags = [
        [chain.tags_of([chain.Run(*r) for r in row[who]], len(row["sentences"])) for row in rows] for who in ("first", "second")
    ]
    printed = [passage_of(row) for row in rows]
    return Part(worded(printed), printed, states, sentence, tags, [row["first"] for row in rows])


def vectorizer_of(texts: list[str], bullets: list[str]) -> Vectorizer:
    """TF-IDF over the words of the texts that stand in three sentences or more, or in two of the reports."""
    count = Counter(gram for text in texts for gram in set(grams(text)))
    every = count + Counter(gram for text in bullets for gram in set(grams(text)))
    terms = sorted(gram for gram, n in every.items() if n >= 5 or (n >= 3 and count[gram]) or count[gram] >= 2)
    size = len(texts) + len(bullets)
    idf = np.array([np.log((1 + size) / (1 + every[term])) + 1 for term in terms], dtype=np.float32)
    return Vectorizer(grams, terms, idf)


def prepared() -> tuple[dict[str, tuple[Rows, Part]], Part, NDArray[np.float32]]:
    """Reports by id, bullets, and the directions of the states that are kept."""
    corpus = read_corpus()
    parts = {
        name: (rows, part_of_rows(rows, *encoded(name, [passage_of(r) for r in rows]))) for name, (_, rows) in corpus.items()
    }
    passages, sides = bullet_passages()
    bullets = Part(worded(passages), passages, *encoded("bullets", passages), sides=np.array(sides))
    sample = np.concatenate([part.states[::4] for name, (_, part) in parts.items() if name not in HELD_OUT]).astype(np.float32)
    _, directions = np.linalg.eigh(np.cov(sample.T))
    basis = np.ascontiguousarray(directions[:, ::-1][:, :KEPT].astype(np.float32))
    for part in [bullets, *(part for _, part in parts.values())]:
        part.reduced(basis)
    return parts, bullets, basis
