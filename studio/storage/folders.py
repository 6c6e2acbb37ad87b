"""The folder that each asset is in, kept in step with the index of facets."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import LargeBinary, Text, cast, func, literal, select

from studio.storage.registry import slices
from studio.storage.schema import asset

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Connection

    from studio.storage.connection import Database

_MOST_CHANGED = 5000  # more are read with all the others, which takes no longer


@dataclass(frozen=True, slots=True, eq=False)
class Folders:
    """Of n assets; never altered."""

    ids: NDArray[np.int64]  # [n], ascending
    codes: NDArray[np.int64]  # [n], places among `keys`
    keys: tuple[str, ...]  # by name, as people read it


class FolderKeeper:
    """Reads all folders when they are asked for first, and afterwards those of what changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._folders: Folders | None = None
        self._changed: set[int] = set()

    def note(self, changed: Iterable[int]) -> None:
        """These assets may be elsewhere now."""
        with self._lock:
            if self._folders is not None:
                self._changed.update(changed)

    def forget(self) -> None:
        """Any asset may be elsewhere."""
        with self._lock:
            self._folders = None

    def get(self, ids: NDArray[np.int64]) -> Folders:
        """The folders of all assets, which are these. Raises CatalogueError."""
        with self._lock:
            known, self._folders = self._folders, None  # a failure leaves a doubt
            changed, self._changed = self._changed, set()
            with self._database.read() as connection:
                self._folders = _renew(connection, known, changed, ids)
            return self._folders


def _renew(
    connection: Connection, known: Folders | None, changed: set[int], ids: NDArray[np.int64]
) -> Folders:
    if known is None or not np.array_equal(ids[: len(known.ids)], known.ids):
        return read_folders(connection, ids)
    if known.ids is ids and not changed:
        return known
    wanted = sorted({*changed, *ids[len(known.ids) :].tolist()})
    if len(wanted) > _MOST_CHANGED:
        return read_folders(connection, ids)
    found: dict[int, str] = {}
    for part in slices(wanted):
        rows = connection.execute(select(asset.c.id, _folder()).where(asset.c.id.in_(part)))
        found.update((int(row[0]), _shown(row[1])) for row in rows)
    return _replace(known, found, ids)


def _replace(known: Folders, found: Mapping[int, str], ids: NDArray[np.int64]) -> Folders:
    keys = _by_name({*known.keys, *found.values()})
    place = {key: code for code, key in enumerate(keys)}
    moved = np.array([place[key] for key in known.keys], np.int64)
    codes = np.zeros(len(ids), np.int64)
    codes[: len(known.codes)] = moved[known.codes]
    for asset_id, key in found.items():
        at = int(np.searchsorted(ids, asset_id))
        if at < len(ids) and ids[at] == asset_id:
            codes[at] = place[key]
    return Folders(ids, codes, keys)


def read_folders(connection: Connection, ids: NDArray[np.int64]) -> Folders:
    """The folder of each of these assets.

    One list of ids a folder, made by the database: no Python object for each image.
    """
    folder = _folder()
    rows = connection.execute(select(folder, func.group_concat(asset.c.id)).group_by(folder))
    found: dict[str, list[str]] = {}
    for raw, members in rows:
        found.setdefault(_shown(raw), []).append(str(members))
    keys = _by_name(found)
    codes = np.zeros(len(ids), np.int64)
    for code, key in enumerate(keys):
        at = np.searchsorted(ids, np.fromstring(",".join(found[key]), np.int64, sep=","))
        codes[at[at < len(ids)]] = code  # others came after the index was read
    return Folders(ids, codes, keys)


def _folder() -> ColumnElement[Any]:
    """What is left of the last separator of a path, and that: all letters behind it are cut."""
    path = cast(asset.c.path, Text)
    return cast(func.rtrim(path, func.replace(path, literal(os.sep), "")), LargeBinary)


def _shown(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").rstrip(os.sep) or os.sep


def _by_name(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=lambda key: (key.casefold(), key)))
