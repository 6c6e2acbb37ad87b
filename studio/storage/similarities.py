"""The embeddings of one open library: kept in memory, and asked what is like what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from studio.core.query import Term
from studio.core.similar import Example, parse_example
from studio.storage import index_rows
from studio.storage.connection import Database
from studio.storage.keeper import Keeper

if TYPE_CHECKING:
    from studio.storage.embedding_index import EmbeddingIndex
    from studio.storage.likeness import Matches
    from studio.storage.similarity import ReadOutside


class Similarities:
    """Compares the embeddings of one bundle: those of others mean something else.

    Safe to use from any thread.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bundle_id: str | None = None
        self._read_outside: ReadOutside | None = None
        self._keeper: Keeper[EmbeddingIndex] | None = None

    def compare_by(self, bundle_id: str | None, read_outside: ReadOutside) -> None:
        """Compare what this bundle gave (None: the bundle of most images), and files outside.

        To be called before the first search.
        """
        self._bundle_id, self._read_outside = bundle_id, read_outside

    def note(self, ids: Iterable[int]) -> None:
        """Embeddings of these assets were written; to be called after the commit."""
        if self._keeper is not None:
            self._keeper.note(ids)

    def find(self, term: Term) -> Matches:
        """Ids, ascending, of what is like one of the images in `term`, and the distance of each.

        Raises IncomparableImage where an image cannot be compared, StudioError.
        """
        from studio.storage.likeness import join
        from studio.storage.similarity import find_similar, find_subject

        index = self._get()
        found = []
        for value in term.values:
            example = parse_example(value)
            subject = find_subject(index, self._database, example, self._read_outside)
            found.append(find_similar(index, subject, example, excluded=term.excluded))
        return join(found)

    def measure(self, example: Example, ids: Sequence[int]) -> list[float]:
        """The similarity (cosine) of each of these assets to `example`; NaN without an embedding.

        Raises IncomparableImage where an image cannot be compared, StudioError.
        """
        import numpy as np

        from studio.storage.similarity import find_subject

        index = self._get()
        subject = find_subject(index, self._database, example, self._read_outside)
        rows = index.find_rows(ids)
        similarity = index.measure(rows, subject.vector).tolist()
        known = dict(zip(index.ids[rows].tolist(), similarity, strict=True))
        return [known.get(asset_id, np.nan) for asset_id in ids]

    def find_assets(self, file: str) -> tuple[int, ...]:
        """The assets at this path or else of this name."""
        from studio.storage.similarity import find_assets

        with self._database.read() as connection:
            return tuple(find_assets(connection, file))

    def count(self) -> int:
        """How many images can be compared, removed ones among them."""
        return self._get().size

    def _get(self) -> EmbeddingIndex:
        keeper = self._keeper
        if keeper is None:
            bundle_id = self._bundle_id
            if bundle_id is None:
                with self._database.read() as connection:
                    bundle_id = index_rows.find_bundle_of_most(connection)
            keeper = self._keeper = Keeper(
                self._database,
                partial(index_rows.read_embeddings, bundle_id=bundle_id),
                partial(index_rows.count_embeddings, bundle_id=bundle_id),
            )
        return keeper.get()
