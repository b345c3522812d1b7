"""Writes the fine-tuned encoder as ONNX whose large weights are int8 with one float scale a column, and the tokenizer.

Only the storage is int8: `Cast` and `Mul` widen the weights, which onnxruntime does once, when it loads the model.
Quantised arithmetic was tried and left: its scales are taken over a whole batch, so that a text's labels depended on
its neighbours, and on processors without int8 instructions it was no faster than float.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from train_full import Model

LARGE = 10_000  # numbers; smaller tensors stay as they are


def export(model: Model, tokenizer: Any, folder: Path) -> None:
    """Write `encoder.onnx` and `tokenizer.json`."""
    ids = torch.ones(2, 8, dtype=torch.long)
    whole = folder / "encoder.float.onnx"
    names = ["ids", "mask", "types"]
    axes = {name: {0: "n", 1: "t"} for name in names} | {name: {0: "n"} for name in ("logits", "vectors")}
    with torch.no_grad():
        torch.onnx.export(
            model.eval(),
            (ids, ids, torch.zeros_like(ids)),
            str(whole),
            input_names=names,
            output_names=["logits", "vectors"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    graph = onnx.load(whole)
    whole.unlink()
    narrow(graph.graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, folder / "encoder.onnx")
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))


def narrow(graph: onnx.GraphProto) -> None:
    """Store the weights of matrix products and the embeddings in int8."""
    weights = {t.name: t for t in graph.initializer if np.prod(t.dims) >= LARGE and t.data_type == TensorProto.FLOAT}
    nodes = list(graph.node)
    del graph.node[:]
    done: dict[str, str] = {}
    for node in nodes:
        name = node.input[0] if node.op_type == "Gather" else node.input[-1] if node.op_type in ("MatMul", "Gemm") else ""
        if name in weights and node.op_type == "Gather":
            whole, scales = _int8(numpy_helper.to_array(weights[name]), 1)
            graph.initializer.extend(
                [numpy_helper.from_array(whole, f"{name}.int8"), numpy_helper.from_array(scales, f"{name}.scale")]
            )
            out, rows = node.output[0], node.input[1]
            graph.node.extend(
                [
                    helper.make_node("Gather", [f"{name}.int8", rows], [f"{out}.int8"]),
                    helper.make_node("Cast", [f"{out}.int8"], [f"{out}.float"], to=TensorProto.FLOAT),
                    helper.make_node("Gather", [f"{name}.scale", rows], [f"{out}.scale"]),
                    helper.make_node("Mul", [f"{out}.float", f"{out}.scale"], [out]),
                ]
            )
            done[name] = name
            continue
        if name in weights and node.op_type == "MatMul":
            if name not in done:
                whole, scales = _int8(numpy_helper.to_array(weights[name]), 0)
                graph.initializer.extend(
                    [numpy_helper.from_array(whole, f"{name}.int8"), numpy_helper.from_array(scales, f"{name}.scale")]
                )
                graph.node.extend(
                    [
                        helper.make_node("Cast", [f"{name}.int8"], [f"{name}.float"], to=TensorProto.FLOAT),
                        helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [f"{name}.wide"]),
                    ]
                )
                done[name] = f"{name}.wide"
            node.input[1] = done[name]
        graph.node.append(node)
    kept = [t for t in graph.initializer if t.name not in done]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def _int8(matrix: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers and scales whose product is nearly the matrix; one scale for each column (axis 0) or row (axis 1)."""
    scales = np.maximum(np.abs(matrix).max(axis, keepdims=True), 1e-12).astype(np.float32) / 127
    return np.round(matrix / scales).astype(np.int8), scales
