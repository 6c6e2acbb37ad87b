"""Small pictures of every format, drawn for a test."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image

RED, BLUE = (200, 30, 40), (30, 60, 180)


def halves(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return picture if mode == "RGB" else picture.convert(mode)


def encoded(kind: str, picture: Image.Image | None = None, **options: object) -> bytes:
    """A picture as a file's bytes; `kind` as Pillow names formats, HEIF and PSD included."""
    picture = picture or halves()
    if kind == "PSD":
        return psd(picture)
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def psd(picture: Image.Image) -> bytes:
    """A Photoshop file with nothing but its composite (Adobe's format specification, RGB, raw)."""
    rgb = picture.convert("RGB")
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, rgb.height, rgb.width, 8, 3)
    planes = b"".join(channel.tobytes() for channel in rgb.split())
    return header + struct.pack(">III", 0, 0, 0) + struct.pack(">H", 0) + planes


def write(path: Path, content: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(content)
    return path
