"""Weights kept at half precision on disk: the same numbers in half the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WORTH_IT = 1024  # smaller arrays stay as they are, elements


def round_to_halves(weights: Sequence[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """Every weight as the nearest number that fits into 16 bits; still float32."""
    return [array.astype(np.float16).astype(np.float32) for array in weights]


def store_halves(file: Path) -> None:
    """Store the arrays of an ONNX `file` that lose nothing by it as float16, cast when loaded.

    onnxruntime folds the casts when a session starts: what runs is float32, to the last bit.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(file))
    graph = model.graph
    for array in list(graph.initializer):
        values = numpy_helper.to_array(array)
        halves = values.astype(np.float16) if values.dtype == np.float32 else None
        if halves is None or values.size < _WORTH_IT or (halves != values).any():
            continue
        name = f"{array.name}_half"
        graph.initializer.append(numpy_helper.from_array(halves, name))
        graph.initializer.remove(array)
        cast = onnx.helper.make_node("Cast", [name], [array.name], to=onnx.TensorProto.FLOAT)
        graph.node.insert(0, cast)
    onnx.checker.check_model(model)
    onnx.save(model, str(file))
