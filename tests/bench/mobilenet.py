"""Plain MobileNetV2 as an ONNX file, which the shipped network is measured against."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SIDE = 224  # px
CLASSES = 1000
# (expansion, channels, repeats, stride) of the inverted residuals: table 2 of Sandler et al. 2018.
# Not read from training, whose module would load TensorFlow beside what is timed.
BLOCKS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
FEATURES = 1280


def write_mobilenet(file: Path) -> Path:
    """Write MobileNetV2 1.0, float32 [1, 3, 224, 224] to 1,000 logits, batch norm folded in.

    The weights are random, at the scale that keeps activations in range: the time that
    convolutions take does not depend on them.
    """
    builder = _Builder()
    x = builder.conv("image", 3, 32, kernel=3, stride=2)
    channels = 32
    for expansion, width, repeats, first_stride in BLOCKS:
        for repeat in range(repeats):
            stride, entry, inner = first_stride if repeat == 0 else 1, x, channels * expansion
            if expansion != 1:
                x = builder.conv(x, channels, inner)
            x = builder.conv(x, inner, inner, kernel=3, stride=stride, groups=inner)
            x = builder.conv(x, inner, width, clip=False)
            if stride == 1 and channels == width:
                x = builder.add("Add", [entry, x])
            channels = width
    x = builder.conv(x, channels, FEATURES)
    x = builder.add("Flatten", [builder.add("GlobalAveragePool", [x])])
    weights = builder.weights((CLASSES, FEATURES), FEATURES)
    builder.add("Gemm", [x, weights, builder.weights((CLASSES,), CLASSES)], "logits", transB=1)
    file.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(builder.model(), str(file))
    return file


class _Builder:
    """Collects nodes and weights; every method returns the name of what it made."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._arrays: list[onnx.TensorProto] = []
        self._random = np.random.default_rng(7)
        self._limits = [self._array(np.float32(value)) for value in (0, 6)]

    def conv(
        self,
        x: str,
        channels: int,
        width: int,
        *,
        kernel: int = 1,
        stride: int = 1,
        groups: int = 1,
        clip: bool = True,
    ) -> str:
        """A convolution with its bias, and ReLU6 unless `clip` is off."""
        shape = (width, channels // groups, kernel, kernel)
        inputs = [x, self.weights(shape, shape[1] * kernel**2), self.weights((width,), width)]
        x = self.add(
            "Conv",
            inputs,
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
            pads=[kernel // 2] * 4,
            group=groups,
        )
        return self.add("Clip", [x, *self._limits]) if clip else x

    def weights(self, shape: tuple[int, ...], fan_in: int) -> str:
        """Random weights (He et al. 2015)."""
        values = self._random.normal(0, np.sqrt(2 / fan_in), shape)
        return self._array(values.astype(np.float32))

    def add(self, kind: str, inputs: list[str], output: str = "", **attributes: Any) -> str:
        """One node."""
        name = output or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def model(self) -> onnx.ModelProto:
        """The whole graph, checked."""
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
        logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, CLASSES])
        graph = helper.make_graph(self._nodes, "mobilenet", [image], [logits], self._arrays)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        return model

    def _array(self, values: NDArray[np.float32] | np.float32) -> str:
        name = f"array_{len(self._arrays)}"
        self._arrays.append(numpy_helper.from_array(np.asarray(values), name))
        return name
