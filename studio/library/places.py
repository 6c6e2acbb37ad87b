"""Where the services find what they need; handed down from the top."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files that the library's services need."""

    models: Path  # holds one folder a bundle
    taxonomy: Path  # taxonomy.toml; color-names.toml lies beside it
    precision_file: Path  # remembers which precision is faster on this computer

    @property
    def color_names(self) -> Path:
        """The reviewed table of colour names."""
        return self.taxonomy.with_name("color-names.toml")
