"""From a Keras network to ONNX, and the proof that both say the same."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from training.calibrate import SEVERAL, SINGLE, Logits, heads
from training.errors import ContractError
from training.evaluation.pointing import evidence_gap
from training.halves import store_halves
from training.metrics import sigmoid, softmax
from training.upsampling import shorten_upsampling

OPSET = 17
OUTPUTS = (
    *("garment", "garments", "pattern", "style", "color", "colors"),
    *("embedding", "mask", "evidence", "color_map"),
)
MAX_PROBABILITY_GAP = 1e-5
MAX_EVIDENCE_GAP = 1e-4


def export_onnx(network: keras.Model, target: Path, names: tuple[str, ...] = OUTPUTS) -> None:
    """Write `network` (functional, uint8 [N, S, S, 3] in) as ONNX; raises ContractError.

    `names` are the outputs that the file has to have, and no others.
    """
    import tensorflow as tf
    import tf2onnx

    side = network.input_shape[1]
    signature = [tf.TensorSpec((None, side, side, 3), tf.uint8, name="image")]

    @tf.function(input_signature=signature)  # type: ignore[untyped-decorator]
    def call(image: tf.Tensor) -> dict[str, tf.Tensor]:
        outputs = network(image, training=False)
        return {name: tf.identity(outputs[name], name=name) for name in names}

    partial = target.with_suffix(".partial")
    tf2onnx.convert.from_function(
        call, input_signature=signature, opset=OPSET, output_path=str(partial)
    )
    shorten_upsampling(partial)
    store_halves(partial)
    _check_interface(partial, names)
    partial.replace(target)


def _check_interface(file: Path, names: tuple[str, ...]) -> None:
    """Only the expected input and outputs, by name, and the opset asked for."""
    import onnx

    model = onnx.load(str(file))
    inputs = [value.name for value in model.graph.input]
    outputs = {value.name for value in model.graph.output}
    if inputs != ["image"] or outputs != set(names):
        raise ContractError(f"{file.name}: inputs {inputs} or outputs {sorted(outputs)} are wrong.")
    for opset in model.opset_import:
        if opset.domain == "" and opset.version != OPSET:
            raise ContractError(f"{file.name}: opset {opset.version} instead of {OPSET}.")


def run_onnx(file: Path, images: NDArray[np.uint8], batch: int = 32) -> Logits:
    """Every output of an ONNX file for uint8 images [N, S, S, 3]."""
    import onnxruntime

    if not file.is_file():
        raise ContractError(f"{file}: not exported yet.")
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    names = [value.name for value in session.get_outputs()]
    parts = [
        session.run(names, {"image": np.asarray(images[start : start + batch])})
        for start in range(0, len(images), batch)
    ]
    return {name: np.concatenate([p[i] for p in parts]) for i, name in enumerate(names)}


def probabilities(logits: Logits) -> dict[str, NDArray[np.float64]]:
    """What each head says as probabilities, uncalibrated."""
    found = {head: softmax(logits[head]) for head in heads(SINGLE, logits)}
    found |= {head: sigmoid(logits[head]) for head in heads(SEVERAL, logits)}
    return found


def check_parity(keras_says: Logits, onnx_says: Logits) -> float:
    """The largest difference of a probability; raises ContractError beyond 1e-5.

    At single places of the colour map 1e-4 are allowed, as for evidence.
    """
    left, right = probabilities(keras_says), probabilities(onnx_says)
    gap = max(float(np.abs(left[name] - right[name]).max()) for name in left)
    gap = max(gap, float(np.abs(keras_says["embedding"] - onnx_says["embedding"]).max()))
    if gap > MAX_PROBABILITY_GAP:
        raise ContractError(f"Keras and onnxruntime differ by {gap:.2e}.")
    if "color_map" in keras_says:  # 3,136 places an image: the worst of them all
        gap_of_map = float(np.abs(keras_says["color_map"] - onnx_says["color_map"]).max())
        if gap_of_map > MAX_EVIDENCE_GAP:
            raise ContractError(f"Keras and onnxruntime see places differ by {gap_of_map:.2e}.")
    for name in heads(SINGLE, left):
        if (left[name].argmax(axis=1) != right[name].argmax(axis=1)).any():
            raise ContractError(f"Keras and onnxruntime choose another {name}.")
    return gap


def check_evidence(onnx_says: Logits) -> None:
    """Evidence maps have to add up to what the heads say; raises ContractError."""
    gap = evidence_gap(onnx_says)
    if gap > MAX_EVIDENCE_GAP:
        raise ContractError(f"The mean of an evidence map differs from its logit by {gap:.2e}.")


def check_batches(file: Path, images: NDArray[np.uint8]) -> None:
    """One image alone and in a batch have to give the same; raises ContractError."""
    alone, together = run_onnx(file, images, batch=1), run_onnx(file, images, batch=len(images))
    for name in alone:
        if not np.allclose(alone[name], together[name], atol=1e-4):
            raise ContractError(f"{file.name}: {name} depends on the batch.")
