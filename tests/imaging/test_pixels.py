from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.color import ColorNames, load_color_names, parse_hex, to_oklab
from studio.core.errors import NotAnImage
from studio.core.palette import families
from studio.core.taxonomy import load_taxonomy
from studio.imaging.decode import decode
from studio.imaging.drawn import (
    GARMENTS,
    PATTERNS,
    SAMPLES,
    Sample,
    draw_garment,
    draw_mask,
    write_samples,
)
from studio.imaging.fingerprint import content_fingerprint, difference_hash
from studio.imaging.oklab import rgb_to_oklab
from studio.imaging.palette import extract_palette
from studio.imaging.preprocess import network_input
from studio.imaging.thumbnail import encode_jpeg
from studio.resources import get_places
from tests.helpers.pictures import encoded, halves, write


@pytest.fixture(scope="module")
def names() -> ColorNames:
    return load_color_names(get_places().color_names)


@pytest.mark.parametrize("sample", SAMPLES[::3], ids=lambda s: s.name.replace(" ", "-"))
def test_the_palette_of_a_drawn_garment_names_its_ground(sample: Sample, names: ColorNames) -> None:
    drawn = draw_garment(
        sample.garment, "solid", sample.colors, size=(256, 320), background=sample.background
    )
    mask = np.asarray(draw_mask(sample.garment, size=(256, 320)))
    palette = extract_palette(np.asarray(drawn), names, mask=mask)
    assert sample.family in families(palette)
    assert sum(s.coverage for s in palette) == pytest.approx(1, abs=0.01)
    assert [s.coverage for s in palette] == sorted((s.coverage for s in palette), reverse=True)


def test_the_background_does_not_count(names: ColorNames) -> None:
    picture = Image.new("RGB", (200, 200), "#2a9a4d")
    picture.paste((193, 39, 45), (60, 50, 140, 150))
    palette = extract_palette(np.asarray(picture), names)
    # The green fills three quarters of the picture, and the frame says that it is background.
    assert palette[0].family == "red"
    assert palette[0].coverage > 0.7


def test_transparent_pixels_do_not_count(names: ColorNames) -> None:
    rgb = np.full((50, 50, 3), 255, np.uint8)
    rgb[:, :25] = (29, 39, 69)
    alpha = np.zeros((50, 50), np.uint8)
    alpha[:, :25] = 255
    assert families(extract_palette(rgb, names, alpha)) == ("navy",)


def test_a_cut_out_wins_over_the_mask_and_an_empty_mask_says_nothing(names: ColorNames) -> None:
    rgb = np.full((60, 60, 3), (42, 154, 77), np.uint8)
    rgb[10:50, 10:30] = (193, 39, 45)
    rgb[10:50, 30:50] = (29, 39, 69)
    alpha, mask = np.zeros((2, 60, 60), np.uint8)
    alpha[10:50, 10:30] = 255
    mask[10:50, 30:50] = 255
    opaque = np.full((60, 60), 255, np.uint8)
    assert families(extract_palette(rgb, names, alpha, mask)) == ("red",)
    assert families(extract_palette(rgb, names, opaque, mask[::3, ::2])) == ("navy",)
    empty = np.zeros((56, 56), np.uint8)
    assert extract_palette(rgb, names, None, empty) == extract_palette(rgb, names)


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (48, 48)])
def test_any_shape_has_a_palette(shape: tuple[int, int], names: ColorNames) -> None:
    rgb = np.full((*shape, 3), 128, np.uint8)
    assert extract_palette(rgb, names)[0].family == "grey"
    empty = np.zeros(shape, np.uint8)
    assert extract_palette(rgb, names, empty)[0].family == "grey"


def test_arrays_and_single_colors_agree() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (50, 3)).astype(np.uint8)
    for row, lab in zip(rgb, rgb_to_oklab(rgb), strict=True):
        assert to_oklab(*map(int, row)) == pytest.approx(lab, abs=1e-4)


def test_the_network_sees_the_whole_picture() -> None:
    rgb = np.asarray(halves((120, 60)))
    square = network_input(rgb, 32)
    assert square.shape == (32, 32, 3)
    assert np.abs(square[:, 0].astype(int) - rgb[0, 0]).max() == 0
    assert np.abs(square[:, -1].astype(int) - rgb[0, -1]).max() == 0


def test_fingerprints_tell_contents_apart(tmp_path: Path) -> None:
    base = bytes(range(256)) * 2000
    one = write(tmp_path / "a", base)
    copy = write(tmp_path / "b", base)
    assert content_fingerprint(one) == content_fingerprint(copy)
    for place in (0, len(base) // 2 + 5, len(base) - 1):
        changed = bytearray(base)
        changed[place] ^= 1
        other = write(tmp_path / "c", bytes(changed))
        assert content_fingerprint(other) != content_fingerprint(one)
    with pytest.raises(NotAnImage):
        content_fingerprint(write(tmp_path / "empty", b""))


def test_scaled_copies_look_alike() -> None:
    drawn = draw_garment("dress", "floral", SAMPLES[2].colors, size=(320, 400))
    small = drawn.resize((160, 200))
    other = draw_garment("hat", "solid", ("#1d2745",), size=(320, 400))
    one, two, three = (difference_hash(np.asarray(p)) for p in (drawn, small, other))
    assert (one ^ two).bit_count() <= 6 < (one ^ three).bit_count()


def test_thumbnails_are_small_jpegs(tmp_path: Path) -> None:
    jpeg = encode_jpeg(decode(write(tmp_path / "a.png", encoded("PNG"))).rgb)
    assert decode(write(tmp_path / "t.jpg", jpeg)).rgb.shape == (80, 120, 3)


def test_drawings_are_the_same_every_time_and_cover_the_taxonomy() -> None:
    one = draw_garment("skirt", "camouflage", ("#6d6a3c", "#3d4127"), size=(90, 110), seed=4)
    two = draw_garment("skirt", "camouflage", ("#6d6a3c", "#3d4127"), size=(90, 110), seed=4)
    assert one.tobytes() == two.tobytes()
    taxonomy = load_taxonomy(get_places().taxonomy)
    assert set(PATTERNS) == set(taxonomy.get("pattern").label_ids())
    assert set(GARMENTS) <= set(taxonomy.get("garment").label_ids())
    for sample in SAMPLES:
        assert sample.family in taxonomy.get("color").label_ids()
        assert all(parse_hex(color) for color in sample.colors)


def test_samples_are_written_once(tmp_path: Path) -> None:
    paths = write_samples(tmp_path, 2)
    times = [path.stat().st_mtime_ns for path in paths]
    assert [p.stat().st_mtime_ns for p in write_samples(tmp_path, 2)] == times
    truth = json.loads((tmp_path / "samples.json").read_text())
    assert [entry["name"] for entry in truth] == ["scarlet tee", "breton long-sleeve"]
