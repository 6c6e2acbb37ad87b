"""Static int8: the same graph with quantise/dequantise pairs, calibrated on training images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.bias_correction import correct_biases
from training.calibrate import SINGLE, Logits, heads
from training.errors import ContractError
from training.export import probabilities

MAX_LOSS = 0.005  # of accuracy on single items
MAX_CALIBRATION_CHANGE = 0.02
MIN_AGREEMENT = 0.98  # of the first label, int8 against fp32, on the test part


def quantise(source: Path, target: Path, images: NDArray[np.uint8]) -> None:
    """Write an int8 version of `source`: uint8 activations, int8 weights per channel.

    Only the convolutions and what joins them are quantised, and not what the heads' logits and the
    embedding are made of at the end: that costs next to nothing, and everything hangs on it.
    """
    from onnxruntime.quantization import (
        CalibrationDataReader,
        CalibrationMethod,
        QuantFormat,
        QuantType,
        quantize_static,
    )
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Reader(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime ships no types
        """Hands the calibration images over in small batches."""

        def __init__(self) -> None:
            self._batches: Iterator[dict[str, Any]] = iter(
                [{"image": images[start : start + 8]} for start in range(0, len(images), 8)]
            )

        def get_next(self) -> dict[str, Any] | None:
            return next(self._batches, None)

    prepared, partial = target.with_suffix(".prepared"), target.with_suffix(".partial")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    kept = _exact_nodes(prepared)
    correct_biases(prepared, images, kept)
    quantize_static(
        str(prepared),
        str(partial),
        Reader(),
        quant_format=QuantFormat.QDQ,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
        calibrate_method=CalibrationMethod.MinMax,
        op_types_to_quantize=["Conv", "Add", "Clip"],
        nodes_to_exclude=sorted(kept),
        extra_options={"ActivationSymmetric": False, "CalibMovingAverage": True},
    )
    prepared.unlink()
    partial.replace(target)


def _exact_nodes(file: Path) -> set[str]:
    """The names of the nodes that make evidence maps, colours and the embedding's unit length."""
    import onnx

    graph = onnx.load(str(file), load_external_data=False).graph
    ends = ("/evidence", "/embedding")
    named = {node.name for node in graph.node if any(end in node.name for end in ends)}
    outputs = {value.name for value in graph.output}
    colors = outputs & {"color", "colors", "color_map"}
    # Shares near zero under a logarithm: rounded to nothing they would say minus infinity.
    return named | (_makers(graph, colors) - _makers(graph, outputs - colors))


def _makers(graph: Any, outputs: set[str]) -> set[str]:
    """The names of all nodes that have a part in the given outputs."""
    wanted, found = set(outputs), set()
    for node in reversed(graph.node):
        if wanted & set(node.output):
            found.add(node.name)
            wanted.update(node.input)
    return found


def check_quantised(full: Logits, small: Logits, *, strict: bool) -> dict[str, float]:
    """How often int8 chooses the same first label; raises ContractError where it is too rare."""
    broken = [name for name, values in small.items() if not np.isfinite(values).all()]
    if broken:
        raise ContractError(f"The int8 network says what is no number in {', '.join(broken)}.")
    left, right = probabilities(full), probabilities(small)
    agreement = {
        name: round(float((left[name].argmax(1) == right[name].argmax(1)).mean()), 4)
        for name in heads(SINGLE, left)
    }
    if strict and min(agreement.values()) < MIN_AGREEMENT:
        raise ContractError(f"The int8 network chooses other labels too often: {agreement}.")
    return agreement


def check_loss(full: Mapping[str, Any], small: Mapping[str, Any]) -> None:
    """Compare two reports of `evaluate`; raises ContractError where int8 costs too much."""
    figures = full["garments"]["figures"]
    for head in (head for head in SINGLE if f"{head}_accuracy" in figures):
        exact, rounded = (
            report["garments"]["figures"][f"{head}_accuracy"]["value"] for report in (full, small)
        )
        if exact - rounded > MAX_LOSS:
            raise ContractError(f"int8 loses {exact - rounded:.3f} of the {head}'s accuracy.")
    for name, figure in full["together"]["figures"].items():
        change = abs(figure["value"] - small["together"]["figures"][name]["value"])
        if name.endswith("_calibration_error") and change > MAX_CALIBRATION_CHANGE:
            raise ContractError(f"int8 changes {name} by {change:.3f}.")
