"""Keeps the index of facets in step with the catalogue, and the orders of the grid with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.collection import Sort
from studio.storage import index_rows, search
from studio.storage.connection import Database
from studio.storage.keeper import Keeper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.storage.facet_index import FacetIndex

# The orders that hold as long as no asset comes: nothing changes a name, or the import.
_LASTING = frozenset({Sort.NAME, Sort.ADDED})

_BY_QUERY = frozenset({Sort.LIKENESS, Sort.BOARD})  # each puts what matches into an order itself


class FacetKeeper(Keeper["FacetIndex"]):
    """Reads what all images are filtered by once, and afterwards what changed."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, index_rows.read_facets, index_rows.count_assets)
        # Sort -> what the order was read for, and the places of the index in this order.
        self._orders: dict[Sort, tuple[object, NDArray[np.int64]]] = {}
        self._folders: tuple[object, NDArray[np.int64], tuple[str, ...]] | None = None

    def get_order(self, index: FacetIndex, sort: Sort) -> NDArray[np.int64]:
        """The places of all assets in order. Raises CatalogueError."""
        sort = Sort.ADDED if sort in _BY_QUERY else sort
        basis: object = index.ids if sort in _LASTING else index
        known = self._orders.get(sort)
        if known is not None and known[0] is basis:
            return known[1]
        import numpy as np

        if sort is Sort.ADDED:
            order = np.lexsort((index.ids, -index.sessions))
        elif sort is Sort.RATING:
            added = self.get_order(index, Sort.ADDED)
            order = added[np.argsort(-index.list_ratings()[added], kind="stable")]
        else:
            order = self._read_order(index, sort)
        self._orders[sort] = basis, order
        return order

    def get_folders(self, index: FacetIndex) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        """The folder of each asset as a place among all, which are by name. CatalogueError."""
        from studio.storage.listings import read_folders

        if self._folders is None or self._folders[0] is not index.ids:
            with self._database.read() as connection:
                self._folders = index.ids, *read_folders(connection, index.ids)
        return self._folders[1:]

    def _read_order(self, index: FacetIndex, sort: Sort) -> NDArray[np.int64]:
        import numpy as np

        with self._database.read() as connection:
            ids = np.array(search.list_all(connection, sort), np.int64)
        places = np.searchsorted(index.ids, ids)
        return places[places < index.size]  # others came after the index was read
