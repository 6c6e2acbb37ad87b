"""Doubling a feature map in one step, where the converter writes twenty."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

# How tf2onnx writes `UpSampling2D(2)`: each axis by repeating; "?" may be there or not.
_CHAIN = ("Tile", "Transpose?", "Reshape", "Unsqueeze", "Tile", "Reshape", "Transpose")


def shorten_upsampling(file: Path) -> int:
    """Rewrite every nearest-neighbour doubling in an ONNX `file`; returns how many there were.

    One Gather over places takes the place of tiling either axis with shapes worked out at run time.
    In channels-last order, which int8 convolutions run in, it copies whole pixels, and it is of
    the few operations that onnxruntime leaves in 8 bits between quantised ones. What comes out is
    the same to the last bit. Maps whose size is not fixed stay as they are.
    """
    model = onnx.load(str(file))
    graph = model.graph
    inferred = onnx.shape_inference.infer_shapes(model, data_prop=True).graph
    users = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            users[name].append(node)
    shapes = {value.name: _shape(value) for value in inferred.value_info}
    found = 0
    for first in [node for node in graph.node if node.op_type == "Unsqueeze"]:
        last = _follow(first, users)
        if last is None:
            continue
        source, target = first.input[0], last.output[0]
        _, channels, height, width = (*shapes.get(source, ()), 0, 0, 0, 0)[:4]
        if not channels * height * width:
            continue
        if shapes.get(target, ())[1:] != (channels, 2 * height, 2 * width):
            continue
        nodes, arrays = _gather(source, target, (channels, height, width))
        place = list(graph.node).index(last)
        graph.node.remove(last)
        for node in reversed(nodes):
            graph.node.insert(place, node)
        graph.initializer.extend(arrays)
        found += 1
    if found:
        _drop_unused(graph)
        onnx.checker.check_model(model)
        onnx.save(model, str(file))
    return found


def _follow(node: onnx.NodeProto, users: dict[str, list[onnx.NodeProto]]) -> onnx.NodeProto | None:
    """The end of the chain that begins behind `node`, or None where it is another one."""
    for step in _CHAIN:
        kind = step.removesuffix("?")
        following = [user for user in users[node.output[0]] if user.op_type != "Shape"]
        if len(following) == 1 and following[0].op_type == kind:
            node = following[0]
        elif not step.endswith("?"):
            return None
    return node


def _gather(
    source: str, target: str, shape: tuple[int, int, int]
) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Nodes and constants that double the map `source` [N, C, H, W] into `target`."""
    channels, height, width = shape
    rows, columns = np.arange(2 * height) // 2, np.arange(2 * width) // 2
    constants: dict[str, NDArray[Any]] = {
        "flat": np.array([-1, height * width, channels], np.int64),
        "places": (rows[:, None] * width + columns).astype(np.int32).reshape(-1),
        "doubled": np.array([-1, 2 * height, 2 * width, channels], np.int64),
    }

    def name(part: str) -> str:
        return f"{target}/up/{part}"

    def node(kind: str, x: str, *others: str, output: str, **attributes: Any) -> onnx.NodeProto:
        inputs = [x, *(name(other) for other in others)]
        return helper.make_node(kind, inputs, [output], name=f"{output}/{kind}", **attributes)

    nodes = [
        node("Transpose", source, output=name("last"), perm=[0, 2, 3, 1]),
        node("Reshape", name("last"), "flat", output=name("pixels")),
        node("Gather", name("pixels"), "places", output=name("repeated"), axis=1),
        node("Reshape", name("repeated"), "doubled", output=name("map")),
        node("Transpose", name("map"), output=target, perm=[0, 3, 1, 2]),
    ]
    arrays = [numpy_helper.from_array(value, name(part)) for part, value in constants.items()]
    return nodes, arrays


def _shape(value: onnx.ValueInfoProto) -> tuple[int, ...]:
    """The dimensions of a tensor, 0 for one that is open."""
    return tuple(dimension.dim_value for dimension in value.type.tensor_type.shape.dim)


def _drop_unused(graph: onnx.GraphProto) -> None:
    """Remove nodes and arrays that lead nowhere."""
    wanted = {output.name for output in graph.output}
    for node in reversed(list(graph.node)):  # in order: what a node needs stands before it
        if wanted.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            wanted.update(node.input)
    for array in list(graph.initializer):
        if array.name not in wanted:
            graph.initializer.remove(array)
