from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from studio.core.taxonomy import Taxonomy, load_taxonomy
from studio.imaging.drawn import draw_garment
from studio.imaging.drawn.render import draw_mask
from studio.resources import get_places
from training.augment import random_view, swap_background
from training.config import load_config
from training.datasets import load_examples, make_targets
from training.errors import DataError, SplitError, TrainingError
from training.metrics import (
    accuracy,
    average_precision,
    calibration_error,
    macro_f1,
    micro_f1,
    sigmoid,
    softmax,
)
from training.pixels import load_pixels
from training.splits import Part, check_split, split_groups

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy(get_places().taxonomy)


@given(st.lists(st.integers(0, 40).map(str), min_size=1, max_size=300), st.integers(0, 9))
def test_no_photographer_stands_in_two_parts(groups: list[str], seed: int) -> None:
    parts = split_groups(groups, seed=seed)
    check_split(groups, parts)
    assert parts == split_groups(groups, seed=seed)


def test_no_photographer_dominates_what_is_asked() -> None:
    groups = ["diligent"] * 300 + [str(n * n % 97) for n in range(700)]
    for seed in range(20):
        parts = split_groups(groups, seed=seed)
        counts = Counter(parts)
        assert 180 <= counts[Part.TEST] < 210
        assert 80 <= counts[Part.VALIDATION] < 110
        assert parts[0] is Part.TRAIN


def test_a_shared_photographer_is_an_error() -> None:
    with pytest.raises(SplitError, match="anna"):
        check_split(["anna", "ben", "anna"], [Part.TRAIN, Part.TEST, Part.TEST])


def test_labels_become_targets(data: Path, taxonomy: Taxonomy) -> None:
    examples = load_examples(data, data / "labels", taxonomy, seed=1)
    assert Counter(e.kind for e in examples) == {"garments": 24, "outfits": 24}
    targets = make_targets(examples, taxonomy)
    assert (targets.garment.sum(axis=1) == 1).all()
    assert (targets.pattern.sum(axis=1) == 1).all()
    assert (targets.pair.sum(axis=1) == 1).all()
    outfits = [i for i, e in enumerate(examples) if e.kind == "outfits"]
    assert set(targets.garments[outfits].sum(axis=1)) <= {1.0, 2.0}
    assert (targets.style.sum(axis=1) == 2).all()


def test_a_missing_image_is_named(data: Path, taxonomy: Taxonomy, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    (tmp_path / "data" / "garments" / "0003.jpg").unlink()
    with pytest.raises(DataError, match=r"0003\.jpg"):
        load_examples(tmp_path / "data", tmp_path / "data" / "labels", taxonomy, seed=1)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("preppy", "cheerful", "cheerful"),
        ("image,group", "picture,group", "columns"),
        ("\n", "\0\n", "garments.csv"),
    ],
)
def test_a_wrong_table_is_named(
    data: Path, taxonomy: Taxonomy, tmp_path: Path, before: str, after: str, named: str
) -> None:
    shutil.copytree(data / "labels", tmp_path / "labels")
    table = tmp_path / "labels" / "garments.csv"
    table.write_text(table.read_text().replace(before, after, 1))
    with pytest.raises(DataError, match=named):
        load_examples(data, tmp_path / "labels", taxonomy, seed=1)


@pytest.mark.parametrize("column", ["garment", "pattern", "colors", "styles"])
def test_a_label_outside_the_taxonomy_is_named_with_its_row(
    data: Path, taxonomy: Taxonomy, tmp_path: Path, column: str
) -> None:
    shutil.copytree(data / "labels", tmp_path / "labels")
    table = tmp_path / "labels" / "garments.csv"
    lines = table.read_text().splitlines()
    head, row = lines[0].split(","), lines[5].split(",")
    row[head.index(column)] = "spacesuit"
    table.write_text("\n".join([*lines[:5], ",".join(row), *lines[6:]]))
    with pytest.raises(DataError, match=r"garments\.csv, 0004: no \w+ is called 'spacesuit'"):
        load_examples(data, tmp_path / "labels", taxonomy, seed=1)


def test_a_broken_image_is_named_and_leaves_no_cache(data: Path, tmp_path: Path) -> None:
    good = data / "garments" / "0000.jpg"
    bad = tmp_path / "broken.jpg"
    bad.write_bytes(good.read_bytes()[:500])
    with pytest.raises(DataError, match=r"broken\.jpg"):
        load_pixels([good, bad], 32, tmp_path / "cache")
    assert not [p for p in (tmp_path / "cache").iterdir() if "partial" not in p.name]
    pixels = load_pixels([good, good], 32, tmp_path / "cache")
    assert pixels.shape == (2, 32, 32, 3)


def drawn(garment: str, colors: tuple[str, ...], ground: str) -> tuple[Pixels, Pixels]:
    picture = draw_garment(garment, "dots", colors, size=(96, 96), background=ground)
    return np.asarray(picture, np.uint8), np.asarray(draw_mask(garment, size=(96, 96)), np.uint8)


def test_views_are_random_but_repeatable() -> None:
    picture, mask = drawn("dress", ("#a8182f", "#f7efe6"), "#e8e4dd")
    views = [
        random_view(picture, mask, 64, np.random.default_rng(seed), strong=True)
        for seed in (1, 1, 2)
    ]
    (one, place), (two, same_place), (other, _) = views
    assert one.shape == (64, 64, 3)
    assert place.shape == (16, 16)
    assert (one == two).all()
    assert (place == same_place).all()
    assert (one != other).any()


def test_the_mask_follows_the_view() -> None:
    picture = np.zeros((96, 96, 3), np.uint8)
    mask = np.zeros((96, 96), np.uint8)
    picture[20:70, 10:60] = 255
    mask[20:70, 10:60] = 255
    for seed in range(20):
        view, place = random_view(picture, mask, 64, np.random.default_rng(seed), strong=False)
        seen = view.mean(axis=2).reshape(16, 4, 16, 4).mean(axis=(1, 3)) > 60
        # A hole may lie over a quarter of the view; the rest agrees.
        assert ((place > 127) == seen).mean() > 0.8


def test_a_garment_keeps_its_pixels_on_another_background() -> None:
    picture, mask = drawn("dress", ("#a8182f", "#f7efe6"), "#e8e4dd")
    other, other_mask = drawn("pants", ("#2038a0", "#101010"), "#30a040")
    moved = swap_background(picture, mask, other, other_mask, np.random.default_rng(3))
    inside = np.asarray(Image.fromarray(mask).filter(ImageFilter.MinFilter(7))) > 250
    assert (moved[inside] == picture[inside]).all()
    outside = np.asarray(Image.fromarray(mask).filter(ImageFilter.MaxFilter(7))) == 0
    # Green all over: neither the old paper nor the blue trousers are left.
    rest = moved[outside].astype(int)
    assert (rest[:, 1] > rest[:, 0]).mean() > 0.97
    assert (rest[:, 1] > rest[:, 2]).mean() > 0.97


def test_an_unknown_configuration_is_named() -> None:
    with pytest.raises(TrainingError, match="fancy"):
        load_config("fancy")


def test_metrics_on_cases_worked_by_hand() -> None:
    truth = np.array([[1, 0], [0, 1], [1, 0], [0, 1]], np.float32)
    scores = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6], [0.1, 0.9]])
    assert accuracy(scores, truth) == 0.75
    assert average_precision(scores[:, 0], truth[:, 0]) == 1.0
    assert average_precision(np.array([0.9, 0.8, 0.1]), np.array([0, 1, 1])) == pytest.approx(
        7 / 12
    )
    chosen = scores > 0.5
    assert micro_f1(chosen, truth) == pytest.approx(0.75)
    assert macro_f1(chosen, truth) == pytest.approx((2 / 3 + 4 / 5) / 2)
    sure = np.array([1.0, 1.0, 1.0, 1.0])
    assert calibration_error(sure, np.array([True, True, True, False])) == pytest.approx(0.25)
    assert softmax(np.array([[0.0, 0.0]])).tolist() == [[0.5, 0.5]]
    assert sigmoid(np.array([0.0])).tolist() == [0.5]
