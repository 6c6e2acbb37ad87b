"""Images of one open library whose files are not where they were."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from studio.core.collection import Changes
from studio.core.edit import Applied, Edit
from studio.core.progress import Control, ImportProgress
from studio.core.query import Query, Term
from studio.library.intake import Announce
from studio.library.relinking import RelinkSearch, place_file
from studio.library.writable import check_writable
from studio.storage.catalogue import Catalogue

_MISSING = Query((Term("is", ("missing",)),))


class Missing:
    """`Library.missing`: which files are gone, and finding them again, on any thread."""

    def __init__(
        self, catalogue: Catalogue, apply: Callable[[Edit], Applied], announce: Announce
    ) -> None:
        self._catalogue, self._apply, self._announce = catalogue, apply, announce

    def check(self) -> int:
        """Look which files are gone or back; returns the number missing."""
        known = set(self._catalogue.list_ids(_MISSING))
        gone = {
            asset_id for asset_id, path in self._catalogue.list_paths() if not os.path.exists(path)
        }
        if not self._catalogue.is_read_only and gone != known:
            self._catalogue.set_missing(sorted(gone - known), missing=True)
            self._catalogue.set_missing(sorted(known - gone), missing=False)
            self._announce(Changes(asset_ids=tuple(gone ^ known)))
        return len(gone)

    def find(
        self, folder: Path, ids: Sequence[int] | None = None, control: Control | None = None
    ) -> Iterator[ImportProgress]:
        """Look below a folder for these missing images (None: for all), by size and content.

        The last progress says how many were found (`moved`); they are one step to undo.
        """
        check_writable(self._catalogue)
        control = control or Control()
        search = RelinkSearch(self._catalogue, folder)
        progress = ImportProgress("scanning")
        for progress in search.run(ids, control):
            yield progress
        if search.edit is not None and not control.cancelled:
            self._apply(search.edit)
        phase = "cancelled" if control.cancelled else "done"
        yield replace(progress, phase=phase, total=search.wanted, analysed=search.wanted)

    def relink(self, asset_id: int, path: Path) -> None:
        """Say that this is the file of an image; one step to undo. Raises StudioError.

        Where its content is another than before, it is analysed again.
        """
        from studio.imaging.fingerprint import content_fingerprint

        check_writable(self._catalogue)
        before = self._catalogue.files.list_missing([asset_id])
        self._apply(place_file(self._catalogue, asset_id, path))
        if not before or before[0].fingerprint != content_fingerprint(path):
            self._catalogue.set_pending([asset_id])

    def list_questions(self) -> dict[int, list[int]]:
        """Missing assets of which several others hold the content: which one is it?"""
        return self._catalogue.files.list_questions()

    def answer(self, asset_id: int, candidate: int) -> None:
        """Say which of several copies a missing image is; one step to undo."""
        self.relink(asset_id, Path(self._catalogue.get_details(candidate).path))
