"""One colour, drawn in several colour spaces and formats, comes out as one colour."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColorSpace

from studio.imaging.decode import decode
from studio.imaging.icc import P3_POINTS, SRGB_CURVE, SRGB_POINTS, RgbSpace, build_profile
from studio.imaging.png_color import find_profile
from tests.helpers.pictures import encoded, write
from tests.helpers.profiles import COLORS, Rgb, flat, png_with, profile, written_in

FORMATS: dict[str, dict[str, object]] = {
    "PNG": {},
    "JPEG": {"quality": 95},
    "TIFF": {},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "HEIF": {"quality": 95},
}
# Levels that a format may lose by itself: the others are written without loss here.
LOSSES = {"JPEG": 1, "HEIF": 1, "AVIF": 2}


def decoded(folder: Path, content: bytes) -> Rgb:
    """The colour in the middle of the file."""
    picture = decode(write(folder / "file", content)).picture
    red, green, blue = np.asarray(picture)[picture.height // 2, picture.width // 2].tolist()
    return red, green, blue


def gap(one: Rgb, other: Rgb) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("space", ["sRGB", "Display P3", "Adobe RGB"])
@pytest.mark.parametrize("kind", FORMATS)
def test_an_embedded_profile_is_followed(kind: str, space: str, tmp_path: Path) -> None:
    for color in COLORS:
        numbers = written_in(space, color)
        content = encoded(kind, flat(numbers), icc_profile=profile(space), **FORMATS[kind])
        found = decoded(tmp_path, content)
        assert gap(found, color) <= 1 + LOSSES.get(kind, 0), (color, found)


def test_the_colours_of_the_test_differ_between_the_spaces() -> None:
    assert gap(written_in("Display P3", COLORS[0]), COLORS[0]) > 8
    assert gap(written_in("Adobe RGB", COLORS[1]), COLORS[1]) > 8


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_transparency_and_palettes_do_not_lose_the_profile(mode: str, tmp_path: Path) -> None:
    picture = flat(written_in("Display P3", COLORS[0]))
    if mode == "RGBA":
        picture = picture.convert(mode)
        picture.putpixel((0, 0), (0, 0, 0, 0))
    else:
        picture = picture.quantize(4)
    content = encoded("PNG", picture, icc_profile=profile("Display P3"))
    assert gap(decoded(tmp_path, content), COLORS[0]) <= 1


def grey_profile(gamma: float) -> bytes:
    """A grey space of one gamma (ICC.1:2022, "curv" with one number of 8.8 bits)."""
    curve = struct.pack(">4s4xIH2x", b"curv", 1, round(gamma * 256))
    white = struct.pack(">4s4x3i", b"XYZ ", 63190, 65536, 54061)
    offset = 128 + 4 + 24
    table = struct.pack(">I4sII4sII", 2, b"wtpt", offset, 20, b"kTRC", offset + 20, 16)
    head = struct.pack(
        ">I4xI4s4s4s12s4s24xI3I48x",
        offset + 36,
        0x02400000,
        b"mntr",
        b"GRAY",
        b"XYZ ",
        struct.pack(">6H", 2000, 1, 1, 0, 0, 0),
        b"acsp",
        0,
        63190,
        65536,
        54061,
    )
    return head + table + white + curve


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_a_grey_profile_is_followed_with_and_without_transparency(
    mode: str, tmp_path: Path
) -> None:
    picture = Image.new(mode, (40, 40), 128 if mode == "L" else (128, 255))
    if mode == "LA":
        picture.putpixel((0, 0), (0, 0))
    dark = decoded(tmp_path, encoded("PNG", picture, icc_profile=grey_profile(3.0)))
    plain = decoded(tmp_path, encoded("PNG", picture))
    assert plain == (128, 128, 128)
    # 0.502 ^ 3 = 0.1265 of the light, which sRGB writes as 101.
    assert gap(dark, (101, 101, 101)) <= 1


def test_a_grey_picture_in_a_wide_space_is_followed_too(tmp_path: Path) -> None:
    space = RgbSpace(curve=(3.0,))
    content = encoded("JPEG", Image.new("L", (40, 40), 128), icc_profile=build_profile(space))
    assert gap(decoded(tmp_path, content), (101, 101, 101)) <= 1


def test_a_profile_is_believed_by_what_it_does_and_not_by_its_name(tmp_path: Path) -> None:
    # The same length of name, so that nothing else in the profile moves.
    lying = profile("Display P3").replace(
        "Display P3".encode("utf-16-be"), "sRGB space".encode("utf-16-be")
    )
    name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(lying)))
    assert name.strip() == "sRGB space"
    numbers = written_in("Display P3", COLORS[0])
    assert gap(decoded(tmp_path, encoded("PNG", flat(numbers), icc_profile=lying)), COLORS[0]) <= 1


@pytest.mark.parametrize("broken", [b"no profile", b"\0" * 400, "cut", "other model"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_broken_or_unfitting_profile_leaves_the_numbers_alone(
    broken: bytes | str, kind: str, tmp_path: Path
) -> None:
    content = {
        "cut": profile("Adobe RGB")[:200],
        "other model": ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
    }
    bad = broken if isinstance(broken, bytes) else content[broken]
    found = decoded(tmp_path, encoded(kind, flat(COLORS[0]), icc_profile=bad))
    assert gap(found, COLORS[0]) <= 2


@pytest.mark.parametrize("icc", [None, b"broken"])
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_without_a_profile_keeps_white_and_black(
    kind: str, icc: bytes | None, tmp_path: Path
) -> None:
    options: dict[str, object] = {} if icc is None else {"icc_profile": icc}
    for ink, color in (((0, 0, 0, 0), (255, 255, 255)), ((0, 0, 0, 255), (0, 0, 0))):
        picture = Image.new("CMYK", (40, 40), ink)
        assert gap(decoded(tmp_path, encoded(kind, picture, **options)), color) <= 2


def test_16_bits_are_managed_as_8(tmp_path: Path) -> None:
    grey = Image.new("I;16", (40, 40), 0x8080)
    assert decoded(tmp_path, encoded("PNG", grey)) == (128, 128, 128)
    dark = decoded(tmp_path, encoded("TIFF", grey, icc_profile=grey_profile(3.0)))
    assert gap(dark, (101, 101, 101)) <= 1


# --- what a PNG says by numbers ------------------------------------------------------------


def chrm(space: RgbSpace) -> tuple[bytes, bytes]:
    numbers = [value for point in (space.white, *space.points) for value in point]
    return b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in numbers))


GAMA_USUAL = (b"gAMA", struct.pack(">I", 45_455))
CICP_P3 = (b"cICP", bytes([12, 13, 0, 1]))


def test_cicp_says_display_p3(tmp_path: Path) -> None:
    for color in COLORS:
        content = png_with(encoded("PNG", flat(written_in("Display P3", color))), CICP_P3)
        assert gap(decoded(tmp_path, content), color) <= 1


def test_cicp_comes_before_an_embedded_profile(tmp_path: Path) -> None:
    numbers = written_in("Display P3", COLORS[0])
    content = encoded("PNG", flat(numbers), icc_profile=profile("Adobe RGB"))
    assert gap(decoded(tmp_path, png_with(content, CICP_P3)), COLORS[0]) <= 1


def test_primaries_and_gamma_say_display_p3(tmp_path: Path) -> None:
    chunks = (GAMA_USUAL, chrm(RgbSpace(P3_POINTS)))
    content = png_with(encoded("PNG", flat(written_in("Display P3", COLORS[0]))), *chunks)
    assert gap(decoded(tmp_path, content), COLORS[0]) <= 1


def test_gamma_alone_is_followed_unless_the_file_says_srgb(tmp_path: Path) -> None:
    dark = (b"gAMA", struct.pack(">I", round(100_000 / 3)))
    plain = encoded("PNG", flat((128, 128, 128)))
    assert gap(decoded(tmp_path, png_with(plain, dark)), (101, 101, 101)) <= 1
    assert decoded(tmp_path, png_with(plain, (b"sRGB", b"\0"), dark)) == (128, 128, 128)
    assert decoded(tmp_path, png_with(plain, GAMA_USUAL)) == (128, 128, 128)


def test_a_profile_comes_before_gamma(tmp_path: Path) -> None:
    numbers = written_in("Adobe RGB", COLORS[1])
    content = encoded("PNG", flat(numbers), icc_profile=profile("Adobe RGB"))
    dark = (b"gAMA", struct.pack(">I", round(100_000 / 3)))
    assert gap(decoded(tmp_path, png_with(content, dark)), COLORS[1]) <= 1


@pytest.mark.parametrize(
    "chunk",
    [
        (b"cICP", bytes([9, 16, 0, 1])),  # PQ: brighter than a screen's white
        (b"cICP", bytes([12, 13, 0, 0])),  # narrow range
        (b"cICP", bytes([255, 255, 255, 255])),
        (b"cICP", b"\x0c"),
        (b"gAMA", bytes(4)),
        (b"cHRM", bytes(32)),
        (b"cHRM", b"\xff" * 32),
        (b"cHRM", struct.pack(">8I", *[33_333] * 8)),
    ],
)
def test_numbers_that_make_no_space_leave_the_picture_alone(
    chunk: tuple[bytes, bytes], tmp_path: Path
) -> None:
    content = png_with(encoded("PNG", flat(COLORS[0])), chunk)
    assert decoded(tmp_path, content) == COLORS[0]


@given(st.binary(max_size=200), st.none() | st.just(b"embedded"))
def test_any_bytes_after_the_signature_give_a_profile_or_none(
    content: bytes, embedded: bytes | None
) -> None:
    found = find_profile(io.BytesIO(b"\x89PNG\r\n\x1a\n" + content), embedded)
    assert found == embedded or (found is not None and found[36:40] == b"acsp")


coordinate = st.integers(0, 2**32 - 1) | st.integers(0, 100_000)


@given(st.lists(coordinate, min_size=8, max_size=8), st.integers(0, 2**32 - 1))
def test_any_primaries_give_a_profile_or_none(numbers: list[int], gamma: int) -> None:
    content = png_with(
        encoded("PNG", flat(COLORS[0], side=2)),
        (b"gAMA", struct.pack(">I", gamma)),
        (b"cHRM", struct.pack(">8I", *numbers)),
    )
    found = find_profile(io.BytesIO(content), None)
    assert found is None or ImageCms.ImageCmsProfile(io.BytesIO(found)).profile.xcolor_space


@pytest.mark.parametrize(
    ("points", "primaries"),
    [
        (SRGB_POINTS, QColorSpace.Primaries.SRgb),
        (P3_POINTS, QColorSpace.Primaries.DciP3D65),
    ],
)
def test_a_built_profile_is_what_qt_understands_by_it(
    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float]],
    primaries: QColorSpace.Primaries,
) -> None:
    built = build_profile(RgbSpace(points, curve=SRGB_CURVE))
    space = QColorSpace.fromIccProfile(QByteArray(built))
    assert space.isValid()
    assert space.primaries() == primaries
    assert space.transferFunction() == QColorSpace.TransferFunction.SRgb
