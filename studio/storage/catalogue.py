"""The catalogue of one library: every read and write that the use cases need."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import func, select, update

from studio.core.asset import Analysis, AssetDetails, AssetState, FoundFile, Tile
from studio.core.collection import Collection, Grouping, LibraryCounts, Matching, Sort, Source
from studio.core.edit import Applied, Edit, HistoryStep
from studio.core.errors import CatalogueError, DamagedCatalogue
from studio.core.organising import Marks
from studio.core.palette import Palette
from studio.core.query import Query, Term
from studio.storage import collections, color_rows, details, history, marks, registry
from studio.storage.color_rows import ColorRows
from studio.storage.connection import Database
from studio.storage.files import Files
from studio.storage.finder import Finder
from studio.storage.lock import OwnerLock
from studio.storage.registry import SLICE, Registered, printable, slices
from studio.storage.schema import asset, setting, source
from studio.storage.similarities import Similarities
from studio.storage.thumbnails import ThumbnailCache
from studio.storage.upgrade import back_up, upgrade

if TYPE_CHECKING:
    from studio.core.listing import Listing

FILE = "catalogue.sqlite3"
BACKUP_EVERY_S = 24 * 3600.0


class Catalogue:
    """An open library folder: `catalogue.sqlite3` is precious, `cache.sqlite3` is not.

    Safe to use from any thread: writes take turns, reads run side by side. Every method raises
    CatalogueError in words for a designer, writers ReadOnlyLibrary where another process owns it.
    """

    def __init__(self, folder: Path, lock: OwnerLock | None, reason: str) -> None:
        self.folder = folder
        self.read_only_reason = reason
        self._lock = lock
        self._session = 0  # that was begun last
        self._session_lock = threading.Lock()
        self._database = Database(folder / FILE, read_only=lock is None)
        self.similarities = Similarities(self._database)
        self.files = Files(self._database)
        try:
            upgrade(self._database, folder / "backups")
            self._finder = Finder(self._database, self.similarities)
            self._cache = ThumbnailCache(folder, read_only=lock is None)
        except BaseException:
            self._database.close()
            raise

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False, create: bool = True) -> Self:
        """Open the library in `folder`; a new one is created where it may be, unless forbidden."""
        lock, reason = None, "This library was opened for reading only."
        try:
            if not read_only and (create or (folder / FILE).is_file() or _is_lost(folder)):
                folder.mkdir(parents=True, exist_ok=True)
                lock = OwnerLock(folder)
                if not lock.try_acquire():
                    lock = None
                    reason = "This library is open in another window, so it is read-only here."
                if lock is not None and _is_lost(folder):
                    lock.release()
                    raise DamagedCatalogue(
                        "The catalogue is gone, but there are backups of it. Run “fashion-studio"
                        " doctor --repair” on this library."
                    )
            if lock is None and not (folder / FILE).is_file():
                raise CatalogueError(f"There is no library in {printable(str(folder))}.")
        except OSError as error:
            if not (folder / FILE).is_file():
                words = error.strerror or str(error)
                raise CatalogueError(
                    f"No library can be made in {printable(str(folder))} ({words})."
                ) from error
            lock, reason = None, "The library's folder cannot be written to, so it is read-only."
        try:
            return cls(folder, lock, "" if lock else reason)
        except BaseException:
            if lock:
                lock.release()
            raise

    @property
    def is_read_only(self) -> bool:
        """Whether another process owns the library, or it was opened so."""
        return self._lock is None

    def close(self) -> None:
        """Close the files and give the lock back; safe to call twice."""
        self._database.close()
        self._cache.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- registering and analysing --------------------------------------------------------

    def begin_session(self) -> int:
        """A number for one import; its assets are the recent ones until the next."""
        with self._session_lock, self._database.read() as connection:
            # One that has registered nothing yet is not in the catalogue.
            self._session = max(registry.next_session(connection), self._session + 1)
            return self._session

    def add_source(self, path: str, kind: str = "folder") -> int:
        """The id of the source at `path` ("folder", or "files" for single ones), added if new."""
        with self._database.write() as connection:
            return registry.add_source(connection, path, kind)

    def list_removed(self, files: Sequence[FoundFile]) -> list[int]:
        """The ids of those of `files` that were taken out of the library."""
        paths = [os.fsencode(file.path) for file in files]
        with self._database.read() as connection:
            return [
                int(asset_id)
                for start in range(0, len(paths), SLICE)
                for asset_id in connection.execute(
                    select(asset.c.id).where(
                        asset.c.removed == 1, asset.c.path.in_(paths[start : start + SLICE])
                    )
                ).scalars()
            ]

    def register_files(
        self, source_id: int, files: Sequence[FoundFile], session: int
    ) -> Registered:
        """Rows for files that are new or changed, in one transaction; no step of the history."""
        with self._database.write() as connection:
            return registry.register_files(connection, source_id, session, files)

    def add_files(
        self, source_id: int, files: Sequence[FoundFile], session: int, step_id: int | None
    ) -> tuple[Registered, int | None] | None:
        """The same for what a person adds: all batches of a session are one step to undo.

        Takes and returns the id of that step, None before the first image. Returns None, and has
        changed nothing, where the step was undone meanwhile.
        """
        with self._database.write() as connection:
            if step_id is not None and not history.record_import(connection, session, step_id):
                return None
            done = registry.register_files(connection, source_id, session, files)
            if done.new_ids:
                step_id = history.record_import(connection, session, step_id)
            return done, step_id

    def store_analyses(self, items: Sequence[tuple[int, Analysis]]) -> None:
        """Everything that one batch of decodes gave; thumbnails first, then what shows them."""
        if items:
            self._cache.store((asset_id, found.thumbnail) for asset_id, found in items)
            with self._database.write() as connection:
                registry.store_analyses(connection, items)
            self._finder.note_analyses([asset_id for asset_id, _found in items])

    def store_failures(self, items: Sequence[tuple[int, str]]) -> None:
        """Mark assets as failed, each with its reason."""
        with self._database.write() as connection:
            registry.store_failures(connection, items)

    def set_pending(self, ids: Sequence[int]) -> None:
        """Ask for another analysis of these assets."""
        with self._database.write() as connection:
            for part in slices(ids):
                connection.execute(
                    update(asset).where(asset.c.id.in_(part)).values(state=AssetState.PENDING)
                )

    def set_missing(self, ids: Sequence[int], missing: bool) -> None:
        """Note which files are gone, or back."""
        with self._database.write() as connection:
            for part in slices(ids):
                connection.execute(
                    update(asset).where(asset.c.id.in_(part)).values(missing=int(missing))
                )

    # --- what is left to do ---------------------------------------------------------------

    def list_pending(self, after_id: int = 0, limit: int = 500) -> list[tuple[int, str]]:
        """(id, path) of assets at hand that wait for their analysis, by id, a page at a time."""
        query = (
            select(asset.c.id, asset.c.path)
            .where(
                asset.c.state == AssetState.PENDING,
                asset.c.removed == 0,
                asset.c.missing == 0,
                asset.c.id > after_id,
            )
            .order_by(asset.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [(int(row.id), os.fsdecode(row.path)) for row in connection.execute(query)]

    def count_pending(self) -> int:
        """How many assets at hand wait for their analysis; missing ones are left out."""
        query = (
            select(func.count())
            .select_from(asset)
            .where(asset.c.state == AssetState.PENDING, asset.c.removed == 0, asset.c.missing == 0)
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def list_outdated(self, bundle_id: str) -> list[int]:
        """Assets at hand whose labels come from another bundle than this."""
        query = select(asset.c.id).where(
            asset.c.state == AssetState.DONE,
            asset.c.removed == 0,
            asset.c.missing == 0,
            asset.c.bundle_id != bundle_id,  # also leaves out those that no bundle tagged
        )
        with self._database.read() as connection:
            return [int(asset_id) for asset_id in connection.execute(query).scalars()]

    def list_untagged(self) -> list[int]:
        """Assets that were analysed without a bundle."""
        query = select(asset.c.id).where(
            asset.c.state == AssetState.DONE, asset.c.removed == 0, asset.c.bundle_id.is_(None)
        )
        with self._database.read() as connection:
            return [int(asset_id) for asset_id in connection.execute(query).scalars()]

    def list_without_thumbnail(self) -> list[int]:
        """Analysed assets that the cache has lost."""
        query = select(asset.c.id).where(asset.c.state == AssetState.DONE, asset.c.removed == 0)
        with self._database.read() as connection:
            ids = [int(asset_id) for asset_id in connection.execute(query).scalars()]
        return self._cache.missing(ids)

    # --- reading --------------------------------------------------------------------------

    def list_ids(self, query: Query = Query(), sort: Sort = Sort.ADDED) -> list[int]:  # noqa: B008
        """The ids of all assets that match, in order."""
        return self._finder.list_ids(query, sort)

    def list_assets(
        self,
        query: Query = Query(),  # noqa: B008
        sort: Sort = Sort.ADDED,
        grouping: Grouping = Grouping.NONE,
    ) -> Listing:
        """The same with the shapes of the pictures, and in sections."""
        return self._finder.list_assets(query, sort, grouping)

    def prepare_search(self) -> None:
        """Have what is searched by in memory, from where it answers at once."""
        self._finder.prepare()

    def prepare_words(self) -> None:
        """The same for names and bare words, which the first search for one does as well."""
        self._finder.prepare_words()

    def count_facets(self, query: Query = Query()) -> dict[str, dict[str, int]]:  # noqa: B008
        """How many matching assets wear each value of the fields in `COUNTED`, none left at 0."""
        return self._finder.count_facets(query)

    def count_matching(self, queries: Sequence[Query]) -> list[Matching]:
        """How many assets match each query, or why one cannot be asked."""
        return self._finder.count_matching(queries)

    def list_terms(self, query: Query) -> list[Term]:
        """Every term of a query, those of the collections in it as well. Raises QueryError."""
        return self._finder.list_terms(query)

    def read_palettes(self) -> None:
        """Read the index ahead of the first search by colour."""
        self._finder.palettes.get()

    def read_colors(self, query: Query) -> ColorRows:
        """Every swatch of all assets that match."""
        answers = self._finder.find_answers(query)
        with self._database.read() as connection:
            return color_rows.read_matching(connection, query, answers)

    def read_color_sample(self, most: int) -> ColorRows:
        """Every swatch of assets here and there in the library, of about `most` at the most."""
        with self._database.read() as connection:
            return color_rows.read_sample(connection, most)

    def read_colors_of(self, ids: Sequence[int]) -> ColorRows:
        """Every swatch of these assets."""
        with self._database.read() as connection:
            return color_rows.read_given(connection, ids)

    def count_library(self) -> LibraryCounts:
        """The numbers beside the fixed entries of the sidebar."""
        return self._finder.count_library()

    def list_sources(self) -> list[Source]:
        """Every source with the number of its assets, by name."""
        query = (
            select(
                source.c.id,
                source.c.path,
                source.c.name,
                func.count(asset.c.id),
                source.c.kind,
                source.c.watched,
            )
            .outerjoin(asset, (asset.c.source_id == source.c.id) & (asset.c.removed == 0))
            .where(source.c.removed == 0)
            .group_by(source.c.id)
            .order_by(source.c.name)
        )
        with self._database.read() as connection:
            return [
                Source(
                    int(row[0]), os.fsdecode(row[1]), str(row[2]), int(row[3]), row[4], bool(row[5])
                )
                for row in connection.execute(query)
            ]

    def list_tiles(self, ids: Sequence[int]) -> list[Tile]:
        """Tiles in the order of `ids`; ids that are gone are left out."""
        with self._database.read() as connection:
            return details.list_tiles(connection, ids)

    def list_details(self, ids: Sequence[int]) -> list[AssetDetails]:
        """Everything about each asset, in the order of `ids`."""
        with self._database.read() as connection:
            return details.list_details(connection, ids)

    def list_palettes(self, ids: Sequence[int]) -> list[Palette]:
        """The palettes of these assets in their order; empty for one without, or that is gone."""
        with self._database.read() as connection:
            return details.list_palettes(connection, ids)

    def get_details(self, asset_id: int) -> AssetDetails:
        """Everything about one asset; raises CatalogueError when it is gone."""
        found = self.list_details([asset_id])
        if not found:
            raise CatalogueError("This image is no longer in the library.")
        return found[0]

    def list_paths(self, ids: Sequence[int] | None = None) -> list[tuple[int, str]]:
        """(id, path) of these assets, or of all that are not removed."""
        queries = (
            [select(asset.c.id, asset.c.path).where(asset.c.removed == 0)]
            if ids is None
            else [
                select(asset.c.id, asset.c.path).where(asset.c.id.in_(part)) for part in slices(ids)
            ]
        )
        with self._database.read() as connection:
            return [
                (int(row.id), os.fsdecode(row.path))
                for query in queries
                for row in connection.execute(query)
            ]

    def find_thumbnail(self, asset_id: int) -> bytes | None:
        """The JPEG bytes of an asset's thumbnail, or None."""
        return self._cache.find(asset_id)

    def purge(self, ids: Sequence[int]) -> None:
        """Forget removed assets for good, thumbnails included."""
        self.files.purge(ids)
        self._cache.forget(ids)

    # --- organising -----------------------------------------------------------------------

    def apply(self, edit: Edit) -> Applied:
        """Do what an edit says, as one step to undo. Raises EditError: nothing has changed."""
        with self._database.write() as connection:
            return history.perform(connection, edit)

    def undo(self) -> Applied | None:
        """Undo the last step; None where there is none."""
        with self._database.write() as connection:
            return history.take_step(connection, undo=True)

    def redo(self) -> Applied | None:
        """Redo the step that was undone last; None where there is none."""
        with self._database.write() as connection:
            return history.take_step(connection, undo=False)

    def go_to(self, step_id: int) -> Applied:
        """Undo all steps after this one, or redo all up to it; 0 undoes everything."""
        with self._database.write() as connection:
            return history.go_to(connection, step_id)

    def list_steps(self, limit: int = 200) -> list[HistoryStep]:
        """The history, the newest step first."""
        with self._database.read() as connection:
            return history.list_steps(connection, limit)

    def list_tags(self) -> list[str]:
        """Every tag, given last first."""
        with self._database.read() as connection:
            return collections.list_tags(connection)

    def list_collections(self) -> list[Collection]:
        """Every smart collection and board in the order of the sidebar, parents first."""
        with self._database.read() as connection:
            return collections.list_collections(connection)

    def list_board(self, collection_id: int) -> list[int]:
        """The assets on a board, in the order that they were put in."""
        with self._database.read() as connection:
            return collections.list_board(connection, collection_id)

    def count_marks(self, ids: Sequence[int]) -> Marks:
        """What these assets were given by hand, and how many of them have it."""
        with self._database.read() as connection:
            return marks.count(connection, ids)

    def find_undo(self) -> str | None:
        """What undo would undo."""
        with self._database.read() as connection:
            step = history.find_step(connection, undo=True)
        return step[1] if step else None

    def find_redo(self) -> str | None:
        """What redo would redo."""
        with self._database.read() as connection:
            step = history.find_step(connection, undo=False)
        return step[1] if step else None

    # --- keeping --------------------------------------------------------------------------

    def find_setting(self, key: str) -> str | None:
        """A value kept with the library, such as the measured precision of a bundle."""
        with self._database.read() as connection:
            query = select(setting.c.value).where(setting.c.key == key)
            return connection.execute(query).scalar_one_or_none()

    def set_setting(self, key: str, value: str) -> None:
        """Keep a value with the library."""
        with self._database.write() as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

    def check_integrity(self) -> list[str]:
        """What SQLite finds wrong with the catalogue; empty when it is sound."""
        with self._database.read() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        problems = [line for line in found if line != "ok"]
        return problems + [f"{row[0]}: a row points to nothing" for row in broken]

    def back_up_daily(self) -> None:
        """Copy the catalogue unless the newest backup is younger than a day."""
        backups = (self.folder / "backups").glob("catalogue-*.sqlite3")
        newest = max((path.stat().st_mtime for path in backups), default=0.0)
        if time.time() - newest > BACKUP_EVERY_S:
            self.back_up()

    def back_up(self) -> Path:
        """Copy the catalogue into `backups/`; the ten newest are kept."""
        return back_up(self._database.path, self.folder / "backups")


def _is_lost(folder: Path) -> bool:
    """Whether a library that has backups has no catalogue: a new one would bury them."""
    file = folder / FILE
    empty = not file.exists() or file.stat().st_size == 0
    return empty and any((folder / "backups").glob("catalogue-*.sqlite3"))
