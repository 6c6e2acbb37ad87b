"""The one way from a working image to the network's input, for application and training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Named in every bundle's manifest: a bundle made with another preprocessing is refused.
PREPROCESSING = "stretch-bilinear-1"


def network_input(rgb: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Stretch an upright sRGB image, uint8 [h, w, 3], to uint8 [size, size, 3].

    The whole image is kept (a crop would lose shoes and hems); Pillow's bilinear filter
    averages over the area when it shrinks, so that fine prints do not turn into false patterns.
    """
    if rgb.shape[0] == size and rgb.shape[1] == size:
        return rgb
    picture = Image.fromarray(rgb).resize((size, size), Image.Resampling.BILINEAR)
    return np.asarray(picture)
