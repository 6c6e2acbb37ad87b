"""Which images are like those that a query names, and how like."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, func, select

from studio.core.errors import IncomparableImage
from studio.core.similar import LEAST_SIMILARITY, NEAREST_SHOWN, Example, to_distance
from studio.storage.connection import Database
from studio.storage.embedding_index import EmbeddingIndex, unit_vector
from studio.storage.registry import printable
from studio.storage.schema import asset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matches = tuple[NDArray[np.int64], NDArray[np.float32]]

# The embedding (little-endian float16) of a file outside of the library, by the bundle whose
# embeddings are compared; raises StudioError.
ReadOutside = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What images are compared with."""

    vector: NDArray[np.float32]  # [d], of length 1
    own: NDArray[np.int64]  # rows of the index that it is made of: nobody looks for those


def find_assets(connection: Connection, file: str) -> list[int]:
    """The assets at this path or, failing that, of this name; those at hand before removed ones."""
    try:
        raw = os.fsencode(file)
    except UnicodeEncodeError:
        raise IncomparableImage("No file can be called so.") from None
    by_path = select(asset.c.id).where(asset.c.path == raw)
    found = connection.execute(by_path).scalars().all()
    if not found:
        by_name = select(asset.c.id, asset.c.removed).where(
            asset.c.folded_name == printable(file).casefold()
        )
        rows = connection.execute(by_name.order_by(asset.c.removed, asset.c.id)).all()
        found = [row.id for row in rows if row.removed == rows[0].removed]
    return [int(asset_id) for asset_id in found]


def name_of(connection: Connection, ids: tuple[int, ...]) -> str:
    """What to call these images in a message."""
    found = connection.execute(select(func.min(asset.c.name)).where(asset.c.id.in_(ids))).scalar()
    return f"“{found}”" if len(ids) == 1 and found else "these images"


def find_subject(
    index: EmbeddingIndex,
    database: Database,
    example: Example,
    read_outside: ReadOutside | None,
) -> Subject:
    """What `example` stands for; raises IncomparableImage where that says nothing, StudioError."""
    ids = example.ids
    if not ids:
        with database.read() as connection:
            ids = tuple(find_assets(connection, example.file))
        if len(ids) > 1:
            raise IncomparableImage(
                f"{len(ids)} images are called “{printable(example.file)}”; write the whole path"
                " of the one that is meant."
            )
    if ids:
        rows = index.find_rows(ids)
        if not len(rows):
            with database.read() as connection:
                raise IncomparableImage(_why_not(connection, ids))
        return Subject(index.mean(rows), rows)
    if read_outside is None or not Path(example.file).is_absolute():
        raise IncomparableImage(f"No image of the library is called “{printable(example.file)}”.")
    vector = np.frombuffer(read_outside(example.file), "<f2").astype(np.float32)
    if index.size and len(vector) != index.vectors.shape[1]:
        raise IncomparableImage(
            "This image was tagged by another bundle than those of the library."
        )
    return Subject(unit_vector(vector), np.zeros(0, np.int64))


def _why_not(connection: Connection, ids: tuple[int, ...]) -> str:
    states = connection.execute(select(asset.c.bundle_id).where(asset.c.id.in_(ids))).scalars()
    known = list(states)
    if not known:
        return "The image to look for the like of is not in the library."
    name = name_of(connection, ids)
    if any(bundle_id is not None for bundle_id in known):
        return (
            f"What is known of {name} comes from an earlier bundle: re-analyse the library first."
        )
    return f"Nothing is like {name} yet: the analysis has not come so far."


def find_similar(
    index: EmbeddingIndex, subject: Subject, example: Example, *, excluded: bool = False
) -> Matches:
    """Ids (ascending) of what is similar enough, with its distance (`to_distance`).

    Without a limit of its own a search gives the nearest `NEAREST_SHOWN` even where they are less
    similar; an exclusion leaves out only what is, and the images themselves.
    """
    if not index.size or not subject.vector.any():
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    least = LEAST_SIMILARITY if example.least is None else example.least
    # Nothing is less similar than -1: zero percent is no limit.
    rows, found = index.find_within(subject.vector, least if least > 0 else -2.0)
    wanted = NEAREST_SHOWN + len(subject.own)
    if example.least is None and len(rows) < wanted and not excluded:
        rows, found = index.find_nearest(subject.vector, wanted)
        order = np.argsort(rows)
        rows, found = rows[order], found[order]
    if excluded:
        lacking = np.setdiff1d(subject.own, rows)
        rows, found = np.append(rows, lacking), np.append(found, np.ones(len(lacking), np.float32))
        order = np.argsort(rows)
        return index.ids[rows[order]], to_distances(found[order])
    others = ~np.isin(rows, subject.own)
    return index.ids[rows[others]], to_distances(found[others])


def to_distances(similarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """`to_distance` for many."""
    distances: NDArray[np.float32] = np.maximum(0, to_distance(similarity)).astype(np.float32)  # type: ignore[arg-type]
    return distances
