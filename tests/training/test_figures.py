"""Each figure of the evaluation on cases whose answer is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.calibrate import Logits
from training.datasets import Example
from training.evaluation.coverage import lowest_confidence
from training.evaluation.few_shot import (
    RIDGE,
    SHOTS,
    draw_episodes,
    few_shot_figures,
    ridge_predict,
)
from training.evaluation.figures import Bootstrap
from training.evaluation.masking import mask_figures, overlap, overlaps
from training.evaluation.pointing import (
    Mosaic,
    Pixels,
    draw_mosaics,
    evidence_gap,
    pointing_figures,
    points_at,
    tile,
)
from training.evaluation.retrieval import precision_at
from training.evaluation.ten_classes import ten_class_figures
from training.splits import Part

GARMENTS = ("t-shirt", "polo", "dress", "pants", "hat", "long-sleeve", "shirt", "outerwear",
            "shorts", "skirt", "shoes")  # fmt: skip


def example(garment: str = "dress", group: str = "anna", color: str = "red") -> Example:
    return Example(
        Path("none.jpg"), "garments", group, (garment,), "solid", ("casual",), (color,), Part.TEST
    )


def test_the_interval_is_over_groups_not_images() -> None:
    right = np.array([True] * 90 + [False] * 10)
    alone = Bootstrap([str(n) for n in range(100)]).mean(right)
    together = Bootstrap(["anna"] * 90 + ["ben"] * 10).mean(right)
    assert alone.value == together.value == pytest.approx(0.9)
    # Two people whose images are all right or all wrong: anything may come out.
    assert (together.low, together.high) == (0.0, 1.0)
    assert 0.82 < alone.low < 0.87
    assert 0.93 < alone.high < 0.97


def test_the_interval_is_the_same_every_time() -> None:
    groups, values = [str(n % 7) for n in range(60)], np.arange(60.0)
    assert Bootstrap(groups).mean(values) == Bootstrap(groups).mean(values)
    assert Bootstrap(groups).mean(values) != Bootstrap(groups, seed=1).mean(values)


def test_nothing_to_measure_is_null() -> None:
    assert Bootstrap([]).mean(np.zeros(0)).as_json() == {"value": None, "low": None, "high": None}


@pytest.mark.parametrize(
    ("confidence", "right", "precision", "lowest"),
    [
        ([0.9, 0.8, 0.7, 0.6], [1, 1, 0, 1], 0.95, 0.8),
        ([0.9, 0.8, 0.7, 0.6], [1, 1, 0, 1], 0.75, 0.6),
        # Two images of one confidence cannot be told apart.
        ([0.9, 0.8, 0.8], [1, 1, 0], 0.95, 0.9),
        ([0.9], [0], 0.95, float("inf")),
        ([], [], 0.95, float("inf")),
    ],
)
def test_the_lowest_confidence_of_a_precision(
    confidence: list[float], right: list[int], precision: float, lowest: float
) -> None:
    found = lowest_confidence(np.array(confidence), np.array(right, bool), precision)
    assert found == lowest


def test_retrieval_counts_same_pairs_among_the_nearest() -> None:
    angles = np.array([0.0, 0.1, 0.2, 1.5, 1.6])
    embedding = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    dress, hat = ("dress", "solid"), ("hat", "solid")
    pairs, groups = [dress, dress, hat, hat, dress], ["anna", "anna", "ben", "ben", "carl"]
    hits, best = precision_at(embedding, pairs, groups, others_only=False, count=2)
    assert hits.tolist() == [0.5, 0.5, 0.0, 0.5, 0.0]
    assert best.tolist() == [1.0, 1.0, 0.5, 0.5, 1.0]
    # The query's own photographer is no witness: only carl's dress is left to be found.
    hits, best = precision_at(embedding, pairs, groups, others_only=True, count=2)
    assert hits.tolist() == [0.0, 0.0, 0.0, 0.0, 0.0]
    assert best.tolist() == [0.5, 0.5, 0.0, 0.0, 1.0]


def test_ridge_is_the_solution_of_its_equation() -> None:
    rng = np.random.default_rng(3)
    support, query = rng.normal(size=(40, 6)), rng.normal(size=(9, 6))
    classes = np.arange(40) % 5
    x, y = support - support.mean(axis=0), np.eye(5)[classes]
    weights = np.linalg.inv(x.T @ x + RIDGE * np.eye(6)) @ x.T @ (y - y.mean(axis=0))
    expected = ((query - support.mean(axis=0)) @ weights + y.mean(axis=0)).argmax(axis=1)
    assert (ridge_predict(support, classes, query) == expected).all()


def colored_items(images: int = 30, people: int = 24) -> list[Example]:
    return [
        example(garment, str(rng_group), color)
        for garment in ("dress", "hat", "pants")
        for color in ("red", "blue")
        for rng_group in np.random.default_rng(len(garment + color)).integers(0, people, images)
    ]


def test_no_photographer_stands_on_both_sides_of_an_episode() -> None:
    items = colored_items()
    classes = [(e.garments[0], e.colors[0]) for e in items]
    groups = [e.group for e in items]
    episodes = draw_episodes(classes, groups, 5, count=20)
    assert len(episodes) == 20
    for episode in episodes:
        assert not {groups[r] for r in episode.support} & {groups[r] for r in episode.query}
        for part, labels in (
            (episode.support, episode.support_class),
            (episode.query, episode.query_class),
        ):
            assert set(labels) == set(range(5))
            assert len({(classes[r], k) for r, k in zip(part, labels, strict=True)}) == 5
        assert np.bincount(episode.support_class).tolist() == [5] * 5


def test_a_class_with_too_few_images_is_in_no_episode() -> None:
    items = colored_items(images=max(SHOTS))
    assert draw_episodes([(e.garments, e.colors) for e in items], [e.group for e in items], 5) == []


def test_few_shot_learns_what_the_embedding_holds_and_nothing_else() -> None:
    items = colored_items()
    rng = np.random.default_rng(1)
    names = sorted({(e.garments[0], e.colors[0]) for e in items})
    places = np.eye(6)[[names.index((e.garments[0], e.colors[0])) for e in items]]
    known = few_shot_figures(places + rng.normal(0, 0.05, places.shape), items)
    assert known["few_shot_color_5"].value > 0.98
    noise = few_shot_figures(rng.normal(size=places.shape), items)
    assert noise["few_shot_color_5"].value == pytest.approx(0.2, abs=0.05)
    # Three garments, all solid: not enough classes for five ways.
    assert np.isnan(noise["few_shot_pair_5"].value)


def test_the_overlap_of_masks() -> None:
    mask = np.zeros((80, 40), np.uint8)
    mask[20:60] = 255
    logits = np.full((20, 20), -9.0)
    logits[5:15] = 9.0
    assert overlap(logits, mask) == 1.0
    logits[5:10] = -9.0
    assert overlap(logits, mask) == pytest.approx(0.5)
    assert overlap(np.full((20, 20), -9.0), np.zeros_like(mask)) == 1.0


def test_masks_are_compared_at_the_photographs_size(tmp_path: Path) -> None:
    Image.new("RGB", (96, 64)).save(tmp_path / "a.jpg")
    small = np.zeros((32, 48), bool)
    small[:, :24] = True
    Image.fromarray(small).save(tmp_path / "a.png")
    known = replace(example(), path=tmp_path / "a.jpg", mask=tmp_path / "a.png")
    logits = np.full((2, 16, 16, 1), -5.0)
    logits[:, :, :8] = 5.0
    assert overlaps(logits, [known, example()])[0] == pytest.approx(1.0, abs=0.02)
    figures, count = mask_figures(logits, [known, example()])
    assert count == 1
    assert figures["mask_iou"].value == pytest.approx(1.0, abs=0.02)


def test_evidence_adds_up_to_the_logits() -> None:
    rng = np.random.default_rng(1)
    evidence = rng.normal(size=(3, 7, 7, 8)).astype(np.float32)
    mean = evidence.mean(axis=(1, 2))
    heads = ("garment", "garments", "pattern", "style")
    logits: Logits = {h: mean[:, 2 * k : 2 * k + 2] for k, h in enumerate(heads)}
    logits["evidence"] = evidence
    assert evidence_gap(logits) < 1e-6
    logits["style"] = logits["style"] + np.float32(0.01)
    assert evidence_gap(logits) == pytest.approx(0.01, abs=1e-5)


@pytest.mark.parametrize(("y", "x", "quarter"), [(1, 1, 0), (0, 6, 1), (6, 2, 2), (5, 4, 3)])
def test_where_a_map_points(y: int, x: int, quarter: int) -> None:
    evidence = np.zeros((7, 7))
    evidence[y, x] = 1
    assert points_at(evidence) == quarter


def test_the_middle_leans_to_its_stronger_neighbour() -> None:
    evidence = np.zeros((7, 7))
    evidence[1, 3], evidence[1, 4] = 1, 0.5
    assert points_at(evidence) == 1
    assert points_at(evidence[:, ::-1]) == 0


def flat_squares(examples: list[Example]) -> Pixels:
    """Each image is filled with the number of its garment."""
    values = [GARMENTS.index(e.garments[0]) for e in examples]
    return np.broadcast_to(
        np.array(values, np.uint8)[:, None, None, None], (len(values), 32, 32, 3)
    ).copy()


def test_mosaics_show_four_garments() -> None:
    items = [example(name) for name in GARMENTS for _ in range(2)]
    squares = flat_squares(items)
    for mosaic in draw_mosaics(items, 12):
        shown = [GARMENTS.index(items[row].garments[0]) for row in mosaic.rows]
        assert len(set(shown)) == 4
        square = tile(squares, mosaic)
        assert [square[y, x, 0] for y in (4, 28) for x in (4, 28)] == shown
    assert tile(squares, Mosaic((0, 1, 2, 3))).shape == (32, 32, 3)


def test_pointing_rewards_evidence_in_the_right_quarter() -> None:
    items = [example(name, group=name) for name in GARMENTS]

    def seeing(images: Pixels) -> Logits:
        cells = images[:, 4::8, 4::8, 0]
        return {"evidence": np.asarray(cells[..., None] == np.arange(len(GARMENTS)), np.float32)}

    def mirrored(images: Pixels) -> Logits:
        return {"evidence": seeing(images)["evidence"][:, :, ::-1]}

    squares = flat_squares(items)
    assert pointing_figures(seeing, squares, items, GARMENTS)["pointing"].value == 1.0
    assert pointing_figures(mirrored, squares, items, GARMENTS)["pointing"].value == 0.0


def test_the_ten_classes_leave_the_others_out() -> None:
    items = [
        replace(example("dress"), source_label="Dress"),
        replace(example("polo"), source_label="T-Shirt"),
        replace(example("hat"), source_label="Not sure"),
    ]
    logits = np.zeros((3, len(GARMENTS)))
    logits[:, GARMENTS.index("polo")] = 9  # not one of the ten: cannot be the answer
    logits[0, GARMENTS.index("dress")] = 5
    logits[1, GARMENTS.index("t-shirt")] = 5
    logits[2, GARMENTS.index("dress")] = 5
    figures, counts = ten_class_figures(logits, items, GARMENTS)
    assert figures["ten_classes_accuracy"].value == 0.5
    assert figures["ten_classes_source_accuracy"].value == 1.0
    assert set(counts.values()) == {2}
