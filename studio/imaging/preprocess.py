"""The one way from a working image to the network's input, for application and training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from studio.imaging.pixels import to_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.imaging.pixels import Pixels

# Named in every bundle's manifest: a bundle made with another preprocessing is refused.
PREPROCESSING = "stretch-bilinear-1"


def network_input(rgb: Pixels, size: int) -> NDArray[np.uint8]:
    """Stretch an upright sRGB image to uint8 [size, size, 3].

    The whole image is kept (a crop would lose shoes and hems); Pillow's bilinear filter
    averages over the area when it shrinks, so that fine prints do not turn into false patterns.
    """
    picture = to_picture(rgb)
    if picture.size != (size, size):
        picture = picture.resize((size, size), Image.Resampling.BILINEAR)
    return np.asarray(picture)
