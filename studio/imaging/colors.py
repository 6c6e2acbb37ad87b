"""Pillow pictures of any colour model into sRGB."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

# What transparent pixels are laid over: product shots are made for white pages.
PAPER = (255, 255, 255)


def flatten(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Separate the colours of a picture from its transparency.

    Returns the picture in RGB, L, CMYK or LAB, laid over white paper where it was transparent,
    and its alpha channel (L) if it has one that says anything.
    """
    if picture.mode in ("LA", "PA", "La", "RGBa"):
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA":
        alpha = picture.getchannel("A")
        low, _high = alpha.getextrema()
        if low == 255:
            return picture.convert("RGB"), None
        paper = Image.new("RGB", picture.size, PAPER)
        paper.paste(picture.convert("RGB"), mask=alpha)
        return paper, alpha
    if picture.mode in ("RGB", "L", "CMYK", "LAB"):
        return picture, None
    return picture.convert("RGB"), None


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert an RGB, L, CMYK or LAB picture to sRGB by its embedded ICC `profile` (bytes).

    A missing, broken or unfitting profile falls back to Pillow's plain conversion.
    """
    if picture.mode == "LAB":  # absolute colours: Pillow converts them by a profile alone
        profile = _lab_profile()
    if profile:
        converted = _convert(picture, profile)
        if converted is not None:
            return converted
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _convert(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        transform, mode = _transform(profile, picture.mode)
        if transform is None:
            return None
        return ImageCms.applyTransform(_in_mode(picture, mode), transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _in_mode(picture: Image.Image, mode: str) -> Image.Image:
    return picture if picture.mode == mode else picture.convert(mode)


@lru_cache(maxsize=1)
def _lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


# A grey picture with transparency was widened to RGB before; a grey one may carry a profile of RGB.
_WITHOUT_COLOR = {("GRAY", "RGB"): "L", ("RGB", "L"): "RGB"}


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> tuple[ImageCms.ImageCmsTransform | None, str]:
    """The transform for one profile, and the mode that it takes; None: there is nothing to do.

    A library's images share a handful of them.
    """
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = _WITHOUT_COLOR.get((source.profile.xcolor_space.strip(), mode), mode)
    transform = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if mode == "RGB" and _changes_nothing(transform):
        return None, mode
    return transform, mode


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether it is sRGB already, whatever the profile is called: tried on a few colours."""
    levels = np.arange(0, 256, 51, dtype=np.uint8)
    colors = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(1, -1, 3)
    converted = ImageCms.applyTransform(Image.fromarray(colors), transform)
    assert converted is not None  # in place only where that is asked for
    return bool(np.abs(np.asarray(converted, np.int16) - colors).max() <= 1)
