"""Keeps the index of words in step with the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.storage.index_keeper import IndexKeeper
from studio.storage.touched import SOURCES

if TYPE_CHECKING:
    from studio.storage.word_index import WordIndex


class WordKeeper(IndexKeeper["WordIndex"]):
    """Reads the words of all images once, and afterwards those of what changed."""

    def _build(self) -> WordIndex:
        from studio.storage.word_index import read_words

        with self._database.read() as connection:
            return read_words(connection)

    def _refresh(self, index: WordIndex, changed: Sequence[int]) -> WordIndex | None:
        from studio.storage.word_index import read_words

        ids = [asset_id for asset_id in changed if asset_id != SOURCES]
        with self._database.read() as connection:
            return index.replace(ids, read_words(connection, ids))
