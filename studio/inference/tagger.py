"""From the network's outputs to predictions: calibrated, thresholded, unsure where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.core.prediction import Prediction, TagResult
from studio.inference.bundle import Bundle, FacetOutput
from studio.inference.session import Session

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Outputs = dict[str, NDArray[np.float32]]
    Row = NDArray[np.float64]


class Tagger:
    """Tags batches of images with one bundle at one precision."""

    def __init__(self, bundle: Bundle, precision: str) -> None:
        """Start the network; raises BundleError when it cannot be started."""
        self.bundle = bundle
        # A library may remember a precision that a newer bundle does not have.
        file = bundle.files.get(precision) or next(iter(bundle.files.values()))
        self._session = Session(file)
        self._thresholds = {name: _thresholds(facet) for name, facet in bundle.facets.items()}

    @property
    def input_size(self) -> int:
        """Side of the square input, px."""
        return self.bundle.input_size

    def tag(self, images: NDArray[np.uint8]) -> list[TagResult]:
        """Predictions, embeddings and masks for uint8 images [N, S, S, 3], from `network_input`."""
        outputs = self._session.run(images)
        return [self._result(outputs, row) for row in range(len(images))]

    def _result(self, outputs: Outputs, row: int) -> TagResult:
        predictions: list[Prediction] = []
        for name, facet in self.bundle.facets.items():
            logits = outputs[facet.output][row].astype(np.float64)
            thresholds = self._thresholds[name]
            if facet.worn_output:
                worn = outputs[facet.worn_output][row].astype(np.float64) / facet.worn_temperature
                # Two heads know more of the first garment than one: plus the log of a sigmoid.
                logits -= facet.worn_share * np.logaddexp(0, -worn)
                first = _softmax(logits / facet.temperature)
                predictions += _worn(name, facet, thresholds, first, _sigmoid(worn))
            elif facet.thresholds is not None:
                scores = _sigmoid(logits / facet.temperature)
                predictions += _several(name, facet, thresholds, scores)
            else:
                predictions += _single(name, facet, _softmax(logits / facet.temperature))
        vector = outputs[self.bundle.embedding_output][row]
        mask = color_map = b""
        if self.bundle.mask_output:
            mask = _as_bytes(_sigmoid(outputs[self.bundle.mask_output][row]))
        if self.bundle.color_output:
            color_map = _as_bytes(outputs[self.bundle.color_output][row])
        return TagResult(
            self.bundle.id, tuple(predictions), vector.astype("<f2").tobytes(), mask, color_map
        )


def _as_bytes(shares: NDArray[np.floating]) -> bytes:
    """Values in 0..1 as a byte each."""
    scaled: NDArray[np.uint8] = np.rint(shares * 255).astype(np.uint8)
    return scaled.tobytes()


def _softmax(logits: Row) -> Row:
    raised: Row = np.exp(logits - logits.max())
    total: Row = raised / raised.sum()
    return total


def _sigmoid(logits: NDArray[np.floating]) -> Row:
    result: Row = 1 / (1 + np.exp(-np.asarray(logits, np.float64)))
    return result


def _single(name: str, facet: FacetOutput, scores: Row) -> list[Prediction]:
    """One label an image: the first is assigned, and unsure below the facet's threshold."""
    order, values = _ranked(scores), scores.tolist()
    top = order[0]
    return [
        Prediction(name, facet.labels[top], values[top], True, values[top] < facet.unsure_below),
        *(Prediction(name, facet.labels[i], values[i]) for i in order[1:]),
    ]


def _several(name: str, facet: FacetOutput, thresholds: Row, scores: Row) -> list[Prediction]:
    """Any number of labels: each above its own threshold; the strongest if none is, unsure."""
    order, values = _ranked(scores), scores.tolist()
    assigned = (scores >= thresholds).tolist()
    none = not any(assigned)
    if none:
        assigned[order[0]] = True
    return [
        Prediction(name, facet.labels[i], values[i], assigned[i], none and i == order[0])
        for i in order
    ]


def _worn(
    name: str, facet: FacetOutput, thresholds: Row, first: Row, worn: Row
) -> list[Prediction]:
    """The most prominent garment first, then every other that is worn above its threshold.

    The first and its confidence come from the softmax (one item fills most pictures); the larger
    of the two heads' confidences would promise too much. It is unsure only if neither head
    believes in it.
    """
    top = int(first.argmax())
    assigned, values = (worn >= thresholds).tolist(), worn.tolist()
    unsure = not assigned[top] and bool(first[top] < facet.unsure_below)
    return [
        Prediction(name, facet.labels[top], float(first[top]), True, unsure),
        *(
            Prediction(name, facet.labels[i], values[i], assigned[i])
            for i in _ranked(worn)
            if i != top
        ),
    ]


def _ranked(scores: Row) -> list[int]:
    """Indices, the highest score first."""
    order: list[int] = (-scores).argsort().tolist()
    return order


def _thresholds(facet: FacetOutput) -> Row:
    given = facet.thresholds or {}
    return np.array([given.get(label, 0.5) for label in facet.labels])
