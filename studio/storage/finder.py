"""Which assets match a query and how many wear what: asked of the indexes, else of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from studio.core.collection import Grouping, LibraryCounts, Matching, Sort
from studio.core.errors import CatalogueError, StudioError
from studio.core.query import SIMILAR, Group, Query, Term, walk
from studio.storage import index_rows, search
from studio.storage.answers import BOARD, Answers
from studio.storage.connection import Database
from studio.storage.facet_keeper import FacetKeeper
from studio.storage.facet_sql import count_by_sql
from studio.storage.keeper import Keeper
from studio.storage.named_collections import read_collections
from studio.storage.notes import find_notes
from studio.storage.schema import board_asset
from studio.storage.similarities import Similarities

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from studio.core.listing import Listing
    from studio.storage.facet_index import FacetIndex
    from studio.storage.facet_query import FacetQuery
    from studio.storage.likeness import Matches
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
        """The ids of all assets that match, in order. Raises CatalogueError, QueryError."""
        answers = self.find_answers(query)
        index = self._facets.find()
        if index is None:
            with self._database.read() as connection:
                return search.list_ids(connection, query, sort, answers)
        places = self._find_places(index, query, sort, answers)
        ids: list[int] = index.ids[places].tolist()
        return ids

    def list_assets(self, query: Query, sort: Sort, grouping: Grouping = Grouping.NONE) -> Listing:
        """The same with what the grid is laid out by, in sections. Raises CatalogueError.

        What the query itself gives an order is not divided: the nearest come first, and a board is
        as it was arranged. Sections need the index.
        """
        from studio.storage.listings import make_listing, read_listing

        answers = self.find_answers(query)
        grouping = Grouping.NONE if sort in (Sort.LIKENESS, Sort.BOARD) else grouping
        index = self._facets.find() if grouping is Grouping.NONE else self._facets.get()
        if index is None:
            with self._database.read() as connection:
                return read_listing(connection, query, sort, answers)
        places = self._find_places(index, query, sort, answers)
        return make_listing(index, places, grouping, self._facets)

    def _find_places(
        self, index: FacetIndex, query: Query, sort: Sort, answers: Answers
    ) -> NDArray[np.int64]:
        import numpy as np

        from studio.storage import bits

        members = bits.unpack(self._ask(index, query, answers).select(), index.size)
        order = self._facets.get_order(index, sort)
        places: NDArray[np.int64] = order[members[order]]
        if sort not in (Sort.LIKENESS, Sort.BOARD):
            return places
        with self._database.read() as connection:
            ids = search.arrange(connection, index.ids[places].tolist(), query, sort, answers)
        return np.searchsorted(index.ids, ids)

    def count_facets(self, query: Query) -> dict[str, dict[str, int]]:
        """How many matching assets wear each value of the fields in `COUNTED`, none left at 0.

        Raises CatalogueError, QueryError.
        """
        answers = self.find_answers(query)
        index = self._facets.find()
        if index is not None:
            return self._ask(index, query, answers).count()
        with self._database.read() as connection:
            return count_by_sql(connection, query, answers)

    def count_matching(self, queries: Sequence[Query]) -> list[Matching]:
        """How many assets match each query. Raises CatalogueError.

        A query that cannot be asked has its reason in place of a number; the others are counted.
        """
        index = self._facets.find()
        return [self._count_matching(query, index) for query in queries]

    def _count_matching(self, query: Query, index: FacetIndex | None) -> Matching:
        try:
            answers = self.find_answers(query)
            if index is not None:
                from studio.storage import bits

                return Matching(bits.count(self._ask(index, query, answers).select()))
        except CatalogueError:
            raise
        except StudioError as error:
            return Matching(None, str(error))
        with self._database.read() as connection:
            return Matching(search.count_ids(connection, query, answers))

    def count_library(self) -> LibraryCounts:
        """The numbers beside the fixed entries of the sidebar. Raises CatalogueError."""
        index = self._facets.find()
        if index is not None:
            from studio.storage.facet_query import count_library

            return count_library(index)
        with self._database.read() as connection:
            return search.count_library(connection)

    def _ask(self, index: FacetIndex, query: Query, answers: Answers) -> FacetQuery:
        from studio.storage.facet_query import SEARCHED, FacetQuery

        searched = [term for term in answers.walk(query) if term.field in SEARCHED]
        found: dict[Term, NDArray[np.int64]] = {}
        if searched:
            words = self._words.get() if any(t.field in _NAMING for t in searched) else None
            with self._database.read() as connection:
                found = {t: _look_up(connection, t, words, index) for t in searched}
        return FacetQuery(index, query, found, answers)

    def list_terms(self, query: Query) -> list[Term]:
        """Every term, those of collections as well. Raises CatalogueError, QueryError."""
        return list(self._resolve(query).walk(query))

    def _resolve(self, query: Query) -> Answers:
        if not any(term.field == "in" for term in walk(query.terms)):
            return Answers()
        with self._database.read() as connection:
            return Answers(collections=read_collections(connection).resolve(query))

    def find_answers(self, query: Query) -> Answers:
        """What is near, and in which collection; each index is read when it is needed first.

        Raises IncomparableImage where an image cannot be compared, QueryError for a collection
        that is not there, StudioError.
        """
        answers = self._resolve(query)
        if not any(term.operator == "~" for term in answers.walk(query)):
            return answers
        from studio.storage.likeness import find_colors, find_likeness

        def find(term: Term) -> Matches:
            if term.field == SIMILAR:
                return self._similarities.find(term)
            return find_colors(self.palettes.get(), term)

        nested = [*answers.collections.values(), *(t for t in query.terms if isinstance(t, Group))]
        near = {term: find(term)[0] for term in walk(nested) if term.operator == "~"}
        return Answers(find_likeness(query, find), near, answers.collections)


_NAMING = ("name", "text")


def _look_up(
    connection: Connection, term: Term, words: WordIndex | None, index: FacetIndex
) -> NDArray[np.int64]:
    """The ids that one term finds, as if it were not excluded."""
    import numpy as np

    if term.field == BOARD:
        members = select(board_asset.c.asset_id).where(
            board_asset.c.collection_id.in_(map(int, term.values))
        )
        return np.array(connection.execute(members).scalars().all(), np.int64)
    found = [] if words is None or term.field not in _NAMING else [words.find(term, index)]
    if term.field != "name":
        found += [find_notes(connection, value) for value in term.values]
    return np.concatenate(found)
