"""Where the files of the assets are: gone, back, moved, and what else lies beside them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select, update

from studio.core.asset import FoundFile
from studio.core.files import Arrived, Departed
from studio.storage import known_files
from studio.storage.connection import Database
from studio.storage.known_files import KnownFiles
from studio.storage.moved import Place, read_places, without_taken, write_places
from studio.storage.registry import SLICE, remember_last, slices
from studio.storage.schema import asset, source


class Files:
    """Reads and writes of one catalogue about files on the disk; paths are bytes (os.fsencode)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_below(self, folder: bytes) -> KnownFiles:
        """All that is known below a folder, at any depth."""
        with self._database.read() as connection:
            return known_files.read_below(connection, folder)

    def read_paths(self, paths: Sequence[bytes]) -> KnownFiles:
        """What is known of these files (as many as fit one statement)."""
        with self._database.read() as connection:
            return known_files.read_paths(connection, paths)

    def read_source(self, source_id: int) -> KnownFiles:
        """All images of one source."""
        with self._database.read() as connection:
            return known_files.read_source(connection, source_id)

    def list_of_sizes(self, sizes: Iterable[int]) -> list[tuple[Departed, int]]:
        """Every asset of one of these sizes (removed ones left out), with the id of its source."""
        wanted = list(sizes)
        with self._database.read() as connection:
            return [
                (Departed(row.id, bytes(row.path), row.size, row.mtime_ns, row.fingerprint), row[5])
                for start in range(0, len(wanted), SLICE)
                for row in connection.execute(
                    select(
                        asset.c.id,
                        asset.c.path,
                        asset.c.size,
                        asset.c.mtime_ns,
                        asset.c.fingerprint,
                        asset.c.source_id,
                    ).where(asset.c.size.in_(wanted[start : start + SLICE]), asset.c.removed == 0)
                )
            ]

    def move(self, moves: Mapping[int, Arrived]) -> tuple[int, ...]:
        """Give assets the places where their files are now; what is known of them stays.

        Returns those that moved: a place may have been given to another since the disk was read.
        """
        wanted = {key: _place(found) for key, found in moves.items()}
        with self._database.write() as connection:
            free = without_taken(connection, wanted)
            write_places(connection, free)
        return tuple(free)

    def note_gone(self, paths: Mapping[int, bytes]) -> tuple[int, ...]:
        """Note which files are gone from these paths; returns the assets that were there still."""
        statement = "UPDATE asset SET missing = 1 WHERE id = ? AND path = ?"
        with self._database.write() as connection:
            places = read_places(connection, list(paths))
            gone = [key for key, path in paths.items() if places.get(key, ("",))[0] == path.hex()]
            if gone:
                connection.exec_driver_sql(statement, [(key, paths[key]) for key in gone])
        return tuple(gone)

    def set_missing(self, ids: Sequence[int], missing: bool) -> None:
        """Note which files are gone, or back; of those that are back nothing is asked any more."""
        with self._database.write() as connection:
            for part in slices(ids):
                connection.execute(
                    update(asset).where(asset.c.id.in_(part)).values(missing=int(missing))
                )
                if not missing:
                    _forget_questions(connection, part)

    def set_source_missing(self, source_id: int) -> tuple[int, ...]:
        """Note that nothing of a source can be reached; returns the ids that were there before."""
        query = select(asset.c.id).where(
            asset.c.source_id == source_id, asset.c.missing == 0, asset.c.removed == 0
        )
        with self._database.write() as connection:
            ids = tuple(int(asset_id) for asset_id in connection.execute(query).scalars())
            connection.execute(
                update(asset)
                .where(asset.c.source_id == source_id, asset.c.missing == 0)
                .values(missing=1)
            )
        return ids

    def list_missing(self, ids: Sequence[int] | None = None) -> list[Departed]:
        """Every missing asset, or those of `ids`; removed ones are left out."""
        columns = (asset.c.id, asset.c.path, asset.c.size, asset.c.mtime_ns, asset.c.fingerprint)
        query = select(*columns).where(asset.c.missing == 1, asset.c.removed == 0)
        wanted = None if ids is None else set(ids)
        with self._database.read() as connection:
            return [
                Departed(row.id, bytes(row.path), row.size, row.mtime_ns, row.fingerprint)
                for row in connection.execute(query.order_by(asset.c.id))
                if wanted is None or row.id in wanted
            ]

    def list_unmarked(self, ids: Sequence[int]) -> set[int]:
        """Those of `ids` of which a person has said nothing yet."""
        query = (
            "SELECT id FROM asset WHERE rating = 0 AND flag = 0 AND color_label = '' AND note = ''"
            " AND NOT EXISTS (SELECT 1 FROM asset_tag WHERE asset_id = asset.id)"
            " AND NOT EXISTS (SELECT 1 FROM board_asset WHERE asset_id = asset.id)"
        )
        with self._database.read() as connection:
            return {
                int(row[0])
                for part in slices(ids)
                for row in connection.exec_driver_sql(
                    f"{query} AND id IN ({','.join('?' * len(part))})", tuple(part)
                )
            }

    def set_watched(self, source_id: int, watched: bool) -> None:
        """Whether a source is looked at whenever something happens in it."""
        with self._database.write() as connection:
            connection.execute(
                update(source).where(source.c.id == source_id).values(watched=int(watched))
            )

    def purge(self, ids: Sequence[int]) -> None:
        """Forget removed assets for good, with all that was said of them.

        Their files are remembered as none of ours, so that no look at the folder brings them back.
        """
        with self._database.write() as connection:
            remember_last(connection)
            for part in slices(ids):
                marks = ",".join("?" * len(part))
                these = f"FROM asset WHERE removed = 1 AND id IN ({marks})"
                connection.exec_driver_sql(
                    f"INSERT OR REPLACE INTO other_file SELECT path, size, mtime_ns {these}",
                    tuple(part),
                )
                connection.exec_driver_sql(f"DELETE {these}", tuple(part))

    # --- copies of which one may be the missing image --------------------------------------

    def ask(self, questions: Mapping[int, Sequence[Arrived]]) -> None:
        """Keep that each of these missing assets may be any of some files, registered by now."""
        rows = [
            (asset_id, found.path) for asset_id, several in questions.items() for found in several
        ]
        with self._database.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO move_question"
                " SELECT ?, id FROM asset WHERE path = ? AND removed = 0",
                rows,
            )

    def list_questions(self) -> dict[int, list[int]]:
        """Missing assets with the assets that each may be."""
        found: dict[int, list[int]] = {}
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT q.asset_id, q.candidate_id FROM move_question q"
                " JOIN asset a ON a.id = q.asset_id JOIN asset c ON c.id = q.candidate_id"
                " WHERE a.missing = 1 AND a.removed = 0 AND c.missing = 0 AND c.removed = 0"
                " ORDER BY q.asset_id, q.candidate_id"
            )
            for asset_id, candidate in rows:
                found.setdefault(int(asset_id), []).append(int(candidate))
        return found

    # --- files that are no images ----------------------------------------------------------

    def note_others(self, files: Sequence[FoundFile]) -> None:
        """Remember files that are no images, so that they are not opened again."""
        rows = [(os.fsencode(file.path), file.size, file.mtime_ns) for file in files]
        with self._database.write() as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO other_file VALUES (?, ?, ?)", rows)

    def forget_others(self, paths: Sequence[bytes]) -> None:
        """They are gone, or images by now."""
        with self._database.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM other_file WHERE path = ?", [(path,) for path in paths]
            )


def _place(found: Arrived) -> Place:
    return found.path.hex(), found.source_id, found.file.size, found.file.mtime_ns, 0


def _forget_questions(connection: Connection, ids: Sequence[int]) -> None:
    marks = ",".join("?" * len(ids))
    connection.exec_driver_sql(
        f"DELETE FROM move_question WHERE asset_id IN ({marks})",  # noqa: S608 - only marks
        tuple(ids),
    )
