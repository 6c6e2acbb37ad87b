"""The bundle: everything that the application needs of a network, in one folder with checksums."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from studio.core.taxonomy import Taxonomy
from studio.imaging.preprocess import PREPROCESSING
from studio.inference.bundle import previous_place
from training.calibrate import Calibration
from training.config import Config
from training.evaluation.report import FILE, summary, write_json
from training.network import EMBEDDING, head_sizes

SCHEMA = 1

LICENCES = [
    {
        "name": "clothing-dataset (alexeygrigorev)",
        "licence": "CC0-1.0",
        "what": "photographs of single garments",
    },
    {
        "name": "clothing-co-parsing (bearpaw)",
        "licence": "Apache-2.0",
        "what": "street photographs of dressed people",
    },
    {
        "name": "MobileNetV2 1.0 224 (google-coral/test_data)",
        "licence": "Apache-2.0",
        "what": "ImageNet weights that the fine-tune starts from",
    },
    {"name": "Fashion Studio", "licence": "MIT", "what": "labels, training and the bundle"},
]


def write_bundle(
    target: Path,
    config: Config,
    taxonomy: Taxonomy,
    calibration: Calibration,
    networks: dict[str, Path],
    metrics: dict[str, Any],
) -> Path:
    """Write the folder under another name and move it into place, replacing an older one.

    `metrics` become its metrics.json; the manifest repeats the bare values.
    """
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    files = {}
    for precision, source in networks.items():
        name = f"fashion-{precision}.onnx"
        shutil.copyfile(source, partial / name)
        files[precision] = _entry(partial / name)
    manifest = {
        "schema": SCHEMA,
        "id": target.name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "taxonomy_version": taxonomy.version,
        "input": {
            "name": "image",
            "size": config.input_size,
            "layout": "NHWC",
            "dtype": "uint8",
            "preprocessing": PREPROCESSING,
        },
        "facets": _facets(taxonomy, calibration),
        "embedding": {"output": "embedding", "dimensions": EMBEDDING},
        "mask": {"output": "mask"},
        "evidence": {"output": "evidence", "heads": head_sizes(taxonomy)},
        "color_map": {"output": "color_map", "labels": list(taxonomy.get("color").label_ids())},
        "files": files,
        "licences": LICENCES,
        "metrics": summary(metrics["networks"]),
    }
    write_json(partial / FILE, metrics)
    write_json(partial / "manifest.json", manifest)
    _put_in_place(partial, target)
    return target


def _put_in_place(partial: Path, target: Path) -> None:
    """Move the finished folder to `target`; a kill leaves the old or the new one to be found.

    Between the two renames that is the old one, at its `previous_place`.
    """
    aside = previous_place(target)
    if target.exists():
        shutil.rmtree(aside, ignore_errors=True)  # from a run that was killed while it cleaned up
        target.rename(aside)
    partial.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _entry(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {
        "name": file.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def _facets(taxonomy: Taxonomy, calibration: Calibration) -> dict[str, Any]:
    labels = {facet.id: list(facet.label_ids()) for facet in taxonomy.facets}
    rounded = {name: round(value, 4) for name, value in calibration.temperature.items()}
    thresholds = {
        name: dict(zip(labels[facet], [round(float(v), 4) for v in values], strict=True))
        for name, facet in (("garments", "garment"), ("style", "style"), ("colors", "color"))
        for values in [calibration.thresholds[name]]
    }
    return {
        "garment": {
            "output": "garment",
            "worn_output": "garments",
            "labels": labels["garment"],
            "temperature": rounded["garment"],
            "worn_temperature": rounded["garments"],
            "worn_share": calibration.worn_share,
            "unsure_below": round(calibration.unsure_below["garment"], 4),
            "thresholds": thresholds["garments"],
        },
        "pattern": {
            "output": "pattern",
            "labels": labels["pattern"],
            "temperature": rounded["pattern"],
            "unsure_below": round(calibration.unsure_below["pattern"], 4),
        },
        "style": {
            "output": "style",
            "labels": labels["style"],
            "temperature": rounded["style"],
            "thresholds": thresholds["style"],
        },
        # A colour is never "unsure": the palette beside it shows what it stands for.
        "color": {
            "output": "color",
            "worn_output": "colors",
            "labels": labels["color"],
            "temperature": rounded["color"],
            "worn_temperature": rounded["colors"],
            "thresholds": thresholds["colors"],
        },
    }
