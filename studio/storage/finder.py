"""Which assets match a query and how many wear what: asked of the indexes, else of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.core.collection import LibraryCounts, Matching, Sort
from studio.core.errors import CatalogueError, StudioError
from studio.core.query import SIMILAR, Query, Term
from studio.storage import index_rows, search
from studio.storage.connection import Database
from studio.storage.facet_keeper import FacetKeeper
from studio.storage.facet_sql import count_by_sql
from studio.storage.keeper import Keeper
from studio.storage.similarities import Similarities

if TYPE_CHECKING:
    from studio.storage.facet_index import FacetIndex
    from studio.storage.facet_query import FacetQuery
    from studio.storage.likeness import Likeness, Matches
    from studio.storage.palette_index import PaletteIndex
    from studio.storage.word_index import WordIndex


class Finder:
    """A process that stays has the indexes read (`prepare`); one that asks once goes without."""

    def __init__(self, database: Database, similarities: Similarities) -> None:
        self._database = database
        self._similarities = similarities
        self.palettes: Keeper[PaletteIndex] = Keeper(
            database, index_rows.read_palettes, index_rows.count_palettes
        )
        self._facets = FacetKeeper(database)
        self._words: Keeper[WordIndex] = Keeper(
            database, index_rows.read_words, index_rows.count_assets
        )
        database.watch(self._note)

    def _note(self, ids: Sequence[int]) -> None:
        self._facets.note(ids)
        self._words.note(ids)

    def note_analyses(self, ids: Sequence[int]) -> None:
        """These assets have new palettes and embeddings; to be called after the commit."""
        self.palettes.note(ids)
        self._similarities.note(ids)

    def prepare(self) -> None:
        """Have the index of facets at hand, as of now. Raises CatalogueError."""
        self._facets.get()

    def prepare_words(self) -> None:
        """Have the index of words at hand, which the first search for one reads. CatalogueError."""
        self._words.get()

    def list_ids(self, query: Query, sort: Sort) -> list[int]:
        """The ids of all assets that match, in order. Raises CatalogueError."""
        likeness = self.find_likeness(query)
        index = self._facets.find()
        if index is None:
            with self._database.read() as connection:
                return search.list_ids(connection, query, sort, likeness)
        from studio.storage import bits

        members = bits.unpack(self._ask(index, query, likeness).select(), index.size)
        order = self._facets.get_order(index, sort)
        ids: list[int] = index.ids[order[members[order]]].tolist()
        return likeness.sort(ids) if likeness is not None and sort is Sort.LIKENESS else ids

    def count_facets(self, query: Query) -> dict[str, dict[str, int]]:
        """How many matching assets wear each value of the fields in `COUNTED`, none left at 0.

        Raises CatalogueError.
        """
        likeness = self.find_likeness(query)
        index = self._facets.find()
        if index is not None:
            return self._ask(index, query, likeness).count()
        with self._database.read() as connection:
            return count_by_sql(connection, query, likeness)

    def count_matching(self, queries: Sequence[Query]) -> list[Matching]:
        """How many assets match each query. Raises CatalogueError.

        A query that cannot be asked has its reason in place of a number; the others are counted.
        """
        index = self._facets.find()
        return [self._count_matching(query, index) for query in queries]

    def _count_matching(self, query: Query, index: FacetIndex | None) -> Matching:
        try:
            likeness = self.find_likeness(query)
            if index is not None:
                from studio.storage import bits

                return Matching(bits.count(self._ask(index, query, likeness).select()))
        except CatalogueError:
            raise
        except StudioError as error:
            return Matching(None, str(error))
        with self._database.read() as connection:
            return Matching(search.count_ids(connection, query, likeness))

    def count_library(self) -> LibraryCounts:
        """The numbers beside the fixed entries of the sidebar. Raises CatalogueError."""
        index = self._facets.find()
        if index is not None:
            from studio.storage.facet_query import count_library

            return count_library(index)
        with self._database.read() as connection:
            return search.count_library(connection)

    def _ask(self, index: FacetIndex, query: Query, likeness: Likeness | None) -> FacetQuery:
        from studio.storage.facet_query import SEARCHED, FacetQuery

        searched = [term for term in query.terms if term.field in SEARCHED]
        words = self._words.get() if searched else None
        found = {term: words.find(term, index) for term in searched} if words else {}
        return FacetQuery(index, query, found, likeness)

    def find_likeness(self, query: Query) -> Likeness | None:
        """What is near by colour or embedding; each index is read when it is needed first.

        Raises IncomparableImage where an image cannot be compared, StudioError.
        """
        if not any(term.operator == "~" for term in query.terms):
            return None
        from studio.storage.likeness import find_colors, find_likeness

        def find(term: Term) -> Matches:
            if term.field == SIMILAR:
                return self._similarities.find(term)
            return find_colors(self.palettes.get(), term)

        return find_likeness(query, find)
