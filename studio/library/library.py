"""One open library: the services that the window and the command line share."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.asset import AssetDetails, Tile
from studio.core.collection import (
    Changes,
    Collection,
    FacetCounts,
    Grouping,
    LibraryCounts,
    Matching,
    Sort,
)
from studio.core.color import ColorNames, load_color_names
from studio.core.color_summary import ColorSummary
from studio.core.edit import (
    Applied,
    Edit,
    HistoryStep,
    SetRemoved,
)
from studio.core.errors import BundleError
from studio.core.organising import Marks
from studio.core.palette import Palette
from studio.core.palette_merging import merge_palettes
from studio.core.progress import Control, ImportProgress
from studio.core.query import Query
from studio.core.shade import Names
from studio.core.similar import parse_example
from studio.core.taxonomy import Taxonomy, load_taxonomy
from studio.library import searching
from studio.library.analysis import AnalysisSetup
from studio.library.color_summaries import ColorSummaries
from studio.library.importing import ImportJob
from studio.library.missing import Missing
from studio.library.open_scans import OpenScans
from studio.library.places import Places
from studio.library.pools import Pools
from studio.library.reanalysis import Reanalysis
from studio.library.running import Runner
from studio.library.searching import count_matching, list_search_names
from studio.library.similar import ExampleLook, Guests, look_at
from studio.library.sources import Sources
from studio.library.trash import empty_trash, move_to_system_trash
from studio.library.writable import check_writable
from studio.storage.catalogue import Catalogue

if TYPE_CHECKING:
    from studio.core.listing import Listing

__all__ = ["Library", "Places"]

_ALL = Query()


class Library:
    """A library folder that is open, for writing or (a second window) for reading.

    Every method may be called from any thread except the GUI's: all of them may touch the disk.
    Reads run side by side; mutations queue for the single writer. `subscribe` callbacks come on
    the thread that made the change. What is done with folders, with images whose files are gone,
    and for a new bundle, is in `sources`, `missing` and `reanalysis`, under the same rules.
    """

    def __init__(self, catalogue: Catalogue, places: Places, workers: int | None = None) -> None:
        self._catalogue = catalogue
        self._colors = ColorSummaries(catalogue)
        self._scans = OpenScans(catalogue)
        self._taxonomy = load_taxonomy(places.taxonomy)
        self._color_names = load_color_names(places.color_names)
        self._search_names = list_search_names(self._color_names, self._taxonomy)
        bundle, self._bundle_id, self._bundle_problem = _find_bundle(places.models)
        setup = AnalysisSetup(bundle, places.color_names, places.precision_file)
        self._pools = Pools(setup, workers)
        self._guests = Guests(self._pools, self._bundle_problem)
        catalogue.similarities.compare_by(self._bundle_id, self._guests.read_embedding)
        self._callbacks: list[Callable[[Changes], None]] = []
        self._lock = threading.Lock()
        self._runner = Runner(catalogue, self._pools, self._announce)
        self.reanalysis = Reanalysis(catalogue, self._runner, self._bundle_id, self._bundle_problem)
        self.sources = Sources(catalogue, self._runner, self.apply, self._announce)
        self.missing = Missing(catalogue, self.apply, self._announce)

    @classmethod
    def open(
        cls,
        folder: Path,
        places: Places,
        *,
        read_only: bool = False,
        create: bool = True,
        workers: int | None = None,
    ) -> Library:
        """Open or create the library in `folder`, with so many `workers` (None: one a core).

        When another process owns it, the library opens read-only (`is_read_only`). Raises
        CatalogueError / CatalogueTooNew, and where there is none that it may not `create`.
        """
        catalogue = Catalogue.open(folder, read_only=read_only, create=create)
        try:
            return cls(catalogue, places, workers)
        except BaseException:
            catalogue.close()
            raise

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._catalogue.folder

    @property
    def is_read_only(self) -> bool:
        """Whether another process owns the library, or it was opened so."""
        return self._catalogue.is_read_only

    @property
    def read_only_reason(self) -> str:
        """Why the library is read-only, for the banner; empty when it is not."""
        return self._catalogue.read_only_reason

    @property
    def bundle_problem(self) -> str:
        """Why images cannot be tagged (bundle missing or damaged), for the banner; else empty."""
        return self._bundle_problem

    @property
    def taxonomy(self) -> Taxonomy:
        """Facets and labels with their help."""
        return self._taxonomy

    @property
    def color_names(self) -> ColorNames:
        """The reviewed table of what designers call colours."""
        return self._color_names

    @property
    def search_names(self) -> Names:
        """What colours may be called in searches."""
        return self._search_names

    def set_workers(self, count: int) -> None:
        """Analyse with `count` processes from the next job on."""
        self._pools.close()
        self._pools.workers = max(1, count)

    def close(self) -> None:
        """Stop workers, release the lock. Safe to call twice."""
        self._pools.close()
        self._catalogue.close()

    def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]:
        """Call `callback` after every change; returns the function that unsubscribes."""
        with self._lock:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return unsubscribe

    def _announce(self, changes: Changes) -> None:
        self._colors.forget()
        with self._lock:
            callbacks = list(self._callbacks)
        for callback in callbacks:
            callback(changes)

    # --- importing -------------------------------------------------------------------------

    def import_paths(
        self, paths: Sequence[Path], control: Control | None = None
    ) -> Iterator[ImportProgress]:
        """Register and analyse files and folders; yields progress about every 100 ms.

        What an earlier import left, or could not tag, is done as well. Stopping early (cancel, or
        closing the generator) keeps what was stored; the rest waits for `resume_analysis` or the
        next import. Raises StudioError when the library cannot be
        written.
        """
        job = self._runner.make_job(control)
        if self._bundle_id is not None:
            self._catalogue.set_pending(self._catalogue.list_untagged())
        wanted = [Path(os.path.abspath(path)) for path in paths]
        yield from self._scan(job, list(dict.fromkeys([*self._scans.list_left(), *wanted])))

    def resume_analysis(self, control: Control | None = None) -> Iterator[ImportProgress]:
        """Analyse what waits: interrupted imports, lost thumbnails, images without a bundle."""
        job = self._runner.make_job(control)
        stale = self._catalogue.list_without_thumbnail()
        if self._bundle_id is not None:
            stale += self._catalogue.list_untagged()
        self._catalogue.set_pending(stale)
        left = self._scans.list_left()
        if left:
            yield from self._scan(job, left)
        else:
            job.enqueue(None)
            yield from self._runner.run(job)

    def _scan(self, job: ImportJob, paths: Sequence[Path]) -> Iterator[ImportProgress]:
        """Run a job that looks through `paths`, and is begun again if it is killed."""
        with self._scans.noted(paths):
            self._scans.forget_left()
            yield from self._runner.look(job, lambda scan: scan.look_through(paths))

    def retry_failed(
        self, ids: Sequence[int], control: Control | None = None
    ) -> Iterator[ImportProgress]:
        """Analyse these assets once more."""
        job = self._runner.make_job(control)
        self._catalogue.set_pending(ids)
        job.enqueue(ids)
        yield from self._runner.run(job)

    def import_samples(self, control: Control | None = None) -> Iterator[ImportProgress]:
        """Draw the sample garments into `<library>/samples` and import them."""
        from studio.library.samples import draw_samples

        check_writable(self._catalogue)
        control = control or Control()
        folder = self.folder / "samples"
        yield from draw_samples(folder, control)
        yield from self.import_paths([folder], control)

    def count_pending(self) -> int:
        """How many assets wait for their analysis."""
        return self._catalogue.count_pending()

    def has_work_left(self) -> bool:
        """Whether an earlier process was ended before all was looked through and analysed."""
        return self.count_pending() > 0 or bool(self._scans.list_left())

    def warm_up(self) -> None:
        """Start the worker processes ahead of an import (a drag entered the window)."""
        if not self.is_read_only:
            self._pools.warm_up()

    def prioritise(self, ids: Sequence[int]) -> None:
        """Analyse these pending assets first: they are on the screen."""
        self._runner.prioritise(ids)

    # --- reading ---------------------------------------------------------------------------

    def list_ids(self, query: Query = _ALL, sort: Sort = Sort.ADDED) -> list[int]:
        """The ids of all assets that match, in order."""
        return self._catalogue.list_ids(query, sort)

    def list_assets(
        self, query: Query = _ALL, sort: Sort = Sort.ADDED, grouping: Grouping = Grouping.NONE
    ) -> Listing:
        """The same with the shapes of the pictures, and in sections."""
        return self._catalogue.list_assets(query, sort, grouping)

    def prepare_search(self) -> None:
        """Have what is searched by in memory; takes seconds in a library of a million."""
        self._catalogue.prepare_search()

    def prepare_words(self) -> None:
        """The same for names and bare words, which the first search for one does as well."""
        self._catalogue.prepare_words()

    def prepare_color_search(self) -> None:
        """The same for palettes, which the first search by colour does as well."""
        self._catalogue.read_palettes()

    def count_facets(self, query: Query = _ALL) -> FacetCounts:
        """Counts under the filters by each field of `COUNTED`, its own alternatives ignored."""
        return self._catalogue.count_facets(query)

    def count_library(self) -> LibraryCounts:
        """The numbers beside the fixed entries of the sidebar."""
        return self._catalogue.count_library()

    def list_warnings(self, query: Query) -> list[str]:
        """What in the query, or in a collection that it asks for, can find nothing. QueryError."""
        return searching.list_warnings(self._catalogue, self._taxonomy, query)

    def summarise_colors(self, query: Query = _ALL) -> ColorSummary:
        """The colours of all assets that match, by family."""
        return self._colors.of_query(query)

    def sketch_colors(self) -> ColorSummary:
        """What the library looks like, by a sample of a large one; its counts are the sample's."""
        return self._colors.sketch()

    def summarise_colors_of(self, ids: Sequence[int]) -> ColorSummary:
        """The colours of these assets, by family."""
        return self._colors.of_assets(ids)

    def count_comparable(self) -> int:
        """How many images have an embedding of the present bundle, so that they can be like any."""
        return self._catalogue.similarities.count()

    def measure_similarity(self, value: str, ids: Sequence[int]) -> list[float]:
        """How similar (cosine) these assets are to the images in a value of a `similar` term.

        NaN for one without an embedding. Raises IncomparableImage, ImageError, BundleError.
        """
        return self._catalogue.similarities.measure(parse_example(value), ids)

    def look_at_example(self, value: str) -> ExampleLook:
        """Names and picture of the images in a value of a `similar` term; raises StudioError."""
        return look_at(self._catalogue, self._guests, value)

    def empty_trash(self, control: Control | None = None) -> Iterator[ImportProgress]:
        """Forget removed images for good, with thumbnails and tags. This cannot be undone."""
        check_writable(self._catalogue)
        yield from empty_trash(self._catalogue, self._announce, control or Control())

    def delete_files(
        self, ids: Sequence[int], control: Control | None = None
    ) -> Iterator[ImportProgress]:
        """Move the files of these images to the system's trash, and the images to the library's.

        Putting back a file is up to the system; a look at its folder finds it again.
        """
        check_writable(self._catalogue)
        yield from move_to_system_trash(self._catalogue, self._announce, ids, control or Control())

    def list_tiles(self, ids: Sequence[int]) -> list[Tile]:
        """Tiles in the order of `ids`; ids that are gone are left out."""
        return self._catalogue.list_tiles(ids)

    def list_details(self, ids: Sequence[int]) -> list[AssetDetails]:
        """Everything about each asset, in the order of `ids`."""
        return self._catalogue.list_details(ids)

    def get_details(self, asset_id: int) -> AssetDetails:
        """Everything about one asset; raises CatalogueError when it is gone."""
        return self._catalogue.get_details(asset_id)

    def merge_palettes(self, ids: Sequence[int]) -> Palette:
        """One palette of all these assets, as `studio.core.palette_merging` weighs them."""
        return merge_palettes(self._catalogue.list_palettes(ids))

    def find_thumbnail(self, asset_id: int) -> bytes | None:
        """The JPEG bytes of an asset's thumbnail, or None."""
        return self._catalogue.find_thumbnail(asset_id)

    def load_preview(self, asset_id: int, max_side: int) -> bytes:
        """The picture at up to `max_side` px for the loupe, as JPEG, decoded in a worker.

        Raises ImageError with the reason (missing, damaged ...).
        """
        return self._pools.preview(self._catalogue.get_details(asset_id).path, max_side)

    # --- organising ------------------------------------------------------------------------

    def apply(self, edit: Edit) -> Applied:
        """Do what an edit says, as one step to undo. Raises EditError: nothing has changed."""
        return self._tell(self._catalogue.apply(edit))

    def remove(self, ids: Sequence[int]) -> None:
        """Take assets out of the library (files are untouched); one step to undo."""
        self.apply(SetRemoved(tuple(ids), removed=True))

    def restore(self, ids: Sequence[int]) -> None:
        """Bring removed assets back; one step to undo."""
        self.apply(SetRemoved(tuple(ids), removed=False))

    def undo(self) -> str | None:
        """Undo the last step, across restarts; returns its description or None."""
        step = self._catalogue.undo()
        return self._tell(step).description if step else None

    def redo(self) -> str | None:
        """Redo the step that was undone last; returns its description or None."""
        step = self._catalogue.redo()
        return self._tell(step).description if step else None

    def go_to(self, step_id: int) -> Applied:
        """Undo all steps after this one of the history, or redo all up to it; 0: undo all."""
        return self._tell(self._catalogue.go_to(step_id))

    def list_steps(self, limit: int = 200) -> list[HistoryStep]:
        """The history, the newest step first."""
        return self._catalogue.list_steps(limit)

    def _tell(self, applied: Applied) -> Applied:
        if applied.description:
            self._announce(
                Changes(asset_ids=applied.ids, fields=applied.fields, added=applied.moved)
            )
        return applied

    def list_tags(self) -> list[str]:
        """Every tag that a person gave, given last first."""
        return self._catalogue.list_tags()

    def list_collections(self) -> list[Collection]:
        """Smart collections and boards, each parent before its children."""
        return self._catalogue.list_collections()

    def count_matching(self, queries: Sequence[str]) -> list[Matching]:
        """How many images each saved query finds, or why one cannot be asked, or finds nothing.

        Each is counted once, from what is in memory.
        """
        return count_matching(self._catalogue, self._taxonomy, queries, self._search_names)

    def list_board(self, collection_id: int) -> list[int]:
        """The assets on a board, in the order that they were put in."""
        return self._catalogue.list_board(collection_id)

    def count_marks(self, ids: Sequence[int]) -> Marks:
        """What these assets were given by hand, and how many of them have it."""
        return self._catalogue.count_marks(ids)

    def find_undo(self) -> str | None:
        """What undo would undo, for the menu."""
        return self._catalogue.find_undo()

    def find_redo(self) -> str | None:
        """What redo would redo, for the menu."""
        return self._catalogue.find_redo()

    # --- keeping ---------------------------------------------------------------------------

    def check_integrity(self) -> list[str]:
        """What is wrong with the catalogue; empty when it is sound."""
        return self._catalogue.check_integrity()

    def count_lost_thumbnails(self) -> int:
        """How many analysed assets the cache has no thumbnail of."""
        return len(self._catalogue.list_without_thumbnail())

    def back_up(self) -> Path:
        """Copy the catalogue into `backups/`."""
        check_writable(self._catalogue)
        return self._catalogue.back_up()


def _find_bundle(models: Path) -> tuple[Path | None, str | None, str]:
    """The bundle's folder and id, or why there is none."""
    from studio.inference.bundle import find_bundle

    try:
        bundle = find_bundle(models)
    except BundleError as error:
        return None, None, str(error)
    return bundle.folder, bundle.id, ""
