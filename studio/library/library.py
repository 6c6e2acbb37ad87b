"""One open library: the services that the window and the command line share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.core.asset import AssetDetails, Tile
from studio.core.collection import Changes, FacetCounts, LibraryCounts, Sort, Source
from studio.core.progress import Control, ImportProgress
from studio.core.query import Query
from studio.core.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Places:
    """Where the bundled resources lie; handed down from the composition root."""

    models: Path
    taxonomy: Path


class Library:
    """A library folder that is open, for writing or (a second window) for reading.

    Every method may be called from any thread except the GUI's: all of them may touch the disk.
    Reads run side by side; mutations queue for the single writer. `subscribe` callbacks come on
    the thread that made the change.
    """

    @classmethod
    def open(cls, folder: Path, places: Places, *, read_only: bool = False) -> Library:
        """Open or create the library in `folder`.

        When another process owns it, the library opens read-only (`is_read_only`). Raises
        CatalogueError / CatalogueTooNew.
        """
        raise NotImplementedError

    @property
    def folder(self) -> Path: ...
    @property
    def is_read_only(self) -> bool: ...
    @property
    def read_only_reason(self) -> str:
        """Why the library is read-only, for the banner; empty when it is not."""
        ...
    @property
    def bundle_problem(self) -> str:
        """Why images cannot be tagged (bundle missing or damaged), for the banner; else empty."""
        ...
    @property
    def taxonomy(self) -> Taxonomy: ...
    def close(self) -> None:
        """Stop workers, release the lock. Safe to call twice."""
        ...
    def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]:
        """Call `callback` after every change; returns the function that unsubscribes."""
        ...
    # --- importing -------------------------------------------------------------------------
    def import_paths(
        self, paths: Sequence[Path], control: Control | None = None
    ) -> Iterator[ImportProgress]:
        """Register and analyse files and folders; yields progress at most every 100 ms or so."""
        ...
    def resume_analysis(self, control: Control | None = None) -> Iterator[ImportProgress]:
        """Analyse what an interrupted import left pending (also: what waits for a bundle)."""
        ...
    def count_pending(self) -> int: ...
    def retry_failed(
        self, ids: Sequence[int], control: Control | None = None
    ) -> Iterator[ImportProgress]: ...
    def import_samples(self, control: Control | None = None) -> Iterator[ImportProgress]:
        """Draw the sample garments (imaging.drawn.write_samples) under the library and import them.

        They go to `<library>/samples/`, which is a source like any other.
        """
        ...
    def warm_up(self) -> None:
        """Start the worker processes ahead of an import (a drag entered the window)."""
        ...
    def prioritise(self, ids: Sequence[int]) -> None:
        """Analyse these pending assets first: they are on the screen."""
        ...
    # --- reading ---------------------------------------------------------------------------
    def list_ids(self, query: Query = Query(), sort: Sort = Sort.ADDED) -> list[int]: ...
    def count_facets(self, query: Query = Query()) -> FacetCounts:
        """Counts under the filters; each facet ignores its own term (alternatives inside OR)."""
        ...
    def count_library(self) -> LibraryCounts: ...
    def list_sources(self) -> list[Source]: ...
    def list_tiles(self, ids: Sequence[int]) -> list[Tile]:
        """Tiles in the order of `ids`; ids that are gone are left out."""
        ...
    def find_thumbnail(self, asset_id: int) -> bytes | None: ...
    def get_details(self, asset_id: int) -> AssetDetails: ...
    def load_preview(self, asset_id: int, max_side: int) -> bytes:
        """The picture at up to `max_side` px for the loupe, as JPEG, decoded in a worker.

        Raises ImageError with the reason (missing, damaged ...).
        """
        ...
    # --- organising ------------------------------------------------------------------------
    def remove(self, ids: Sequence[int]) -> None:
        """Take assets out of the library (files are untouched); one step to undo."""
        ...
    def restore(self, ids: Sequence[int]) -> None:
        """Bring removed assets back; one step to undo."""
        ...
    def undo(self) -> str | None:
        """Undo the last step, across restarts; returns its description or None."""
        ...
    def redo(self) -> str | None: ...
    def find_undo(self) -> str | None:
        """What undo would undo, for the menu."""
        ...
    def find_redo(self) -> str | None: ...
    # --- keeping ---------------------------------------------------------------------------
    def check_missing(self) -> int:
        """Look which files are gone or back; returns the number missing."""
        ...
