"""The composite of a Photoshop file (PSD, PSB) at 1, 8 or 16 bits, with any number of channels.

Pillow's own reader takes 8 bits only, misplaces compressed planes beside saved selections, and
takes a selection for transparency. Source: Adobe Photoshop File Formats Specification.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.core.errors import NotAnImage

_BITMAP, _GREY, _INDEXED, _RGB, _CMYK, _MULTICHANNEL, _DUOTONE, _LAB = 0, 1, 2, 3, 4, 7, 8, 9
_MODES = {_RGB: "RGB", _CMYK: "CMYK", _LAB: "LAB"}
_ICC_PROFILE, _VERSION_INFO = 1039, 1057
_RAW, _RLE = 0, 1


@dataclass(frozen=True, slots=True)
class PhotoshopFile:
    """What the sections before the composite say."""

    large: bool  # PSB: wider counts
    channels: int
    width: int
    height: int
    depth: int  # bits of one channel
    color_mode: int
    palette: bytes  # 256 reds, greens, blues; indexed files only
    profile: bytes | None
    transparent: bool  # the first channel after the colours is transparency
    start: int  # where the composite lies in the file


def read_sections(stream: BinaryIO) -> PhotoshopFile:
    """Read everything before the pixels; raises NotAnImage where there is no composite."""
    header = struct.unpack(">4sH6xHIIHH", _exactly(stream, 26))
    _, version, channels, height, width, depth, color_mode = header
    large = version == 2
    palette = _exactly(stream, _number(stream, 4))
    profile, merged = _read_resources(stream)
    if not merged:
        raise NotAnImage(
            "This Photoshop file holds layers only. Save it again with “Maximise compatibility”."
        )
    if depth not in (1, 8, 16):
        raise NotAnImage(f"A Photoshop file of {depth} bits a channel cannot be opened; 16 can.")
    size = _number(stream, 8 if large else 4)
    end = stream.tell() + size
    transparent = False
    if size and _number(stream, 8 if large else 4):
        (layers,) = struct.unpack(">h", _exactly(stream, 2))
        transparent = layers < 0
    return PhotoshopFile(
        large, channels, width, height, depth, color_mode, palette, profile, transparent, end
    )


def read_composite(stream: BinaryIO, file: PhotoshopFile) -> Image.Image:
    """The picture of all layers together in 1, L, P, RGB, RGBA, CMYK or LAB."""
    mode = _MODES.get(file.color_mode, "L")
    count = len(mode) if mode != "L" else 1
    alpha = file.transparent and mode == "RGB" and file.channels > count
    planes = _Planes(stream, file)
    bands = [planes.read(number) for number in range(count + alpha)]
    if mode == "CMYK":
        bands = [~band for band in bands]  # stored as 255 for no ink
    pictures = [Image.fromarray(band) for band in bands]
    if file.color_mode == _INDEXED:
        picture = pictures[0]
        picture.putpalette(file.palette[:768], "RGB;L")
    elif count == 1:
        picture = pictures[0]
    else:
        picture = Image.merge("RGBA" if alpha else mode, pictures)
    if file.profile:
        picture.info["icc_profile"] = file.profile
    return picture


class _Planes:
    """The channels of the composite, one after another in the file."""

    def __init__(self, stream: BinaryIO, file: PhotoshopFile) -> None:
        self._stream = stream
        self._file = file
        self._row = (file.width * file.depth + 7) // 8
        stream.seek(file.start)
        self._compression = _number(stream, 2)
        if self._compression not in (_RAW, _RLE):
            raise ValueError("unknown compression")
        sizes = np.full(file.channels, self._row * file.height, np.int64)
        if self._compression == _RLE:
            width = 4 if file.large else 2
            table = _exactly(stream, width * file.channels * file.height)
            rows = np.frombuffer(table, f">u{width}").reshape(file.channels, file.height)
            sizes = rows.sum(axis=1, dtype=np.int64)
        self._ends = stream.tell() + np.cumsum(sizes)
        self._sizes = sizes

    def read(self, number: int) -> NDArray[np.uint8]:
        """One channel, uint8 [h, w]."""
        file = self._file
        size = int(self._sizes[number])
        self._stream.seek(int(self._ends[number]) - size)
        content = _exactly(self._stream, size)
        if self._compression == _RLE:
            shape = (self._row, file.height)
            content = Image.frombytes("L", shape, content, "packbits", "L").tobytes()
        rows = np.frombuffer(content, np.uint8).reshape(file.height, self._row)
        if file.depth == 1:
            return (1 - np.unpackbits(rows, axis=1)[:, : file.width]) * np.uint8(255)
        # The high byte of 16 bits: the low one would be lost in 8 anyway.
        return np.ascontiguousarray(rows[:, ::2]) if file.depth == 16 else rows


def _read_resources(stream: BinaryIO) -> tuple[bytes | None, bool]:
    """The ICC profile, and whether the composite is a real one."""
    profile, merged = None, True
    size = _number(stream, 4)
    end = stream.tell() + size
    while stream.tell() + 12 <= end:
        _signature, key, name = struct.unpack(">4sHB", _exactly(stream, 7))
        stream.seek(name + (name + 1) % 2, 1)
        length = _number(stream, 4)
        following = stream.tell() + length + length % 2
        if key == _ICC_PROFILE and following <= end:
            profile = _exactly(stream, length)
        elif key == _VERSION_INFO and length >= 5:
            merged = _exactly(stream, 5)[4] != 0
        stream.seek(following)
    stream.seek(end)
    return profile, merged


def _number(stream: BinaryIO, width: int) -> int:
    return int.from_bytes(_exactly(stream, width), "big")


def _exactly(stream: BinaryIO, count: int) -> bytes:
    # A damaged count must not reserve memory for what is not there.
    content = stream.read(count) if count <= _left(stream) else b""
    if len(content) < count:
        raise EOFError("truncated")
    return content


def _left(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size - stream.tell()
