"""One network put to the test: it answers once, and everything is measured from that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.core.taxonomy import Taxonomy
from training.calibrate import Calibration, Logits
from training.datasets import Example
from training.evaluate import KINDS, evaluate, fit_calibration, rows_of, take
from training.evaluation.labels import confusions
from training.evaluation.pictures import write_pictures
from training.evaluation.pointing import Runner
from training.evaluation.scored import score
from training.splits import Part


class Trial:
    """A network's answers for the validation and test images, and its calibration."""

    def __init__(
        self,
        run: Runner,
        pixels: NDArray[np.uint8],
        examples: Sequence[Example],
        taxonomy: Taxonomy,
        calibration: Calibration | None = None,
    ) -> None:
        """Let `run` answer for `pixels`, one an example; without a calibration one is fitted."""
        self._run, self._pixels = run, pixels
        self._examples, self._taxonomy = list(examples), taxonomy
        self._logits: Logits = run(pixels)
        self.calibration = calibration or fit_calibration(self._logits, examples, taxonomy)

    def report(self) -> dict[str, Any]:
        """Every figure, as `evaluate` gives them."""
        return evaluate(
            self._logits,
            self._examples,
            self._taxonomy,
            self.calibration,
            self._run,
            self._pixels,
        )

    def test_logits(self) -> Logits:
        """What the network says of the test images alone."""
        return take(self._logits, rows_of(self._examples, Part.TEST))

    def write_pictures(self, folder: Path) -> None:
        """Confusions and worst mistakes; they show photographs and belong in no repository."""
        for kind in KINDS:
            rows = rows_of(self._examples, Part.TEST, kind)
            if rows:
                chosen = [self._examples[row] for row in rows]
                scored = score(take(self._logits, rows), chosen, self._taxonomy, self.calibration)
                write_pictures(scored, confusions(scored), self._pixels[rows], folder)
