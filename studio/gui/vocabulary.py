"""What searches of one library may say beyond the labels that every library has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.core.collection import Collection, FacetCounts


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Read when somebody turns to the search; offered to complete what is typed."""

    tags: tuple[str, ...] = ()  # as they were written, the one given last first
    collections: tuple[tuple[int, str], ...] = ()  # id and path: "Client A/Looks"
    sources: tuple[str, ...] = ()  # names of folders
    colors: Mapping[str, str] = field(default_factory=dict)  # a name after `color~`: its "#rrggbb"
    counts: FacetCounts = field(default_factory=dict)  # of images under the filters
    history: tuple[str, ...] = ()  # searches, the last one first

    def name_collection(self, value: str) -> str:
        """What a value of `in:` is called: "#12" says little to a person."""
        return next((path for id_, path in self.collections if value == f"#{id_}"), value)


def list_paths(collections: list[Collection]) -> tuple[tuple[int, str], ...]:
    """Id and path of each collection; a parent comes before its children."""
    paths: dict[int | None, str] = {}
    for found in collections:
        above = paths.get(found.parent_id)
        paths[found.id] = found.name if above is None else f"{above}/{found.name}"
    return tuple((found.id, paths[found.id]) for found in collections)
