"""Originals into what training reads: smaller photographs, outlines, names and weights."""

from __future__ import annotations

import io
import json

import numpy as np
from PIL import Image, ImageOps

from training.matfile import read_mat


def shrink(content: bytes, side: int, quality: int) -> bytes:
    """A photograph as upright RGB JPEG whose long side is at most `side` px."""
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _encode(picture, "JPEG", quality=quality)


def shrink_outlines(content: bytes, side: int) -> bytes:
    """The `groundtruth` of a MATLAB file as 8-bit PNG of the size of its photograph.

    A value is an index into the names; nothing between two of them means anything.
    """
    values = np.asarray(read_mat(content)["groundtruth"])
    picture = Image.fromarray(np.ascontiguousarray(values.astype(np.uint8)))
    picture.thumbnail((side, side), Image.Resampling.NEAREST)
    return _encode(picture, "PNG", optimize=True)


def list_names(content: bytes) -> bytes:
    """The `label_list` of a MATLAB file as JSON."""
    return json.dumps([str(name) for name in read_mat(content)["label_list"]], indent=0).encode()


def _encode(picture: Image.Image, kind: str, **options: int | bool) -> bytes:
    # Written to memory first: Pillow loses the reason when a disk is full.
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()
