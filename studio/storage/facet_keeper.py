"""Keeps the index of facets in step with the catalogue, and the orders of the grid with it."""

from __future__ import annotations

from collections.abc import Iterable
from operator import is_
from typing import TYPE_CHECKING

from studio.core.collection import Sort
from studio.storage import index_rows, search
from studio.storage.connection import Database
from studio.storage.keeper import Keeper
from studio.storage.touched import NAMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.storage.facet_index import FacetIndex
    from studio.storage.folders import FolderKeeper

_BY_QUERY = frozenset({Sort.LIKENESS, Sort.BOARD})  # each puts what matches into an order itself


class FacetKeeper(Keeper["FacetIndex"]):
    """Reads what all images are filtered by once, and afterwards what changed."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, index_rows.read_facets, index_rows.count_assets)
        # Sort -> what the order was read for, and the places of the index in this order.
        self._orders: dict[Sort, tuple[tuple[object, ...], NDArray[np.int64]]] = {}
        self._naming = object()  # another one once files are called something else
        self._known_folders: FolderKeeper | None = None

    def get_order(self, index: FacetIndex, sort: Sort) -> NDArray[np.int64]:
        """The places of all assets in order. Raises CatalogueError."""
        sort = Sort.ADDED if sort in _BY_QUERY else sort
        basis = self._get_basis(index, sort)
        known = self._orders.get(sort)
        if known is not None and all(map(is_, known[0], basis)):
            return known[1]
        import numpy as np

        from studio.storage.facet_rows import read_confidence

        if sort is Sort.ADDED:
            order = np.lexsort((index.ids, -index.sessions))
        elif sort is Sort.RATING:
            added = self.get_order(index, Sort.ADDED)
            order = added[np.argsort(-index.list_ratings()[added], kind="stable")]
        elif sort is Sort.CONFIDENCE:
            added = self.get_order(index, Sort.ADDED)
            with self._database.read() as connection:
                lowest = read_confidence(connection, index.ids)
            order = added[np.argsort(lowest[added], kind="stable")]
        else:
            order = self._read_order(index, sort)
        self._orders[sort] = basis, order
        return order

    def _get_basis(self, index: FacetIndex, sort: Sort) -> tuple[object, ...]:
        """What an order holds for as long as it is the same."""
        if sort is Sort.ADDED:
            return (index.ids,)  # the import that brought an asset does not change
        if sort is Sort.NAME:
            return index.ids, self._naming
        return (index,)

    def _refresh(self, index: FacetIndex, changed: Iterable[int]) -> FacetIndex | None:
        noted = set(changed)
        if NAMES in noted:
            self._naming = object()
        if self._known_folders is not None:
            self._known_folders.note(noted)
        return super()._refresh(index, noted)

    def _build(self) -> FacetIndex:
        if self._known_folders is not None:
            self._known_folders.forget()
        return super()._build()

    @property
    def folders(self) -> FolderKeeper:
        """The folders of all assets; what they are read with is loaded when it is needed first."""
        if self._known_folders is None:
            from studio.storage.folders import FolderKeeper

            self._known_folders = FolderKeeper(self._database)
        return self._known_folders

    def _read_order(self, index: FacetIndex, sort: Sort) -> NDArray[np.int64]:
        import numpy as np

        with self._database.read() as connection:
            ids = np.array(search.list_all(connection, sort), np.int64)
        places = np.searchsorted(index.ids, ids)
        return places[places < index.size]  # others came after the index was read
