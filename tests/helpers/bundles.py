"""An earlier bundle than the shipped one, which says something else."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from studio.inference.bundle import find_bundle
from studio.library.places import Places
from studio.resources import get_places

EARLIER = "fashion-2020.01-1"


def earlier_places(folder: Path, bundle_id: str = EARLIER) -> Places:
    """Places whose bundle is the shipped network under another id, with its patterns mixed up."""
    shipped = find_bundle(get_places().models).folder
    models = folder / f"models-{bundle_id}"
    shutil.copytree(shipped, models / bundle_id)
    file = models / bundle_id / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest["id"] = bundle_id
    manifest["facets"]["pattern"]["labels"].reverse()
    file.write_text(json.dumps(manifest), encoding="utf-8")
    return replace(get_places(), models=models)
