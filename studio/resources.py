"""Finds what the application ships with: models, taxonomy, themes, icons."""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import StudioError
from studio.library.places import Places
from studio.paths import find_paths


def get_root() -> Path:
    """The resources folder, of the installed package or the checkout; raises StudioError."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if (folder / "taxonomy").is_dir():
            return folder
    raise StudioError("Fashion Studio is not installed completely: its resources are missing.")


def get_places() -> Places:
    """The folders that the library's services need."""
    root = get_root()
    return Places(
        models=root / "models",
        taxonomy=root / "taxonomy" / "taxonomy.toml",
        precision_file=find_paths().cache / "precision.json",
    )
