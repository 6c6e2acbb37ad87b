"""The versioned set of facets and labels, kept as a reviewed data file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from studio.core.errors import StudioError


@dataclass(frozen=True, slots=True)
class Label:
    """One value of a facet: its identifier, its name in the window, and one sentence of help."""

    id: str
    name: str
    help: str
    hex: str = ""  # colour families only: the swatch that stands for the family, "#rrggbb"


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to sort: style, color, garment or pattern."""

    id: str
    name: str
    labels: tuple[Label, ...]

    def label_ids(self) -> tuple[str, ...]:
        """The identifiers in the order of the data file."""
        return tuple(label.id for label in self.labels)

    def get_label(self, label_id: str) -> Label:
        """The label called `label_id`; raises KeyError for a label outside the taxonomy."""
        for label in self.labels:
            if label.id == label_id:
                return label
        raise KeyError(label_id)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Every facet, in the order in which the window shows them."""

    version: int
    facets: tuple[Facet, ...]

    def get(self, facet_id: str) -> Facet:
        """The facet called `facet_id`; raises KeyError."""
        for facet in self.facets:
            if facet.id == facet_id:
                return facet
        raise KeyError(facet_id)


def load_taxonomy(path: Path) -> Taxonomy:
    """Read a taxonomy file (TOML: `version`, then `[[facet]]` with `[[facet.label]]`).

    Raises StudioError when the file is missing, malformed, or names a label twice.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        facets = tuple(
            Facet(
                entry["id"],
                entry["name"],
                tuple(
                    Label(item["id"], item["name"], item["help"], item.get("hex", ""))
                    for item in entry["label"]
                ),
            )
            for entry in data["facet"]
        )
        taxonomy = Taxonomy(int(data["version"]), facets)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise StudioError(f"The list of labels cannot be read ({path.name}: {error}).") from error
    for facet in taxonomy.facets:
        ids = facet.label_ids()
        if len(set(ids)) != len(ids):
            raise StudioError(f"The list of labels names a {facet.name} label twice ({path.name}).")
    return taxonomy
