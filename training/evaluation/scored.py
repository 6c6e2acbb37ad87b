"""The images of one kind with what the network says of them and what is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.calibrate import SEVERAL, SINGLE, Calibration, Logits, heads
from training.datasets import Example, make_targets
from training.metrics import Array

Truth = NDArray[np.bool_]

# head -> facet of the taxonomy
FACETS = {
    "garment": "garment",
    "garments": "garment",
    "pattern": "pattern",
    "style": "style",
    "color": "color",
    "colors": "color",
}


@dataclass(frozen=True, slots=True)
class Scored:
    """Calibrated probabilities, decisions and truth, [N, labels] by head."""

    examples: list[Example]
    labels: dict[str, tuple[str, ...]]
    probabilities: dict[str, Array]
    chosen: dict[str, Truth]
    truth: dict[str, Truth]

    @property
    def single(self) -> list[str]:
        """The heads of one label an image."""
        return heads(SINGLE, self.probabilities)

    @property
    def several(self) -> list[str]:
        """The heads of any number of labels."""
        return heads(SEVERAL, self.probabilities)

    @property
    def groups(self) -> list[str]:
        """Who took each photograph."""
        return [example.group for example in self.examples]

    def right(self, head: str) -> Truth:
        """Where the first label of a single-label head is the true one, [N]."""
        first = self.probabilities[head].argmax(axis=1)
        hits: Truth = self.truth[head][np.arange(len(first)), first]
        return hits


def score(
    logits: Logits, examples: Sequence[Example], taxonomy: Taxonomy, calibration: Calibration
) -> Scored:
    """What `logits` (one row an example) come to after calibration."""
    targets = make_targets(examples, taxonomy)
    found = calibration.probabilities(logits)
    return Scored(
        list(examples),
        {head: taxonomy.get(facet).label_ids() for head, facet in FACETS.items() if head in found},
        found,
        calibration.decisions(found),
        {head: getattr(targets, head) > 0.5 for head in found},
    )
