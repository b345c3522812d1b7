"""The net behind the detector of findings in prose, in torch: training only (`scripts/train/train_prose.py`).

A conditional random field over the sentences of a paragraph. What speaks for a tag is the sum of weighted words and places
and, in tier `full`, of a small net over the encoder's token states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.features import Passage, leaning, likeness, neighbours, places, pooled
from findings_nlp.pipes.themes.linear import SparseRows, Vectorizer

TAGS = len(chain.READ)


@dataclass
class Part:
    """Passages with all that is read of them, and their tags by each reader (or, of bullets, their side)."""

    passages: list[Passage]  # with their shares in words
    printed: list[Passage]
    states: NDArray[np.float16]  # normed
    sentence: NDArray[np.int64]
    tags: list[list[list[int]]] = field(default_factory=list)  # reader, passage, sentence
    runs: list[list[tuple[int, int, str]]] = field(default_factory=list)  # of the first reader, by passage
    sides: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        """Count, and read what needs no training."""
        self.lengths = np.array([len(p.sentences) for p in self.passages])
        self.edges = np.concatenate([[0], np.cumsum(self.lengths)])
        self.texts = [text for p in self.passages for text in p.sentences]
        self.tokens = np.searchsorted(self.sentence, np.arange(len(self.texts) + 1))
        before, _ = neighbours(self.lengths.tolist())
        mean = pooled(self.states.astype(np.float32), self.sentence, len(self.texts))[0]
        self.vectors = np.hstack([likeness(mean, before), mean])  # of the whole states, before they are reduced
        self.places = places(self.printed)
        self.rows: SparseRows | None = None
        self.odds = np.zeros(len(self.texts))
        self.lean = np.zeros((len(self.texts), 0), np.float32)

    def leans(self, odds: NDArray[np.float64]) -> None:
        """Keep to which side each sentence leans."""
        self.odds = odds
        self.lean = leaning(odds, *neighbours(self.lengths.tolist()))

    def reduced(self, basis: NDArray[np.float32]) -> None:
        """Keep of the states what lies in a basis, shape (384, kept)."""
        self.states = (self.states.astype(np.float32) @ basis).astype(np.float16)


def together(parts: list[Part]) -> Part:
    """Several parts as one."""
    at, sentence = 0, []
    for part in parts:
        sentence.append(part.sentence + at)
        at += len(part.texts)
    tags = [[row for part in parts for row in part.tags[reader]] for reader in (0, 1)]
    states = np.concatenate([part.states for part in parts])
    runs = [row for part in parts for row in part.runs]
    passages, printed = [p for part in parts for p in part.passages], [p for part in parts for p in part.printed]
    whole = Part(passages, printed, states, np.concatenate(sentence), tags, runs)
    whole.leans(np.concatenate([part.odds for part in parts]))
    whole.vectors = np.concatenate([part.vectors for part in parts])
    return whole


class Net(nn.Module):
    """Scores of tags, and of tags behind tags."""

    def __init__(self, place: int, terms: int, tokens: int, width: int = 64, hidden: int = 64, drop: float = 0.4) -> None:
        super().__init__()
        self.full = tokens > 0
        self.drop = nn.Dropout(drop)
        self.terms = nn.Parameter(torch.zeros(terms, TAGS))
        self.follows = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.starts = nn.Parameter(torch.zeros(TAGS))
        self.leaning = nn.Parameter(torch.full((2,), 0.5))
        self.turn = nn.Parameter(torch.zeros(()))
        if self.full:
            self.token = nn.Linear(tokens, width)
            self.hidden = nn.Linear(6 * width + place, hidden)
            self.out = nn.Linear(hidden, TAGS)
        self.straight = nn.Linear((2 * width if self.full else 0) + place, TAGS)
        self.register_buffer("never", torch.tensor(chain.FOLLOWS, dtype=torch.float32))
        self.register_buffer("never_first", torch.tensor(chain.STARTS, dtype=torch.float32))

    def forward(self, batch: Batch) -> torch.Tensor:
        """What is read of each sentence, shape (passages, longest, `chain.READ`)."""
        total = torch.sparse.mm(batch.rows, self.terms)
        read = batch.place
        if self.full:
            tokens = torch.relu(self.drop(self.token(batch.states)))
            count, width = len(batch.place), tokens.shape[1]
            sizes = torch.zeros(count).index_add(0, batch.sentence, torch.ones(len(batch.sentence))).clamp(min=1)[:, None]
            mean = torch.zeros(count, width).index_add(0, batch.sentence, tokens) / sizes
            most = torch.zeros(count, width).scatter_reduce(0, batch.sentence[:, None].expand_as(tokens), tokens, "amax")
            own = torch.cat([mean, most], 1)
            padded = torch.cat([own, torch.zeros(1, 2 * width)])
            wide = torch.cat([own, padded[batch.before], padded[batch.behind], batch.place], 1)
            total = total + self.out(self.drop(torch.relu(self.hidden(self.drop(wide)))))
            read = torch.cat([own, batch.place], 1)
        return (total + self.straight(self.drop(read)))[batch.index]

    def sided(self, scores: torch.Tensor, odds: torch.Tensor) -> torch.Tensor:
        """`chain.sided_scores` of all passages: scores of shape (passages, longest, `chain.READ`), log-odds (passages, longest)."""
        weights = (
            torch.tensor([[1.0, 0.0] if tag in chain.BEGINS else [0.0, 1.0] for tag in range(len(chain.TAGS))]) @ self.leaning
        )
        signs = torch.tensor(chain.SIGNS, dtype=torch.float32)
        against = nn.functional.softplus(-odds[..., None] * signs) * signs.abs()
        return scores[..., list(chain.READ_OF)] - weights * against

    def sided_follows(self) -> torch.Tensor:
        """`chain.sided_follows` of the scores of tags behind tags."""
        read = list(chain.READ_OF)
        return self.follows[read][:, read] + self.turn * torch.tensor(chain.TURNS, dtype=torch.float32) + self.never


@dataclass
class Batch:
    """Some passages as tensors; `index` leads from passage and position to sentence."""

    states: torch.Tensor
    sentence: torch.Tensor
    place: torch.Tensor
    rows: torch.Tensor
    before: torch.Tensor
    behind: torch.Tensor
    odds: torch.Tensor
    index: torch.Tensor
    lengths: torch.Tensor


def batch_of(part: Part, chosen: NDArray[np.int64], place: NDArray[np.float32]) -> Batch:
    """The tensors of chosen passages.

    Args:
        part: where they are from.
        chosen: their positions.
        place: the scaled places of all sentences of the part.
    """
    assert part.rows is not None
    lengths = part.lengths[chosen]
    sentences = np.concatenate([np.arange(part.edges[k], part.edges[k + 1]) for k in chosen])
    tokens = np.concatenate([np.arange(part.tokens[part.edges[k]], part.tokens[part.edges[k + 1]]) for k in chosen])
    new = np.zeros(len(part.texts) + 1, np.int64)
    new[sentences] = np.arange(len(sentences))
    counts = np.diff(part.rows.starts)[sentences]
    at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(part.rows.starts[sentences], counts)
    where = np.vstack([np.repeat(np.arange(len(sentences)), counts), part.rows.columns[at]])
    rows = torch.sparse_coo_tensor(
        torch.tensor(where), torch.tensor(part.rows.values[at]), (len(sentences), part.rows.width), check_invariants=False
    )
    index = np.minimum(np.arange(lengths.max())[None] + (np.cumsum(lengths) - lengths)[:, None], len(sentences) - 1)
    before, behind = neighbours(lengths.tolist())
    return Batch(
        torch.tensor(part.states[tokens].astype(np.float32)),
        torch.tensor(new[part.sentence[tokens]]),
        torch.tensor(place[sentences]),
        rows,
        torch.tensor(np.where(before < 0, len(sentences), before)),
        torch.tensor(np.where(behind < 0, len(sentences), behind)),
        torch.tensor(part.odds[sentences][index], dtype=torch.float32),
        torch.tensor(index),
        torch.tensor(lengths),
    )


def chain_loss(net: Net, scores: torch.Tensor, lengths: torch.Tensor, readers: Sequence[torch.Tensor]) -> torch.Tensor:
    """Minus the mean log-probability of the readers' tags, added up over passages.

    Args:
        net: with the scores of tags behind tags.
        scores: shape (passages, longest, `chain.TAGS`).
        lengths: sentences of each passage.
        readers: the tags by each reader, shape (passages, longest).
    """
    follows, row = net.sided_follows(), torch.arange(len(scores))
    start = net.starts[list(chain.READ_OF)] + net.never_first
    total = scores[:, 0] + start
    told = [scores[row, 0, tags[:, 0]] + start[tags[:, 0]] for tags in readers]
    for t in range(1, scores.shape[1]):
        on = t < lengths
        total = torch.where(on[:, None], torch.logsumexp(total[:, :, None] + follows[None], 1) + scores[:, t], total)
        told = [
            kept + torch.where(on, scores[row, t, tags[:, t]] + follows[tags[:, t - 1], tags[:, t]], torch.zeros(()))
            for kept, tags in zip(told, readers, strict=True)
        ]
    return (torch.logsumexp(total, 1) - torch.stack(told).mean(0)).sum()


def train(part: Part, vectorizer: Vectorizer, seed: int, full: bool, settings: dict[str, Any]) -> tuple[Net, Any, Any]:
    """A fitted net, and mean and scale of the places.

    Args:
        part: paragraphs of the reports to learn from.
        vectorizer: of the words.
        seed: of everything drawn by chance.
        full: whether to read the encoder's states.
        settings: `epochs`, `rate`, `decay`, `width`, `hidden`, `drop`.
    """
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    mean, scale = place_scale(part)
    place = scaled(part, mean, scale, full)
    part.rows = vectorizer(part.texts)
    tokens = part.states.shape[1] if full else 0
    net = Net(place.shape[1], len(vectorizer.terms), tokens, settings["width"], settings["hidden"], settings["drop"])
    words = [net.terms]
    others = [value for name, value in net.named_parameters() if name != "terms"]
    rates = [settings["rate"], settings["word_rate"]]
    optimiser = torch.optim.AdamW(
        [{"params": others, "lr": rates[0]}, {"params": words, "lr": rates[1]}], weight_decay=settings["decay"]
    )
    size = 48
    steps = settings["epochs"] * -(-len(part.passages) // size)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=steps, pct_start=0.15)
    for _ in range(settings["epochs"]):
        order = chance.permutation(len(part.passages))
        for first in range(0, len(order), size):
            chosen = np.sort(order[first : first + size])
            batch = batch_of(part, chosen, place)
            readers = [_padded([tags[k] for k in chosen], batch.index.shape[1]) for tags in part.tags]
            loss = chain_loss(net, net.sided(net(batch), batch.odds), batch.lengths, readers) / batch.lengths.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
    return net.eval(), mean, scale


def _padded(tags: list[list[int]], longest: int) -> torch.Tensor:
    return torch.tensor([[*row, *[0] * (longest - len(row))] for row in tags])


def place_scale(part: Part) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and scale of the places of a part."""
    return part.places.mean(0), part.places.std(0) + np.float32(0.05)


def scaled(part: Part, mean: NDArray[np.float32], scale: NDArray[np.float32], full: bool) -> NDArray[np.float32]:
    """The places of all sentences as the net reads them."""
    place = (part.places - mean) / scale
    return np.asarray(np.hstack([place, part.lean, part.vectors] if full else [place, part.lean]), dtype=np.float32)


def scores_of(net: Net, part: Part, mean: Any, scale: Any, vectorizer: Vectorizer) -> NDArray[np.float64]:
    """What is read of all sentences of a part, shape (sentences, `chain.READ`)."""
    part.rows = vectorizer(part.texts)
    place = scaled(part, mean, scale, net.full)
    out = []
    with torch.no_grad():
        for first in range(0, len(part.passages), 200):
            chosen = np.arange(first, min(first + 200, len(part.passages)))
            batch = batch_of(part, chosen, place)
            found = net(batch).numpy()
            out += [found[k, :count] for k, count in enumerate(part.lengths[chosen])]
    return np.concatenate(out).astype(np.float64)
