"""What photographs show under each colour family: the swatches of their palettes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.core.color import ColorNames, Lab
from studio.imaging.palette import extract_palette
from studio.inference.masks import read_mask
from studio.inference.tagger import Tagger
from training.datasets import Example
from training.pixels import load_pixels

MOST = 6  # swatches of one image


@dataclass(frozen=True, slots=True)
class Observations:
    """The swatches of N images, and what people said of them."""

    labs: NDArray[np.float64]  # [N, MOST, 3] OKLab as it is filed: after the palette's exposure
    shares: NDArray[np.float64]  # [N, MOST], of the garment, largest first, 0 where there is none
    first: NDArray[np.intp]  # [N] the first colour, an index into the families
    groups: NDArray[np.str_]  # [N] the photographer
    kinds: NDArray[np.str_]  # [N] "garments" or "outfits"

    def part(self, chosen: NDArray[np.bool_]) -> Observations:
        """Those images alone."""
        return Observations(
            self.labs[chosen],
            self.shares[chosen],
            self.first[chosen],
            self.groups[chosen],
            self.kinds[chosen],
        )


@dataclass(frozen=True, slots=True)
class _Listener(ColorNames):
    """Keeps the colours that a palette asks the families of: what filing really sees."""

    heard: list[Lab] = field(default_factory=list)

    def family_of(self, lab: Lab) -> str:
        self.heard.append(lab)
        return ""


def observe(
    examples: Sequence[Example], families: Sequence[str], tagger: Tagger, cache: Path
) -> Observations:
    """Look at every image with the shipped network's mask; decoded squares stay in `cache`."""
    pixels = load_pixels([example.path for example in examples], tagger.input_size, cache)
    labs = np.zeros((len(examples), MOST, 3))
    shares = np.zeros((len(examples), MOST))
    for row, square in enumerate(pixels):
        # A palette looks at a small square anyway: what shape the photograph had is no matter.
        listener = _Listener({}, ())
        mask = read_mask(tagger.tag(square[None])[0])
        palette = extract_palette(np.asarray(square), listener, mask=mask)
        for column, (swatch, lab) in enumerate(zip(palette, listener.heard, strict=True)):
            shares[row, column], labs[row, column] = swatch.coverage, lab
    return Observations(
        labs,
        shares,
        np.array([families.index(example.colors[0]) for example in examples]),
        np.array([example.group for example in examples]),
        np.array([example.kind for example in examples]),
    )
