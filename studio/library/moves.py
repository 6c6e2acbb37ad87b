"""Finding the assets whose files left their places, and where these files are now."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from studio.core.errors import ImageError
from studio.core.files import Arrived, Departed, Matches, match
from studio.storage.files import Files


class Departures:
    """Which assets of a size are no longer where they were; each is looked for once.

    Of assets in the sources `away` (ids) nothing is said: they may well be where they were.
    """

    def __init__(self, files: Files, away: Collection[int]) -> None:
        self._files = files
        self._away = frozenset(away)
        self._by_size: dict[int, list[Departed]] = {}
        self._listings: dict[bytes, frozenset[bytes] | None] = {}

    def of_sizes(self, sizes: Iterable[int]) -> dict[int, list[Departed]]:
        """The departed assets of each of these sizes (bytes)."""
        wanted = set(sizes)
        unknown = wanted - self._by_size.keys()
        if unknown:
            self._by_size.update((size, []) for size in unknown)
            for asset, source_id in self._files.list_of_sizes(unknown):
                if source_id not in self._away and self._has_departed(asset):
                    self._by_size[asset.size].append(asset)
        return {size: self._by_size[size] for size in wanted}

    def _has_departed(self, asset: Departed) -> bool:
        if not self._is_listed(asset.path):
            return True
        try:
            status = os.stat(asset.path)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) != (asset.size, asset.mtime_ns)

    def _is_listed(self, path: bytes) -> bool:
        """Whether a path is there, letter by letter: some systems take "A.jpg" for "a.jpg"."""
        folder, name = os.path.split(path)
        if not name:
            return True
        if folder not in self._listings:
            self._listings[folder] = self._list(folder)
        names = self._listings[folder]
        return names is None or name in names

    def _list(self, folder: bytes) -> frozenset[bytes] | None:
        """The names in a folder; None where that cannot be told."""
        if not self._is_listed(folder):
            return frozenset()
        try:
            return frozenset(os.listdir(folder))
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()
        except OSError:
            return None


def find_moves(departures: Departures, arrived: Sequence[Arrived]) -> Matches:
    """Who of the departed is where among files that are new or have a new content.

    Only files of the size of one that departed from another place are opened.
    """
    departed = departures.of_sizes(found.file.size for found in arrived)
    read = [
        replace(found, fingerprint=_read(found)) if _may_be_another(found, departed) else found
        for found in arrived
    ]
    # Who has the content still, or again, at the old place has not departed.
    contents = {found.path: found for found in read if found.asset_id is not None}
    still = {
        asset.id
        for group in departed.values()
        for asset in group
        if _is_same(asset, contents.get(asset.path))
    }
    gone = [asset for group in departed.values() for asset in group if asset.id not in still]
    came = [found for found in read if found.asset_id not in still]
    return match(gone, came)


def _may_be_another(found: Arrived, departed: dict[int, list[Departed]]) -> bool:
    return any(asset.path != found.path for asset in departed[found.file.size])


def _is_same(asset: Departed, found: Arrived | None) -> bool:
    if found is None:
        return False
    if asset.fingerprint is None or found.fingerprint is None:
        return asset.size == found.file.size and asset.mtime_ns == found.file.mtime_ns
    return asset.fingerprint == found.fingerprint


def _read(found: Arrived) -> str | None:
    from studio.imaging.fingerprint import content_fingerprint

    try:
        return content_fingerprint(Path(found.file.path))
    except ImageError:
        return None
