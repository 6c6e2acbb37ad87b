"""Float weights out of a quantised TensorFlow Lite network."""

from __future__ import annotations

import io
import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Operators with weights, and what their arrays are called; the last layer is a 1x1 convolution
# however the file writes it.
_LAYERS = {"CONV_2D": "conv", "DEPTHWISE_CONV_2D": "dw", "FULLY_CONNECTED": "conv"}


def convert_weights(content: bytes) -> bytes:
    """The weights of a .tflite file as .npz: `NN_conv_kernel` (HWIO), `NN_dw_kernel`, `NN_.._bias`.

    Layers are numbered in the order in which they run; a value is its integer times its scale.
    Batch norm is folded in already. Raises ValueError for a file that is no such network.
    """
    stream = io.BytesIO()
    layers: dict[str, Any] = dict(read_layers(content))
    np.savez_compressed(stream, **layers)
    return stream.getvalue()


def read_layers(content: bytes) -> dict[str, NDArray[np.float32]]:
    """Kernel and bias of every layer, float32; raises ValueError."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    interpreter = tf.lite.Interpreter(model_content=content, experimental_delegates=[])
    details = {tensor["index"]: tensor for tensor in interpreter.get_tensor_details()}
    layers: dict[str, NDArray[np.float32]] = {}
    number = 0
    # There is no public way to ask for the order of the operators.
    for operator in interpreter._get_ops_details():  # noqa: SLF001
        kind = _LAYERS.get(operator["op_name"])
        if kind is None:
            continue
        _, kernel, bias = (int(index) for index in operator["inputs"][:3])
        name = f"{number:02}_{kind}"
        layers[f"{name}_kernel"] = _kernel(_values(interpreter, details[kernel]))
        layers[f"{name}_bias"] = _values(interpreter, details[bias])
        number += 1
    if not layers:
        raise ValueError("there are no layers with weights")
    return layers


def _values(interpreter: Any, tensor: dict[str, Any]) -> NDArray[np.float32]:
    """A tensor's integers times their scales, one for all or one a channel."""
    found = interpreter.get_tensor(tensor["index"])
    parameters = tensor["quantization_parameters"]
    scales = np.asarray(parameters["scales"], np.float32)
    if not len(scales):
        return np.asarray(found, np.float32)
    shape = [1] * found.ndim
    if len(scales) > 1:
        shape[parameters["quantized_dimension"]] = -1
    zero = np.asarray(parameters["zero_points"], np.float32).reshape(shape)
    values: NDArray[np.float32] = (found.astype(np.float32) - zero) * scales.reshape(shape)
    return values


def _kernel(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """OHWI to HWIO, and [1, h, w, C] of a depthwise layer to [h, w, C, 1]."""
    if values.ndim == 2:
        values = values[:, None, None, :]
    return np.ascontiguousarray(values.transpose(1, 2, 3, 0))
