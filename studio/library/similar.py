"""Images that others are compared with: assets by name and picture, files outside by a guest's."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from studio.core.asset import Analysis
from studio.core.errors import BundleError, UnreadableFile
from studio.core.similar import parse_example
from studio.library.pools import Pools
from studio.storage.catalogue import Catalogue

_KEPT = 32  # analyses of files outside; some 50 kB each


@dataclass(frozen=True, slots=True)
class ExampleLook:
    """What a person recognises the images by that a search goes by."""

    names: tuple[str, ...]
    thumbnail: bytes | None  # JPEG, of the first


class Guests:
    """Files outside of the library, tagged on the spot and remembered while it is open.

    Safe to use from any thread; a file that has changed is looked at anew.
    """

    def __init__(self, pools: Pools, bundle_problem: str) -> None:
        self._pools = pools
        self._bundle_problem = bundle_problem
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, int, int], Analysis] = OrderedDict()

    def read_embedding(self, path: str) -> bytes:
        """Little-endian float16; raises ImageError, BundleError."""
        if self._bundle_problem:
            raise BundleError(self._bundle_problem)
        embedding = self.analyse(path).embedding
        if not embedding:
            raise BundleError("The bundle cannot be read any more, so nothing can be compared.")
        return embedding

    def analyse(self, path: str) -> Analysis:
        """Everything about this file; raises ImageError."""
        try:
            state = Path(path).stat()
        except (OSError, ValueError) as error:  # ValueError: no file can be called so
            words = getattr(error, "strerror", None) or "no file can be called so"
            raise UnreadableFile(f"This image cannot be read ({words}).") from error
        key = (path, state.st_mtime_ns, state.st_size)
        # Held while it is analysed: whoever asks for the same file meanwhile waits for the answer.
        with self._lock:
            found = self._known.get(key) or self._pools.analyse_guest(path)
            self._known[key] = found
            self._known.move_to_end(key)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found


def look_at(catalogue: Catalogue, guests: Guests, value: str) -> ExampleLook:
    """Names and picture of a value of a `similar` term; raises StudioError."""
    example = parse_example(value)
    ids = example.ids or catalogue.similarities.find_assets(example.file)
    found = catalogue.list_details(ids)
    if found:
        names = tuple(details.name for details in found)
        return ExampleLook(names, catalogue.find_thumbnail(found[0].id))
    if example.ids:
        return ExampleLook((), None)
    return ExampleLook((Path(example.file).name,), guests.analyse(example.file).thumbnail)
