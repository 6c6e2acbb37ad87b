"""The folders of one open library: kept in step with the disk, moved and removed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from studio.core.collection import Changes, Source
from studio.core.edit import Applied, Edit, RelocateSource, RemoveSource
from studio.core.progress import Control, ImportProgress
from studio.library.intake import Announce
from studio.library.relocating import check_new_place
from studio.library.running import Runner
from studio.library.writable import check_writable
from studio.storage.catalogue import Catalogue


class Sources:
    """`Library.sources`: what can be asked of sources and done with them, on any thread."""

    def __init__(
        self,
        catalogue: Catalogue,
        runner: Runner,
        apply: Callable[[Edit], Applied],
        announce: Announce,
    ) -> None:
        self._catalogue, self._runner = catalogue, runner
        self._apply, self._announce = apply, announce

    def list_all(self) -> list[Source]:
        """Every source with the number of its assets, and whether it can be reached."""
        return [
            replace(source, reachable=Path(source.path).is_dir())
            for source in self._catalogue.list_sources()
        ]

    def rescan(
        self,
        sources: Sequence[int] | None = None,
        control: Control | None = None,
        *,
        analyse: bool = True,
    ) -> Iterator[ImportProgress]:
        """Bring the library in step with these sources (ids; None: all), and `analyse` what is new.

        Files that are known are not opened. A file that moved keeps its entry with all that was
        said of it, wherever the place of one content is plain; else `Missing.list_questions` has
        it. What cannot be found is missing and keeps its entry, too; nothing is removed.
        """
        job = self._runner.make_job(control)
        yield from self._runner.look(job, lambda scan: scan.rescan(sources), analyse=analyse)

    def rescan_folders(
        self, folders: Sequence[str], control: Control | None = None, *, analyse: bool = True
    ) -> Iterator[ImportProgress]:
        """The same for folders inside of sources, without the known folders below them.

        Files that are being written are left out: their folders are in `unsettled` of the progress.
        """
        job = self._runner.make_job(control)
        yield from self._runner.look(
            job, lambda scan: scan.rescan_folders(folders), analyse=analyse
        )

    def set_watched(self, source_id: int, watched: bool) -> None:
        """Whether a source is looked at whenever something happens in it."""
        check_writable(self._catalogue)
        self._catalogue.files.set_watched(source_id, watched)
        self._announce(Changes())

    def remove(self, source_id: int) -> None:
        """Take a folder out of the library, its images to the trash; one step to undo.

        Images that lie in another source as well belong to that one from then on. Files are
        untouched. A removed source comes back with its images when it is imported again.
        """
        self._apply(RemoveSource(source_id))

    def relocate(self, source_id: int, path: Path) -> None:
        """Say where a folder that was moved is now; one step to undo.

        Raises EditError where none of its images is there, and nothing has changed.
        """
        check_writable(self._catalogue)
        folder = os.path.abspath(path)
        check_new_place(self._catalogue, source_id, folder)
        self._apply(RelocateSource(source_id, folder))
        for _progress in self.rescan([source_id], analyse=False):
            pass  # what is gone and what is back is known now
