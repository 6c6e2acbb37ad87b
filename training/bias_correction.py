"""Takes the shift out of a convolution whose weights are about to be rounded to int8.

Rounding moves the mean of a channel by the sum of the rounding errors times the mean of what
comes in; over fifty layers these shifts add up to other labels. They are known beforehand, so
the biases can take them back (Nagel et al. 2019, "Data-free quantization", section 4.2).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEVELS = 127  # of a symmetric int8, as onnxruntime rounds weights


def correct_biases(file: Path, images: NDArray[np.uint8], skip: set[str]) -> None:
    """Change the biases of the convolutions in the fp32 ONNX `file`, but of those in `skip`.

    `images` are uint8 [N, S, S, 3]; the means are taken over them.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(file))
    arrays = {array.name: array for array in model.graph.initializer}
    nodes = [
        node
        for node in model.graph.node
        if node.op_type == "Conv" and node.name not in skip and len(node.input) == 3
    ]
    means = _channel_means(model, sorted({node.input[0] for node in nodes}), images)
    for node in nodes:
        kernel = numpy_helper.to_array(arrays[node.input[1]]).astype(np.float64)
        bias = numpy_helper.to_array(arrays[node.input[2]]).astype(np.float64)
        corrected = (bias - _shift(kernel, means[node.input[0]])).astype(np.float32)
        arrays[node.input[2]].CopyFrom(numpy_helper.from_array(corrected, node.input[2]))
    onnx.save(model, str(file))


def _shift(kernel: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much rounding moves the mean of each output channel, [O].

    `kernel` is [O, I, h, w], or [O, 1, h, w] where each channel has its own (`mean` is [O] then).
    """
    scale = np.abs(kernel).reshape(len(kernel), -1).max(axis=1) / _LEVELS
    scale = np.maximum(scale, 1e-12).reshape(-1, 1, 1, 1)
    error = (np.round(kernel / scale) * scale - kernel).sum(axis=(2, 3))
    shift: NDArray[np.float64] = error[:, 0] * mean if error.shape[1] == 1 else error @ mean
    return shift


def _channel_means(
    model: Any, names: list[str], images: NDArray[np.uint8], batch: int = 16
) -> dict[str, NDArray[np.float64]]:
    """The mean of each channel of the given tensors [N, C, H, W] over all images."""
    import onnx
    import onnxruntime

    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    for name in names:
        probe.graph.output.append(
            onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
        )
    session = onnxruntime.InferenceSession(
        probe.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    sums: dict[str, NDArray[np.float64]] = {}
    for start in range(0, len(images), batch):
        part = images[start : start + batch]
        for name, values in zip(names, session.run(names, {"image": part}), strict=True):
            total = values.mean(axis=(2, 3), dtype=np.float64).sum(axis=0)
            sums[name] = sums.get(name, 0.0) + total
    return {name: total / len(images) for name, total in sums.items()}
