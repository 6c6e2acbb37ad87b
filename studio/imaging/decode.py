"""Any image file into upright sRGB pixels, decoded once and at reduced scale where possible."""

from __future__ import annotations

import errno
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from studio.core.errors import DamagedImage, ImageTooLarge, NotAnImage, UnreadableFile
from studio.imaging.colors import flatten, to_srgb
from studio.imaging.files import open_regular
from studio.imaging.metadata import capture_time
from studio.imaging.photoshop import read_composite, read_sections
from studio.imaging.png_color import find_profile
from studio.imaging.sniff import HEAD_BYTES, describe_other, sniff_format

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Everything that Pillow's decoders were seen to raise on broken files, beside OSError.
_DECODER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,
    OverflowError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    struct.error,
    zlib.error,
    ArithmeticError,
    NotImplementedError,
    UnidentifiedImageError,
)


# Pillow's default would refuse the 100 megapixels that fashion photographers' cameras give; our
# limits know what is really unpacked, and leave Pillow's for what hides behind a small header.
_PILLOW_LIMIT = 300_000_000


# Not EINVAL: a damaged file may ask for a place that no file has.
_PULLED = {errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN, errno.ETIMEDOUT}
_DRIVE_ERROR = "The file cannot be read: the drive reports an error, or is gone."


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before a decoder allocates memory for it."""

    max_pixels: int = _PILLOW_LIMIT  # whole picture, as the header says
    max_decoded_pixels: int = 160_000_000  # after the format's own reduced-scale decoding
    max_edge: int = 65_535


@dataclass(frozen=True, slots=True)
class Decoded:
    """One `picture`: RGB, sRGB, upright, long side at most the one asked for."""

    picture: Image.Image
    alpha: NDArray[np.uint8] | None  # [h, w] where the file has transparency
    width: int  # of the full picture, upright
    height: int
    format: str
    captured_at: str | None

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """A copy of the picture's pixels, uint8 [h, w, 3]."""
        return np.asarray(self.picture)


def decode(path: Path, *, max_side: int = 512, limits: Limits | None = None) -> Decoded:
    """Decode the first (or composite) picture of `path` at up to `max_side` px on its long side.

    Raises NotAnImage, DamagedImage, ImageTooLarge or UnreadableFile with a text for a designer.
    """
    with open_regular(path) as stream:
        head = _read(stream, HEAD_BYTES)
        kind = sniff_format(head)
        if kind is None:
            raise NotAnImage(f"This is a {describe_other(head)}, not an image.")
        if kind == "HEIF":
            _register_heif()
        stream.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            try:
                return _decode(stream, kind, max_side, limits or Limits())
            except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
                raise ImageTooLarge(_too_large(error)) from error
            except MemoryError as error:
                raise ImageTooLarge("The picture needs more memory than there is.") from error
            except _DECODER_ERRORS as error:
                if isinstance(error, OSError) and error.errno in _PULLED:
                    raise UnreadableFile(_DRIVE_ERROR) from error
                raise DamagedImage(_damage(kind, error)) from error


def _decode(stream: BinaryIO, kind: str, max_side: int, limits: Limits) -> Decoded:
    opened = _open_photoshop if kind == "PSD" else _open
    with opened(stream, kind, max_side, limits) as (picture, size):
        # Before anything is asked of the metadata: a PNG loads its pixels to answer, and their
        # damage would pass unseen; a TIFF turns itself upright as it loads.
        picture.load()
        orientation = _orientation(picture)
        captured_at = capture_time(picture)
        small, alpha = flatten(_shrink(picture, max_side))
        small = to_srgb(small, _profile(stream, kind, picture))
        if orientation != 1:
            small = _upright(small, orientation)
            alpha = _upright(alpha, orientation) if alpha is not None else None
        small.info = {}  # no comment or profile of the file travels on with the pixels
        width, height = size[::-1] if orientation >= 5 else size
        mask = np.asarray(alpha) if alpha is not None else None
        return Decoded(small, mask, width, height, _FORMAT_NAMES.get(kind, kind), captured_at)


_Opened = tuple[Image.Image, tuple[int, int]]


@contextmanager
def _open(stream: BinaryIO, kind: str, max_side: int, limits: Limits) -> Iterator[_Opened]:
    """The picture, not loaded yet and at reduced scale where its format can, and its full size."""
    Image.MAX_IMAGE_PIXELS = _PILLOW_LIMIT
    with Image.open(stream, formats=[kind]) as picture:
        size = picture.size
        if kind == "JPEG":
            picture.draft(None, _draft_size(*size, max_side))
        _check_size(size, picture.width * picture.height, limits)
        yield picture, size


@contextmanager
def _open_photoshop(
    stream: BinaryIO, _kind: str, _max_side: int, limits: Limits
) -> Iterator[_Opened]:
    file = read_sections(stream)
    size = file.width, file.height
    _check_size(size, file.width * file.height, limits)
    yield read_composite(stream, file), size


def _check_size(size: tuple[int, int], decoded_pixels: int, limits: Limits) -> None:
    width, height = size
    whole = width * height > limits.max_pixels or max(size) > limits.max_edge
    if whole or decoded_pixels > limits.max_decoded_pixels:
        raise ImageTooLarge(
            f"The picture is too large to open safely ({width:,} x {height:,} pixels)."
        )


_FORMAT_NAMES = {"HEIF": "HEIC", "WEBP": "WebP"}

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _draft_size(width: int, height: int, max_side: int) -> tuple[int, int]:
    """The size to ask libjpeg for: never under `max_side` on the long side, shape kept."""
    scale = min(1.0, max_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _shrink(picture: Image.Image, max_side: int) -> Image.Image:
    """Reduce to the working size; modes that a filter would spoil are widened before."""
    if picture.mode in ("P", "1") or (picture.mode in ("RGB", "L") and _has_key(picture)):
        picture = picture.convert("RGBA" if _has_key(picture) else "RGB")
    elif picture.mode.startswith("I") or picture.mode == "F":
        return _to_8_bit(picture, max_side)
    elif picture.mode in {"LA", "PA"}:
        picture = picture.convert("RGBA")
    return _resize(picture, max_side)


def _resize(picture: Image.Image, max_side: int) -> Image.Image:
    size = _draft_size(picture.width, picture.height, max_side)
    if size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _has_key(picture: Image.Image) -> bool:
    return "transparency" in picture.info


def _to_8_bit(picture: Image.Image, max_side: int) -> Image.Image:
    """Reduced 16- and 32-bit greys in 8 bits, scaled by the range of their type, not clipped."""
    if picture.mode == "F":
        tops = [1.0, 255.0]
    elif picture.mode.startswith("I;16"):
        tops = [65535.0]
        picture = picture.convert("I")  # the other is not resized by area
    else:
        tops = [255.0, 65535.0, 2.0**31 - 1]
    highest = np.max(picture.getextrema())  # of all pixels: the filter overshoots
    top = next((top for top in tops if highest <= top), tops[-1])
    # Reduced before it is made larger: 100 megapixels of doubles are more than a worker may have.
    values = np.nan_to_num(np.asarray(_resize(picture, max_side), np.float64))
    scaled = np.clip(values / top * 255.0 + 0.5, 0, 255)
    return Image.fromarray(scaled.astype(np.uint8))


def _profile(stream: BinaryIO, kind: str, picture: Image.Image) -> bytes | None:
    embedded = picture.info.get("icc_profile")
    profile = embedded if isinstance(embedded, bytes) and embedded else None
    return find_profile(stream, profile) if kind == "PNG" else profile


def _orientation(picture: Image.Image) -> int:
    if picture.format == "HEIF":
        return 1  # libheif has turned the pixels already
    try:
        value = picture.getexif().get(0x0112, 1)
    except _DECODER_ERRORS:
        return 1  # broken metadata does not make the pixels unusable
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    return picture.transpose(_TRANSPOSE[orientation])


def _register_heif() -> None:
    """Let Pillow open HEIC; only when one is met, since libheif is slow to load."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def _read(stream: BinaryIO, count: int) -> bytes:
    try:
        return stream.read(count)
    except OSError as error:
        raise UnreadableFile(_DRIVE_ERROR) from error


def _too_large(error: Exception) -> str:
    pixels = re.search(r"\d{7,}", str(error))
    size = f" ({int(pixels[0]) // 1_000_000:,} megapixels)" if pixels else ""
    return f"The picture is too large to open safely{size}."


def _damage(kind: str, error: Exception) -> str:
    text = str(error).lower()
    name = _FORMAT_NAMES.get(kind, kind)
    if "truncated" in text or "end of file" in text or isinstance(error, EOFError):
        return f"The {name} picture is cut off: the file ends too early."
    return f"The {name} picture is damaged and cannot be opened."
