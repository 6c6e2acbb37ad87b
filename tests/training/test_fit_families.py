from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.color import load_color_names, parse_hex, to_oklab
from studio.resources import get_places
from training.families.fit import Anchors, fit_prototypes
from training.families.mixture import fit_mixture
from training.families.observe import MOST, Observations
from training.families.validate import file_unseen, first_family, hand_rules, score
from training.fit_families import main

pytestmark = pytest.mark.training

FAMILIES = ("black", "white", "red", "metallic")
CENTERS = np.array([[0.2, 0, 0], [0.95, 0, 0], [0.55, 0.2, 0.1]])


@pytest.fixture(scope="module")
def seen() -> Observations:
    """Two swatches an image: three quarters of its family's colour, the rest a white button."""
    rng = np.random.default_rng(3)
    first = rng.integers(0, 3, 240)
    labs = np.zeros((240, MOST, 3))
    shares = np.zeros((240, MOST))
    labs[:, 0] = CENTERS[first] + rng.normal(size=(240, 3)) * 0.03
    labs[:, 1] = CENTERS[1] + rng.normal(size=(240, 3)) * 0.03
    shares[:, 0], shares[:, 1] = 0.75, 0.25
    groups = np.array([f"person {number % 12}" for number in range(240)])
    return Observations(labs, shares, first, groups, np.array(["garments"] * 240))


@pytest.fixture(scope="module")
def anchors() -> Anchors:
    return Anchors(CENTERS, np.arange(3))


def test_the_fit_tells_families_apart(seen: Observations, anchors: Anchors) -> None:
    fitted = fit_prototypes(seen, anchors, FAMILIES)
    assert fitted.file(CENTERS).tolist() == [0, 1, 2]
    assert 3 not in fitted.families  # nothing flat is metallic
    again = fit_prototypes(seen, anchors, FAMILIES)
    assert np.array_equal(fitted.labs, again.labs)
    found = first_family(file_unseen(seen, anchors, FAMILIES), seen.shares)
    assert score(found, seen)["garments"] > 0.95


def test_gradients_are_those_of_the_loss(seen: Observations, anchors: Anchors) -> None:
    fitted = fit_prototypes(seen, anchors, FAMILIES)
    labs, wanted = seen.labs[:40, :2].reshape(-1, 3), seen.first[:40].repeat(2)
    whole, shares = np.arange(40).repeat(2), np.tile([0.75, 0.25], 40)

    def loss() -> float:
        _gaps, scores = fitted.scores(labs)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        right = (odds * (fitted.families == wanted[:, None])).sum(axis=1)
        return float(-np.log(np.bincount(whole, right * shares) + 0.02).mean())

    gradients = fitted.gradients(labs, wanted, whole, shares)
    for values, slopes in zip((fitted.labs, fitted.spreads, fitted.peaks), gradients, strict=True):
        at = np.unravel_index(np.abs(slopes).argmax(), slopes.shape)
        base, kept = loss(), values[at]
        values[at] = kept + 1e-6
        assert (loss() - base) / 1e-6 == pytest.approx(slopes[at], rel=1e-2, abs=1e-6)
        values[at] = kept


def test_a_mixture_finds_two_heaps_and_few_points_get_one() -> None:
    rng = np.random.default_rng(1)
    heaps = np.concatenate(
        [rng.normal(CENTERS[0], 0.02, (90, 3)), rng.normal(CENTERS[1], 0.02, (30, 3))]
    )
    found = fit_mixture(heaps, np.ones(120), 2)
    assert sorted(found.shares.tolist()) == pytest.approx([0.25, 0.75], abs=0.02)
    assert sorted(found.means[:, 0].tolist()) == pytest.approx([0.2, 0.95], abs=0.02)
    assert len(fit_mixture(heaps[:5], np.ones(5), 2).shares) == 1


def test_the_hand_rules_know_the_taxonomy_of_arrays() -> None:
    labs = np.array([[to_oklab(*parse_hex("#c1272d")), to_oklab(*parse_hex("#1b1b1d"))]])
    names = ("black", "white", "red")
    assert hand_rules(names)(labs).tolist() == [[2, 0]]


def test_the_command_writes_what_the_application_reads(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "color-names.toml"
    names.write_bytes(get_places().color_names.read_bytes())
    words = ["--data", str(data), "--labels", str(data / "labels"), "--names", str(names)]
    words += ["--cache", str(tmp_path / "cache")]
    main([*words, "--output", str(tmp_path / "none.toml"), "--dry-run"])
    assert not (tmp_path / "none.toml").exists()
    main([*words, "--output", str(tmp_path / "color-families.toml")])
    assert "hand-written, whole palette" in capsys.readouterr().out
    table = load_color_names(names)
    assert table.family_of(to_oklab(*parse_hex("#00ff00"))) == "green"
    assert table.family_of(to_oklab(*parse_hex("#000000"))) == "black"
