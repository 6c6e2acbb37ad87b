from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageCms

from studio.core.errors import DamagedImage, ImageTooLarge, NotAnImage
from studio.imaging.decode import decode
from tests.helpers.pictures import BLUE, RED, halves, write

W, H = 60, 40
SELECTION = bytes([7]) * (W * H)  # a fourth or fifth channel that is no transparency
GREY, RGB, CMYK, LAB = 1, 3, 4, 9


def photoshop(
    planes: list[bytes],
    *,
    mode: int = RGB,
    depth: int = 8,
    large: bool = False,
    packed: bool = False,
    layers: int = 0,
    resources: bytes = b"",
) -> bytes:
    """A file by Adobe's specification: sections, then the channels of the composite."""
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1 + large, len(planes), H, W, depth, mode)
    long = ">Q" if large else ">I"
    layer_info = struct.pack(">h", layers) if layers else b""
    section = struct.pack(long, len(layer_info)) + layer_info if layers else b""
    head = header + struct.pack(">I", 0) + struct.pack(">I", len(resources)) + resources
    head += struct.pack(long, len(section)) + section
    if not packed:
        return head + struct.pack(">H", 0) + b"".join(planes)
    row = len(planes[0]) // H
    rows = [pack(p[at : at + row]) for p in planes for at in range(0, len(p), row)]
    counts = b"".join(struct.pack(">I" if large else ">H", len(r)) for r in rows)
    return head + struct.pack(">H", 1) + counts + b"".join(rows)


def pack(row: bytes) -> bytes:
    """PackBits without any runs."""
    pieces = [row[at : at + 128] for at in range(0, len(row), 128)]
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces)


def resource(key: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HxxI", key, len(data)) + data + b"\0" * (len(data) % 2)


def bands(depth: int = 8, mode: str = "RGB") -> list[bytes]:
    planes = [np.asarray(band) for band in halves((W, H), mode).split()]
    if depth == 16:
        return [(plane.astype(np.uint16) * 257).astype(">u2").tobytes() for plane in planes]
    return [plane.tobytes() for plane in planes]


def shows_halves(path: Path) -> bool:
    rgb = decode(path).rgb.astype(int)
    left, right = rgb[20, 10], rgb[20, 50]
    return bool(np.abs(left - RED).max() < 6 and np.abs(right - BLUE).max() < 6)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("extra", [0, 1, 2])
def test_composites(tmp_path: Path, depth: int, packed: bool, large: bool, extra: int) -> None:
    planes = bands(depth) + [SELECTION * (depth // 8)] * extra
    content = photoshop(planes, depth=depth, packed=packed, large=large)
    decoded = decode(write(tmp_path / "a.psd", content))
    assert (decoded.width, decoded.height, decoded.format) == (W, H, "PSD")
    assert decoded.alpha is None  # a saved selection hides nothing
    assert shows_halves(tmp_path / "a.psd")


def test_transparency_of_the_layers_is_kept(tmp_path: Path) -> None:
    alpha = bytes([0] * (W // 2) + [255] * (W // 2)) * H
    decoded = decode(write(tmp_path / "a.psd", photoshop([*bands(), alpha], layers=-1)))
    assert decoded.alpha is not None
    assert decoded.rgb[20, 10].tolist() == [255, 255, 255]
    assert np.abs(decoded.rgb[20, 50].astype(int) - BLUE).max() < 6


def test_ink_grey_lab_and_line_art(tmp_path: Path) -> None:
    inks = [(255 - np.frombuffer(p, np.uint8)).tobytes() for p in bands(mode="CMYK")]
    write(tmp_path / "ink.psd", photoshop(inks, mode=CMYK))
    assert shows_halves(tmp_path / "ink.psd")
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    picture = ImageCms.profileToProfile(halves((W, H)), srgb, lab, outputMode="LAB")
    assert picture is not None
    planes = [band.tobytes() for band in picture.split()]
    write(tmp_path / "lab.psd", photoshop(planes, mode=LAB))
    assert shows_halves(tmp_path / "lab.psd")
    grey = decode(write(tmp_path / "g.psd", photoshop([bytes([90]) * (W * H)], mode=GREY)))
    assert grey.rgb[20, 10].tolist() == [90, 90, 90]
    bits = np.packbits(np.tile(np.arange(W) < W // 2, (H, 1)), axis=1).tobytes()  # black half
    art = decode(write(tmp_path / "b.psd", photoshop([bits], mode=0, depth=1)))
    assert art.rgb[20, 10].tolist() == [0, 0, 0]
    assert art.rgb[20, 50].tolist() == [255, 255, 255]


def test_the_profile_is_found_among_the_resources(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    resources = resource(1005, bytes(15)) + resource(1039, profile)
    write(tmp_path / "a.psd", photoshop(bands(), resources=resources))
    assert shows_halves(tmp_path / "a.psd")


def test_what_cannot_be_shown_says_why(tmp_path: Path) -> None:
    layers_only = photoshop(bands(), resources=resource(1057, bytes(5)))
    with pytest.raises(NotAnImage, match="Maximise compatibility"):
        decode(write(tmp_path / "a.psd", layers_only))
    deep = photoshop([bytes(W * H * 4)] * 3, depth=32)
    with pytest.raises(NotAnImage, match="32 bits"):
        decode(write(tmp_path / "b.psd", deep))
    bomb = photoshop([b""], large=True, mode=GREY)
    bomb = bomb[:14] + struct.pack(">II", 300_000, 300_000) + bomb[22:]
    with pytest.raises(ImageTooLarge, match="300,000"):
        decode(write(tmp_path / "c.psb", bomb))


@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_off_file(tmp_path: Path, packed: bool) -> None:
    content = photoshop(bands(), packed=packed)
    for length in (4 + 2, 20, 30, len(content) // 2, len(content) - 1):
        with pytest.raises(DamagedImage, match="too early"):
            decode(write(tmp_path / "a.psd", content[:length]))
