"""The evaluation as a whole on drawn garments, and the model card made from it."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.taxonomy import Taxonomy, load_taxonomy
from studio.imaging.drawn import draw_garment
from studio.imaging.preprocess import network_input
from studio.inference.bundle import find_bundle, load_bundle
from studio.inference.session import Session
from studio.inference.tagger import Tagger
from studio.resources import get_places
from training.__main__ import main
from training.calibrate import Calibration, Logits
from training.card import make_card, write_card
from training.card_tables import FIGURES
from training.config import Config
from training.datasets import Example, load_examples, make_targets
from training.errors import ContractError, DataError
from training.evaluate import evaluate, fit_calibration, rows_of, take
from training.evaluation.facets import calibration_figures
from training.evaluation.figures import Bootstrap
from training.evaluation.labels import confusions, label_tables
from training.evaluation.report import FILE, make_metrics, read_json, summary, write_json
from training.evaluation.scored import score
from training.evaluation.trial import Trial
from training.metrics import softmax
from training.quantise import check_loss
from training.splits import Part

ROOT = Path(__file__).parent.parent.parent
MANIFEST = {
    "licences": [{"name": "clothing", "licence": "CC0-1.0", "what": "photographs"}],
    "files": {"fp32": {"name": "fashion-fp32.onnx", "bytes": 9_800_000}},
}


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy(get_places().taxonomy)


@pytest.fixture(scope="module")
def examples(data: Path, taxonomy: Taxonomy) -> list[Example]:
    return load_examples(data, data / "labels", taxonomy, seed=1)


def answers(examples: list[Example], taxonomy: Taxonomy, skill: float) -> Logits:
    """What a network of a certain skill says: truth times `skill`, and noise."""
    rng = np.random.default_rng(5)
    targets = make_targets(examples, taxonomy)
    heads = ("garment", "garments", "pattern", "style")
    logits: Logits = {}
    for head in (*heads, "color", "colors"):
        truth = getattr(targets, head)
        logits[head] = np.asarray(
            rng.normal(size=truth.shape) + skill * (2 * truth - 1), np.float32
        )
    logits["embedding"] = np.asarray(rng.normal(size=(len(examples), 8)), np.float32)
    logits["mask"] = np.asarray(rng.normal(size=(len(examples), 8, 8, 1)), np.float32)
    every = np.concatenate([logits[head] for head in heads], axis=1)
    logits["evidence"] = np.broadcast_to(
        every[:, None, None], (len(examples), 2, 2, every.shape[1])
    ).copy()
    return logits


@pytest.fixture(scope="module")
def metrics(examples: list[Example], taxonomy: Taxonomy) -> dict[str, Any]:
    pixels = np.zeros((len(examples), 32, 32, 3), np.uint8)

    def run(images: np.ndarray[Any, np.dtype[np.uint8]]) -> Logits:
        return take(answers(examples, taxonomy, 3.0), [0] * len(images))

    logits = answers(examples, taxonomy, 3.0)
    calibration = fit_calibration(logits, examples, taxonomy)
    report = evaluate(logits, examples, taxonomy, calibration, run, pixels)
    small = copy.deepcopy(report) | {"agreement": {"garment": 0.985, "pattern": 0.991}}
    return make_metrics(Config("debug"), "debug-1", examples, {"fp32": report, "int8": small}, {})


def test_a_network_that_knows_is_right_and_one_that_guesses_is_not(
    examples: list[Example], taxonomy: Taxonomy
) -> None:
    values = {}
    for skill in (9.0, 0.0):
        logits = answers(examples, taxonomy, skill)
        calibration = fit_calibration(logits, examples, taxonomy)
        figures = evaluate(logits, examples, taxonomy, calibration)["garments"]["figures"]
        values[skill] = {name: figure["value"] for name, figure in figures.items()}
    for name in (
        "garment_accuracy", "garment_macro_f1", "pattern_accuracy", "pattern_macro_f1",
        "worn_micro_f1", "style_map", "style_micro_f1", "style_first_in_top_2",
        "ten_classes_accuracy", "garment_coverage_at_95",
    ):  # fmt: skip
        assert values[9.0][name] == 1.0, name
        # Every drawing has the same styles: there is nothing to be wrong about in their order.
        assert values[0.0][name] < 0.9 or name == "style_map", name


def test_labels_that_are_never_tested_have_no_figure(
    examples: list[Example], taxonomy: Taxonomy
) -> None:
    logits = answers(examples, taxonomy, 9.0)
    calibration = fit_calibration(logits, examples, taxonomy)
    rows = rows_of(examples, Part.TEST, "garments")
    chosen = [examples[row] for row in rows]
    scored = score(take(logits, rows), chosen, taxonomy, calibration)
    tables = label_tables(scored, calibration)
    tested = {example.pattern for example in chosen}
    for label, entry in tables["pattern"].items():
        if label in tested:
            assert (entry["precision"], entry["recall"], entry["ap"]) == (1.0, 1.0, 1.0)
            assert entry["support"] == sum(example.pattern == label for example in chosen)
        else:
            assert (entry["recall"], entry["f1"], entry["ap"]) == (None, None, None)
    counts = np.array(confusions(scored)["pattern"]["counts"])
    assert counts.sum() == np.trace(counts) == len(chosen)


def test_calibration_undoes_overconfidence(examples: list[Example], taxonomy: Taxonomy) -> None:
    many = examples * 30
    rng = np.random.default_rng(2)
    honest = rng.normal(0, 1.5, (len(many), 12))
    drawn = (softmax(honest).cumsum(axis=1) > rng.random((len(many), 1))).argmax(axis=1)
    labels = taxonomy.get("pattern").label_ids()
    many = [replace(e, pattern=labels[k]) for e, k in zip(many, drawn.tolist(), strict=True)]
    logits = answers(many, taxonomy, 1.0) | {"pattern": np.asarray(honest * 2.5, np.float32)}
    calibration = fit_calibration(logits, many, taxonomy)
    assert calibration.temperature["pattern"] == pytest.approx(2.5, rel=0.15)
    rows = rows_of(many, Part.TEST)
    scored = score(take(logits, rows), [many[r] for r in rows], taxonomy, calibration)
    figures = calibration_figures(scored, Bootstrap(scored.groups))
    error, floor = figures["pattern_calibration_error"], figures["pattern_calibration_floor"]
    assert error.value < floor.high + 0.03


def test_the_second_head_is_heard_as_far_as_it_knows(
    examples: list[Example], taxonomy: Taxonomy
) -> None:
    # The handful of a drawn validation part would be a lottery; every example, many times, is not.
    many = [replace(e, part=Part.VALIDATION) for e in examples if e.kind == "garments"] * 20
    known, noise = answers(many, taxonomy, 2.0), answers(many, taxonomy, 0.0)
    calibration = fit_calibration(known | {"garment": noise["garment"]}, many, taxonomy)
    assert calibration.worn_share == 1.0
    rng = np.random.default_rng(8)
    other = {"garments": np.asarray(rng.normal(0, 3, noise["garments"].shape), np.float32)}
    assert fit_calibration(known | other, many, taxonomy).worn_share == 0.0


def test_an_int8_file_that_costs_too_much_is_refused(metrics: dict[str, Any]) -> None:
    full = metrics["networks"]["fp32"]
    check_loss(full, full)
    for kind, name, change in (
        ("garments", "pattern_accuracy", -0.006),
        ("together", "garment_calibration_error", 0.03),
    ):
        small = copy.deepcopy(full)
        small[kind]["figures"][name]["value"] += change
        with pytest.raises(ContractError, match=name.split("_")[0]):
            check_loss(full, small)


def test_every_figure_is_explained(metrics: dict[str, Any]) -> None:
    explained = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    found = {
        name
        for kind in ("garments", "outfits", "together")
        for name in metrics["networks"]["fp32"][kind]["figures"]
    }
    assert found == set(FIGURES)
    for name in found:
        assert any(part in explained for part in (f"`{name}`", f"`...{name[name.find('_') :]}`")), (
            name
        )


def test_metrics_survive_their_file(metrics: dict[str, Any], tmp_path: Path) -> None:
    write_json(tmp_path / FILE, metrics)
    assert read_json(tmp_path / FILE) == json.loads(json.dumps(metrics))
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    short = summary(metrics["networks"])
    full = metrics["networks"]["int8"]["outfits"]["figures"]["pattern_accuracy"]["value"]
    assert short["int8"]["outfits"]["pattern_accuracy"] == full


def test_the_card_shows_what_was_measured(metrics: dict[str, Any]) -> None:
    text = make_card(metrics, MANIFEST)
    figure = metrics["networks"]["fp32"]["garments"]["figures"]["garment_accuracy"]
    shown = f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
    assert f"| garment, accuracy | {shown} | {shown} |" in text
    assert "98.5% of the test images (garment)" in text
    assert "None has been measured yet." in text
    assert "$" not in text
    changed = copy.deepcopy(metrics)
    changed["networks"]["fp32"]["garments"]["figures"]["garment_accuracy"]["value"] = 0.1234
    changed["baselines"] = {"plain CNN": {"garments": {"garment_accuracy": 0.4321}}}
    assert "| garments: garment, accuracy | 0.123" in make_card(changed, MANIFEST)
    assert "| 0.432 |" in make_card(changed, MANIFEST)


def test_the_card_of_a_folder(metrics: dict[str, Any], tmp_path: Path) -> None:
    bundle = tmp_path / "debug-1"
    write_json(bundle / FILE, metrics)
    write_json(bundle / "manifest.json", MANIFEST)
    arguments = ["--bundles", str(tmp_path), "--id", "debug-1", "--card", str(tmp_path / "card.md")]
    assert main(["card", *arguments]) == 0
    assert (tmp_path / "card.md").read_text(encoding="utf-8") == make_card(metrics, MANIFEST)


def test_a_card_without_its_figures_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"metrics\.json"):
        write_card(tmp_path, tmp_path / "card.md")
    write_json(tmp_path / FILE, {"networks": {}})
    write_json(tmp_path / "manifest.json", MANIFEST)
    with pytest.raises(DataError, match=r"metrics\.json"):
        write_card(tmp_path, tmp_path / "card.md")
    assert not (tmp_path / "card.md").exists()


def test_bundle_and_card_in_the_repository_agree() -> None:
    card = ROOT / "docs" / "model-card.md"
    measured = sorted((ROOT / "resources" / "models").glob(f"*/{FILE}"))
    # A bundle without figures has no card, and a card speaks of a bundle.
    assert card.exists() == bool(measured)
    for file in measured[-1:]:
        metrics, manifest = read_json(file), read_json(file.with_name("manifest.json"))
        assert card.read_text(encoding="utf-8") == make_card(metrics, manifest)
        assert manifest["metrics"] == summary(metrics["networks"])
        assert manifest["id"] == metrics["bundle"] == file.parent.name


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_the_application_shows_the_confidences_that_were_measured(
    share: float, tmp_path: Path
) -> None:
    shutil.copytree(find_bundle(get_places().models).folder, tmp_path / "bundle")
    manifest = json.loads((tmp_path / "bundle" / "manifest.json").read_text(encoding="utf-8"))
    manifest["facets"]["garment"]["worn_share"] = share
    write_json(tmp_path / "bundle" / "manifest.json", manifest)
    bundle = load_bundle(tmp_path / "bundle")
    garment, pattern, style, color = (
        bundle.facets[name] for name in ("garment", "pattern", "style", "color")
    )
    calibration = Calibration(
        {
            "garment": garment.temperature,
            "garments": garment.worn_temperature,
            "pattern": pattern.temperature,
            "style": style.temperature,
            "color": color.temperature,
            "colors": color.worn_temperature,
        },
        {},
        {
            head: np.array([(facet.thresholds or {})[label] for label in facet.labels])
            for head, facet in (("garments", garment), ("style", style), ("colors", color))
        },
        share,
    )
    pictures = [
        draw_garment(g, "dots", ("#a8182f", "#f7efe6"), size=(96, 96)) for g in ("dress", "hat")
    ]
    images = np.stack([network_input(np.asarray(p), bundle.input_size) for p in pictures])
    measured = calibration.probabilities(Session(bundle.files["fp32"]).run(images))
    chosen = calibration.decisions(measured)
    for row, shown in enumerate(Tagger(bundle, "fp32").tag(images)):
        first, *others = (p for p in shown.predictions if p.facet == "garment")
        assert garment.labels[measured["garment"][row].argmax()] == first.label
        assert first.score == pytest.approx(measured["garment"][row].max(), abs=1e-5)
        for head, facet, found in (
            ("garments", garment, others),
            ("pattern", pattern, [p for p in shown.predictions if p.facet == "pattern"]),
            ("style", style, [p for p in shown.predictions if p.facet == "style"]),
        ):
            for prediction in found:
                value = measured[head][row][facet.labels.index(prediction.label)]
                assert prediction.score == pytest.approx(value, abs=1e-5)
        for head, name in (("garments", "garment"), ("colors", "color"), *_SAME):
            facet = bundle.facets[name]
            assigned = {p.label for p in shown.assigned(name)}
            assert assigned == {facet.labels[k] for k in np.flatnonzero(chosen[head][row])}


_SAME = (("pattern", "pattern"), ("style", "style"))


def test_a_trial_draws_what_went_wrong(
    examples: list[Example], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    pixels = np.zeros((len(examples), 32, 32, 3), np.uint8)
    trial = Trial(lambda _: answers(examples, taxonomy, 0.0), pixels, examples, taxonomy)
    trial.write_pictures(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{kind}-{head}-{what}"
        for kind in ("garments", "outfits")
        for head in ("garment", "pattern", "color")
        for what in ("confusion.png", "mistakes.jpg")
    }
    tested = len(rows_of(examples, Part.TEST))
    assert len(trial.test_logits()["garment"]) == tested


def test_figures_and_card_do_without_tensorflow() -> None:
    code = (
        "import sys, training.evaluation.trial, training.card;"
        "sys.exit(bool({'keras', 'tensorflow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
