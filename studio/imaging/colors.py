"""Pillow pictures of any colour model into sRGB."""

from __future__ import annotations

import io
from functools import lru_cache

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


def to_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Convert an RGB, L, CMYK or LAB picture to sRGB by its embedded ICC `profile` (bytes).

    A missing, broken or unfitting profile falls back to Pillow's plain conversion.
    """
    if picture.mode == "LAB":  # absolute colours: Pillow converts them by a profile alone
        profile = _lab_profile()
    if isinstance(profile, bytes) and profile:
        converted = _convert(picture, profile)
        if converted is not None:
            return converted
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _convert(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        transform = _transform(profile, picture.mode)
        if transform is None:
            return None
        return ImageCms.applyTransform(picture, transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@lru_cache(maxsize=1)
def _lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The transform for one profile; a library's images share a handful of them."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    name = ImageCms.getProfileDescription(source).strip().lower()
    if mode == "RGB" and name.startswith("srgb"):
        return None
    return ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
