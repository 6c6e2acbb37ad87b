from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import BundleError
from studio.core.taxonomy import load_taxonomy
from studio.imaging.drawn import draw_garment, draw_mask
from studio.imaging.preprocess import PREPROCESSING, network_input
from studio.inference.bundle import Bundle, find_bundle, load_bundle
from studio.inference.masks import read_mask
from studio.inference.session import choose_precision
from studio.inference.tagger import Tagger
from studio.resources import get_places


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return find_bundle(get_places().models)


@pytest.fixture
def copy(tmp_path: Path, bundle: Bundle) -> Path:
    shutil.copytree(bundle.folder, tmp_path / "copy")
    return tmp_path / "copy"


def test_the_committed_bundle_fits_the_taxonomy(bundle: Bundle) -> None:
    taxonomy = load_taxonomy(get_places().taxonomy)
    assert bundle.preprocessing == PREPROCESSING
    assert set(bundle.facets) == {"garment", "pattern", "style", "color"}
    for name, facet in bundle.facets.items():
        assert facet.labels == taxonomy.get(name).label_ids()
    size = sum(f.stat().st_size for f in bundle.folder.iterdir())
    assert size < 15 * 1024 * 1024


def test_the_mask_lies_over_the_garment(bundle: Bundle) -> None:
    garments = ("t-shirt", "dress", "pants", "outerwear")
    drawn = [draw_garment(garment, "solid", ("#8a2030",), size=(256, 320)) for garment in garments]
    images = np.stack([network_input(picture, bundle.input_size) for picture in drawn])
    for garment, result in zip(garments, Tagger(bundle, "int8").tag(images), strict=True):
        mask = read_mask(result)
        assert mask is not None
        seen = mask > 127
        truth = np.asarray(draw_mask(garment, size=(256, 320)).resize(mask.shape)) > 127
        assert (seen & truth).sum() / (seen | truth).sum() > 0.8


def test_one_changed_byte_is_noticed(copy: Path, bundle: Bundle) -> None:
    file = copy / bundle.files["int8"].name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(BundleError, match="damaged"):
        load_bundle(copy)


def test_missing_parts_are_named(copy: Path, bundle: Bundle, tmp_path: Path) -> None:
    (copy / bundle.files["fp32"].name).unlink()
    with pytest.raises(BundleError, match=bundle.files["fp32"].name):
        load_bundle(copy)
    (copy / "manifest.json").unlink()
    with pytest.raises(BundleError, match="description is missing"):
        load_bundle(copy)
    with pytest.raises(BundleError, match="missing"):
        find_bundle(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "x"}', "\xff"])
def test_a_damaged_manifest(copy: Path, text: str) -> None:
    (copy / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(BundleError, match="damaged"):
        load_bundle(copy)


def test_a_manifest_cannot_point_outside_its_folder(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"]["fp32"]["name"] = "../elsewhere.onnx"
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleError, match="damaged"):
        load_bundle(copy)


def test_a_newer_schema_asks_for_an_update(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"schema": 99}))
    with pytest.raises(BundleError, match="newer version"):
        load_bundle(copy)


def test_the_newest_bundle_is_used_and_never_an_older_one_in_silence(
    tmp_path: Path, bundle: Bundle
) -> None:
    for name in ("fashion-1", "fashion-2"):
        shutil.copytree(bundle.folder, tmp_path / name)
    (tmp_path / ".fashion-9.partial").mkdir()
    assert find_bundle(tmp_path).folder.name == "fashion-2"
    (tmp_path / "fashion-2" / "manifest.json").unlink()
    with pytest.raises(BundleError):
        find_bundle(tmp_path)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_predictions_are_complete_calibrated_and_independent_of_the_batch(
    bundle: Bundle, precision: str
) -> None:
    tagger = Tagger(bundle, precision)
    drawings = [
        draw_garment(garment, pattern, colors, size=(320, 400))
        for garment, pattern, colors in (
            ("t-shirt", "solid", ("#c1272d",)),
            ("long-sleeve", "stripes", ("#f4f2ec", "#1d2a4d")),
            ("skirt", "solid", ("#d3a12f",)),
        )
    ]
    batch = np.stack([network_input(np.asarray(d), tagger.input_size) for d in drawings])
    together = tagger.tag(batch)
    for row, result in enumerate(together):
        (alone,) = tagger.tag(batch[row : row + 1])
        for one, other in zip(alone.predictions, result.predictions, strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-3)
        vector = np.frombuffer(result.embedding, "<f2").astype(np.float32)
        assert vector.shape == (128,)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=0.01)
        for name, facet in bundle.facets.items():
            found = [p for p in result.predictions if p.facet == name]
            assert sorted(p.label for p in found) == sorted(facet.labels)
            assert all(0 <= p.score <= 1 for p in found)
            assert found[0].assigned
        pattern = [p.score for p in result.predictions if p.facet == "pattern"]
        assert sum(pattern) == pytest.approx(1, abs=1e-5)
    assert [r.assigned("garment")[0].label for r in together] == ["t-shirt", "long-sleeve", "skirt"]
    assert [r.assigned("pattern")[0].label for r in together] == ["solid", "stripes", "solid"]


def test_the_faster_precision_is_one_of_the_bundle(bundle: Bundle) -> None:
    assert choose_precision(bundle) in bundle.files


def test_a_precision_that_is_gone_falls_back(bundle: Bundle) -> None:
    assert Tagger(bundle, "int4").input_size == bundle.input_size
