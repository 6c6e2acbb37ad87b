"""Identity of a file's content, and likeness of pictures."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from studio.core.errors import UnreadableFile
from studio.imaging.files import open_regular
from studio.imaging.pixels import to_picture

if TYPE_CHECKING:
    from studio.imaging.pixels import Pixels

_CHUNK = 64 * 1024


def content_fingerprint(path: Path) -> str:
    """32 hex digits over size, head, middle and tail of a file (all of it up to 192 kB).

    Two different photographs never agree in all four; reading them costs the same for a
    100 MB scan as for a snapshot. Raises UnreadableFile or NotAnImage (empty).
    """
    with open_regular(path) as stream:
        try:
            size = stream.seek(0, 2)
            digest = hashlib.blake2b(str(size).encode(), digest_size=16)
            starts = (
                (0, _CHUNK, 2 * _CHUNK) if size <= 3 * _CHUNK else (0, size // 2, size - _CHUNK)
            )
            for start in starts:
                stream.seek(start)
                digest.update(stream.read(_CHUNK))
        except OSError as error:
            raise UnreadableFile("The file cannot be read: the drive reports an error.") from error
    return digest.hexdigest()


def difference_hash(rgb: Pixels) -> int:
    """64 bits, one for each step of brightness along 8 rows, as a signed integer for SQLite.

    Scaled or recompressed copies differ in a few bits only (Krawetz 2013, dHash).
    """
    small = np.asarray(to_picture(rgb).convert("L").resize((9, 8), Image.Resampling.BOX))
    bits = np.packbits(small[:, 1:] > small[:, :-1]).tobytes()
    return int.from_bytes(bits, "big", signed=True)
