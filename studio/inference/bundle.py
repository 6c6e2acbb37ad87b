"""The bundle: an exported network with its manifest, opened only when every checksum fits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.errors import BundleError

SCHEMA = 1
MANIFEST = "manifest.json"
PRECISIONS = ("int8", "fp32")
_PREVIOUS = ".previous"


@dataclass(frozen=True, slots=True)
class FacetOutput:
    """How one facet is read from the network's outputs."""

    output: str
    labels: tuple[str, ...]
    temperature: float
    unsure_below: float = 0.0  # of the first label; softmax facets only
    worn_output: str = ""  # garments: the output that says all that are worn
    worn_temperature: float = 1.0
    worn_share: float = 0.0  # how much that output says about the first garment
    thresholds: Mapping[str, float] | None = None  # by label; sigmoid outputs only


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose files were checked."""

    id: str
    folder: Path
    input_name: str
    input_size: int  # px, side of the square input
    preprocessing: str
    facets: Mapping[str, FacetOutput]
    embedding_output: str
    files: Mapping[str, Path]  # precision -> ONNX file
    mask_output: str = ""  # logits of "garment" at each place; bundles may lack it
    color_output: str = ""  # probabilities of the colour families at each place; the same
    color_families: tuple[str, ...] = ()  # what its last axis stands for


def find_bundle(models: Path) -> Bundle:
    """The newest bundle in the folder `models`; raises BundleError.

    A damaged newest bundle is an error, not a reason to quietly use an older one. While one is
    being replaced (`previous_place`), what it was stands in for it.
    """
    found = {f.name: f for f in models.glob("*") if f.is_dir() and not f.name.startswith(".")}
    for aside in models.glob(previous_place(Path("*")).name):
        found.setdefault(aside.name.removeprefix(".").removesuffix(_PREVIOUS), aside)
    if not found:
        raise BundleError(
            "The model that recognises garments is missing. Reinstall Fashion Studio."
        )
    return load_bundle(found[max(found)])


def previous_place(folder: Path) -> Path:
    """Where the bundle in `folder` lies for the moment in which another one takes its place."""
    return folder.with_name(f".{folder.name}{_PREVIOUS}")


def load_bundle(folder: Path) -> Bundle:
    """Read and check the bundle in `folder`; raises BundleError in words for a designer."""
    manifest = _read_manifest(folder / MANIFEST)
    try:
        if int(manifest["schema"]) > SCHEMA:
            raise BundleError(
                "The model was made for a newer version of Fashion Studio. Update to use it."
            )
        files = {
            precision: _checked(folder, entry)
            for precision, entry in manifest["files"].items()
            if precision in PRECISIONS
        }
        if not files:
            raise BundleError("The model has no network in it. Reinstall Fashion Studio.")
        return Bundle(
            id=str(manifest["id"]),
            folder=folder,
            input_name=str(manifest["input"]["name"]),
            input_size=int(manifest["input"]["size"]),
            preprocessing=str(manifest["input"]["preprocessing"]),
            facets={name: _facet(entry) for name, entry in manifest["facets"].items()},
            embedding_output=str(manifest["embedding"]["output"]),
            files=files,
            mask_output=str(manifest.get("mask", {}).get("output", "")),
            color_output=str(manifest.get("color_map", {}).get("output", "")),
            color_families=tuple(map(str, manifest.get("color_map", {}).get("labels", ()))),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(
            "The model's description is damaged. Reinstall Fashion Studio."
        ) from error


def _read_manifest(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BundleError(
            "The model's description is missing. Reinstall Fashion Studio."
        ) from error
    except (OSError, ValueError) as error:
        raise BundleError(
            "The model's description is damaged. Reinstall Fashion Studio."
        ) from error


def _checked(folder: Path, entry: Any) -> Path:
    name = str(entry["name"])
    if Path(name).name != name:
        raise BundleError("The model's description is damaged. Reinstall Fashion Studio.")
    path = folder / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BundleError(
            f"A file of the model is missing ({name}). Reinstall Fashion Studio."
        ) from error
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise BundleError(f"A file of the model is damaged ({name}). Reinstall Fashion Studio.")
    return path


def _facet(entry: Any) -> FacetOutput:
    thresholds = entry.get("thresholds")
    return FacetOutput(
        output=str(entry["output"]),
        labels=tuple(str(label) for label in entry["labels"]),
        temperature=float(entry["temperature"]),
        unsure_below=float(entry.get("unsure_below", 0.0)),
        worn_output=str(entry.get("worn_output", "")),
        worn_temperature=float(entry.get("worn_temperature", 1.0)),
        worn_share=float(entry.get("worn_share", 0.0)),
        thresholds={str(k): float(v) for k, v in thresholds.items()} if thresholds else None,
    )
