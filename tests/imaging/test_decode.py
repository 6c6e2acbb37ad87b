from __future__ import annotations

import errno
import io
import os
import stat
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from studio.core.errors import DamagedImage, ImageError, ImageTooLarge, NotAnImage, UnreadableFile
from studio.imaging.decode import Limits, decode
from tests.helpers.pictures import BLUE, RED, encoded, halves, write
from tests.helpers.privileges import bound_by_permissions

ROOT = Path(__file__).parent.parent.parent
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF", "HEIF", "PSD")
NAMES = {"WEBP": "WebP", "HEIF": "HEIC"}


def near(pixel: np.ndarray, color: tuple[int, int, int], tolerance: int = 12) -> bool:
    return bool(np.abs(pixel.astype(int) - np.array(color)).max() <= tolerance)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_by_content_under_a_wrong_name(tmp_path: Path, kind: str) -> None:
    decoded = decode(write(tmp_path / "picture.txt", encoded(kind)))
    assert decoded.format == NAMES.get(kind, kind)
    assert (decoded.width, decoded.height) == (120, 80)
    assert decoded.rgb.dtype == np.uint8
    assert decoded.rgb.shape == (80, 120, 3)
    assert near(decoded.rgb[40, 20], RED)
    assert near(decoded.rgb[40, 100], BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(tmp_path: Path, orientation: int) -> None:
    upright = halves((60, 40))
    upright.paste((20, 160, 60), (0, 0, 20, 14))  # a green corner at the top left
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    decoded = decode(write(tmp_path / "a.png", encoded("PNG", stored, exif=exif)))
    assert (decoded.width, decoded.height) == (60, 40)
    assert near(decoded.rgb[5, 5], (20, 160, 60))
    assert near(decoded.rgb[35, 5], RED)
    assert near(decoded.rgb[5, 55], BLUE)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_tiff_is_turned_once(tmp_path: Path, orientation: int, compression: str) -> None:
    stored = halves((60, 40))
    stored.paste((20, 160, 60), (0, 0, 20, 14))  # a green corner where the first row starts
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = encoded("TIFF", stored, exif=exif, compression=compression)
    decoded = decode(write(tmp_path / "a.tif", content))
    turned = orientation >= 5
    assert (decoded.width, decoded.height) == ((40, 60) if turned else (60, 40))
    assert decoded.rgb.shape[:2] == (decoded.height, decoded.width)
    # EXIF 2.3, tag 274: where the first row and the first column are.
    bottom, right = orientation in (3, 4, 7, 8), orientation in (2, 3, 6, 7)
    corner = decoded.rgb[-5 if bottom else 5, -5 if right else 5]
    assert near(corner, (20, 160, 60))


def test_a_damaged_png_with_metadata_is_not_shown_as_a_black_picture(tmp_path: Path) -> None:
    content = bytearray(encoded("PNG", Image.effect_noise((300, 200), 90).convert("RGB")))
    content[content.index(b"IDAT") + 30] ^= 0xFF
    with pytest.raises(DamagedImage):
        decode(write(tmp_path / "a.png", bytes(content)))


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA", "RGBA", "I;16", "F"])
def test_every_color_model(tmp_path: Path, mode: str) -> None:
    picture = Image.new("L", (30, 20), 200)
    if mode == "I;16":
        picture = Image.fromarray(np.full((20, 30), 200 * 257, np.uint16))
    elif mode == "F":
        picture = Image.fromarray(np.full((20, 30), 200.0, np.float32))
    elif mode == "CMYK":
        picture = picture.convert("RGB").convert("CMYK")
    else:
        picture = picture.convert(mode)
    decoded = decode(write(tmp_path / "a.tif", encoded("TIFF", picture)))
    expected = 255 if mode == "1" else 200
    middle = decoded.rgb[5:15, 5:25].mean()
    assert abs(middle - expected) < (60 if mode == "1" else 4)


def test_whole_numbers_of_32_bits_are_scaled_not_clipped(tmp_path: Path) -> None:
    picture = Image.fromarray(np.linspace(0, 2**31 - 1, 256, dtype=np.int64).astype(np.int32)[None])
    decoded = decode(write(tmp_path / "a.tif", encoded("TIFF", picture)))
    assert decoded.rgb[0, :, 0].tolist() == pytest.approx(range(256), abs=1)


def test_lab_without_a_profile(tmp_path: Path) -> None:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    picture = ImageCms.profileToProfile(halves(), srgb, lab, outputMode="LAB")
    assert picture is not None
    picture.info.pop("icc_profile", None)
    decoded = decode(write(tmp_path / "a.tif", encoded("TIFF", picture)))
    assert near(decoded.rgb[40, 20], RED)
    assert near(decoded.rgb[40, 100], BLUE)


def test_a_wide_gamut_profile_gives_other_numbers(tmp_path: Path) -> None:
    """The same bytes mean a stronger red in a wider space; profiles are not merely tolerated."""
    plain = decode(write(tmp_path / "a.jpg", encoded("JPEG", quality=95)))
    content = encoded("JPEG", quality=95, icc_profile=wide_profile())
    wide = decode(write(tmp_path / "b.jpg", content))
    assert int(wide.rgb[40, 20, 0]) > int(plain.rgb[40, 20, 0]) + 8


def wide_profile() -> bytes:
    """The profile of sRGB with red and green moved outwards, as in Display P3."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # ICC.1:2010, XYZType: Display P3's primaries, adapted to D50.
    primaries = {b"rXYZ": (0.5151, 0.2412, -0.0011), b"gXYZ": (0.292, 0.6922, 0.0419)}
    for number in range(int.from_bytes(content[128:132], "big")):
        entry = content[132 + 12 * number : 144 + 12 * number]
        if bytes(entry[:4]) in primaries:
            at = int.from_bytes(entry[4:8], "big") + 8
            for offset, value in enumerate(primaries[bytes(entry[:4])]):
                fixed = round(value * 65536).to_bytes(4, "big", signed=True)
                content[at + 4 * offset : at + 4 * offset + 4] = fixed
    description = "sRGB".encode("utf-16-be")
    content[:] = content.replace(description, "Wide".encode("utf-16-be"))
    return bytes(content.replace(b"sRGB", b"Wide"))


def test_transparency_lies_on_white_paper(tmp_path: Path) -> None:
    picture = halves(mode="RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 60, 80))
    decoded = decode(write(tmp_path / "a.png", encoded("PNG", picture)))
    assert near(decoded.rgb[40, 20], (255, 255, 255), 0)
    assert decoded.alpha is not None
    assert decoded.alpha[40, 20] == 0
    assert decoded.alpha[40, 100] == 255


def test_an_embedded_profile_is_applied(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = decode(write(tmp_path / "a.jpg", encoded("JPEG", quality=95, icc_profile=lab)))
    broken = decode(write(tmp_path / "b.jpg", encoded("JPEG", quality=95, icc_profile=b"nonsense")))
    assert near(plain.rgb[40, 20], RED)
    assert near(broken.rgb[40, 20], RED)


def test_large_pictures_come_at_reduced_scale(tmp_path: Path) -> None:
    decoded = decode(write(tmp_path / "a.jpg", encoded("JPEG", halves((3000, 2000)))))
    assert (decoded.width, decoded.height) == (3000, 2000)
    assert decoded.rgb.shape == (341, 512, 3)


def test_the_first_frame_of_an_animation(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), BLUE)
    content = encoded("GIF", first, save_all=True, append_images=[second])
    assert near(decode(write(tmp_path / "a.gif", content)).rgb[10, 10], RED)


def test_when_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 10:11:12"
    decoded = decode(write(tmp_path / "a.jpg", encoded("JPEG", exif=exif)))
    assert decoded.captured_at == "2026-05-04T10:11:12"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"dear diary", "text file"),
        ("Größe: 衬衫 klein, Farbe: rot, ".encode() * 9, "text file"),
        ("Größe".encode("utf-16"), "text file"),
        (b"%PDF-1.7 ....", "PDF document"),
        (bytes(range(128, 256)), "another kind"),
    ],
)
def test_what_is_no_image_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(NotAnImage, match=words):
        decode(write(tmp_path / "a.jpg", content))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_cut_off_file_is_damaged(tmp_path: Path, kind: str) -> None:
    noise = Image.effect_noise((300, 200), 90).convert("RGB")
    content = encoded(kind, noise)
    with pytest.raises(DamagedImage):
        decode(write(tmp_path / "a", content[: len(content) // 2]))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + name + data + check

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(30_000, 30_000), (400_000, 2), (15_000, 14_000)])
def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(ImageTooLarge, match="too large"):
        decode(write(tmp_path / "a.png", png_of_size(*size)))


def test_the_sizes_of_medium_format_cameras_open(tmp_path: Path) -> None:
    """102 megapixels are what fashion photographers deliver."""
    picture = Image.new("L", (11_648, 8_736), 120)
    decoded = decode(write(tmp_path / "a.jpg", encoded("JPEG", picture)))
    assert (decoded.width, decoded.height) == (11_648, 8_736)
    assert near(decoded.rgb[100, 100], (120, 120, 120))


def test_own_limits(tmp_path: Path) -> None:
    with pytest.raises(ImageTooLarge, match="120 x 80"):
        decode(write(tmp_path / "a.png", encoded("PNG")), limits=Limits(max_pixels=9000))


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(UnreadableFile, match="pipe"):
        decode(tmp_path / "pipe.jpg")
    with pytest.raises(UnreadableFile, match="folder"):
        decode(tmp_path)
    with pytest.raises(UnreadableFile, match="no longer there"):
        decode(tmp_path / "vanished.jpg")
    (tmp_path / "loop.jpg").symlink_to(tmp_path / "loop.jpg")
    with pytest.raises(UnreadableFile):
        decode(tmp_path / "loop.jpg")


def test_a_file_without_permission(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jpg", encoded("JPEG"))
    path.chmod(stat.S_IWUSR)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from studio.core.errors import UnreadableFile\n"
        "from studio.imaging.decode import decode\n"
        "try:\n"
        "    decode(Path(sys.argv[1]))\n"
        "except UnreadableFile as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [*bound_by_permissions(), sys.executable, "-c", script, path],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert "permissions" in done.stdout


def test_a_drive_that_is_pulled_is_not_called_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pulled(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 1000:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().read(size)

    content = encoded("JPEG", Image.effect_noise((1200, 900), 90).convert("RGB"))
    # No file system at hand fails on demand; everything after the open is real.
    monkeypatch.setattr("studio.imaging.decode.open_regular", lambda _: Pulled(content))
    with pytest.raises(UnreadableFile, match="drive"):
        decode(tmp_path / "a.jpg")


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.png"))
    assert decode(write(path, encoded("PNG"))).width == 120


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=25)
@given(st.data())
def test_damage_of_any_kind_is_an_image_error(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    content = bytearray(encoded(kind, halves((40, 24))))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    length = data.draw(st.integers(len(content) // 3, len(content)))
    path = tmp_path_factory.mktemp("fuzz") / "a"
    try:
        decoded = decode(write(path, bytes(content[:length])))
    except ImageError as error:
        assert str(error)
    else:
        assert decoded.rgb.ndim == 3
