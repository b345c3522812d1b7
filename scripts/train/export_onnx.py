"""Writes the fine-tuned encoder as ONNX whose layers multiply whole numbers, and the tokenizer.

Inputs of the layers' products are rounded to 8 bits with one scale for each token, weights to 7 bits with one for each
column. A scale for each token, and not for a whole batch as onnxruntime's own dynamic quantisation takes it, keeps a
text's numbers apart from its neighbours'. Seven bits for the weights, because x86 processors without VNNI add pairs of
products in 16 bits: 2 x 255 x 63 = 32,130 is below 32,767; with eight bits the sums were cut short there, and the same
text got other labels on an older machine. The embeddings and the map to sentence vectors are stored in int8 and widened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from findings_nlp.pipes.themes.encoder import MAX_TOKENS, Encoder
from scripts.train.train_full import Model

LARGE = 20_000  # numbers; smaller tensors, the themes' heads among them, stay as they are
WEIGHT_MOST, INPUT_MOST, STORED_MOST = 63, 127, 127
LEAST = 1e-9  # of a scale, against rows of noughts


def export(model: Model, tokenizer: Any, folder: Path) -> None:
    """Write `encoder.onnx` and `tokenizer.json`."""
    ids = torch.ones(2, 8, dtype=torch.long)
    whole = folder / "encoder.float.onnx"
    names = ["ids", "mask", "types"]
    axes = {name: {0: "n", 1: "t"} for name in (*names, "states", "weights")} | {"logits": {0: "n"}}
    with torch.no_grad():
        torch.onnx.export(
            model.eval(),
            (ids, ids, torch.zeros_like(ids)),
            str(whole),
            input_names=names,
            output_names=["logits", "states", "weights"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    graph = onnx.load(whole)
    whole.unlink()
    Narrowing(graph.graph).run()
    onnx.checker.check_model(graph)
    onnx.save(graph, folder / "encoder.onnx")
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))


class Narrowing:
    """Replaces the large float weights of a graph and the nodes that use them."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.graph = graph
        large = (t for t in graph.initializer if np.prod(t.dims) >= LARGE and t.data_type == TensorProto.FLOAT)
        self.weights = {t.name: numpy_helper.to_array(t) for t in large}
        self.replaced: set[str] = set()
        self.rounded: set[str] = set()
        self.nodes: list[NodeProto] = []

    def run(self) -> None:
        """Change the graph in place."""
        self._constant("narrow.most", np.float32(INPUT_MOST))
        self._constant("narrow.least", np.float32(LEAST))
        self._constant("narrow.middle", np.float32(128))
        self._constant("narrow.nought", np.uint8(128))
        self._constant("narrow.none", np.int8(0))
        for node in self.graph.node:
            if node.op_type == "Gather" and node.input[0] in self.weights:
                self._embedding(node)
            elif node.op_type == "MatMul" and node.input[1] in self.weights:
                (self._product if node.name.startswith("/layers") else self._widened)(node)
            else:
                self.nodes.append(node)
        del self.graph.node[:]
        self.graph.node.extend(self.nodes)
        kept = [t for t in self.graph.initializer if t.name not in self.replaced]
        del self.graph.initializer[:]
        self.graph.initializer.extend(kept)

    def _constant(self, name: str, value: Any) -> None:
        self.graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))

    def _add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _store(self, name: str, axis: int, most: int) -> tuple[str, str]:
        """Whole numbers and scales whose product is nearly the matrix; a scale for each column (axis 0) or row (axis 1)."""
        if name not in self.replaced:
            matrix = self.weights[name]
            scales = np.maximum(np.abs(matrix).max(axis, keepdims=True) / most, LEAST).astype(np.float32)
            self._constant(f"{name}.int8", np.round(matrix / scales).astype(np.int8))
            self._constant(f"{name}.scale", scales)
            self.replaced.add(name)
        return f"{name}.int8", f"{name}.scale"

    def _embedding(self, node: NodeProto) -> None:
        stored, scales = self._store(node.input[0], 1, STORED_MOST)
        rows, out = node.input[1], node.output[0]
        whole = self._add("Gather", [stored, rows], f"{out}.int8")
        wide = self._add("Cast", [whole], f"{out}.float", to=TensorProto.FLOAT)
        self._add("Mul", [wide, self._add("Gather", [scales, rows], f"{out}.scale")], out)

    def _widened(self, node: NodeProto) -> None:
        stored, scales = self._store(node.input[1], 0, STORED_MOST)
        wide = self._add("Cast", [stored], f"{node.input[1]}.float", to=TensorProto.FLOAT)
        self._add("MatMul", [node.input[0], self._add("Mul", [wide, scales], f"{node.input[1]}.wide")], node.output[0])

    def _product(self, node: NodeProto) -> None:
        stored, scales = self._store(node.input[1], 0, WEIGHT_MOST)
        tokens, out = node.input[0], node.output[0]
        self._tokens(tokens)
        whole = self._add("MatMulInteger", [f"{tokens}.uint8", stored, "narrow.nought", "narrow.none"], f"{out}.int32")
        wide = self._add("Cast", [whole], f"{out}.float", to=TensorProto.FLOAT)
        self._add("Mul", [self._add("Mul", [wide, f"{tokens}.scale"], f"{out}.rows"), scales], out)

    def _tokens(self, name: str) -> None:
        """Tokens as whole numbers around 128, and their scales, once for all products that share them."""
        if name in self.rounded:
            return
        self.rounded.add(name)
        most = self._add("ReduceMax", [self._add("Abs", [name], f"{name}.abs")], f"{name}.most", axes=[-1], keepdims=1)
        scale = self._add("Max", [self._add("Div", [most, "narrow.most"], f"{name}.step"), "narrow.least"], f"{name}.scale")
        steps = self._add("Round", [self._add("Div", [name, scale], f"{name}.steps")], f"{name}.whole")
        shifted = self._add("Add", [steps, "narrow.middle"], f"{name}.shifted")
        self._add("Cast", [shifted], f"{name}.uint8", to=TensorProto.UINT8)


def parity(model: Model, tokenizer: Any, folder: Path, contexts: list[str], texts: list[str]) -> NDArray[np.float32]:
    """How far the exported logits lie from the trained model's, for each text."""
    batch = tokenizer(contexts, texts, padding=True, truncation="longest_first", max_length=MAX_TOKENS, return_tensors="pt")
    with torch.no_grad():
        wanted, *_ = model.eval()(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
    return np.abs(Encoder(folder).encode(contexts, texts).logits - wanted.numpy()).max(1)
