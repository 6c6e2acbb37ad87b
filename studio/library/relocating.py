"""Whether a folder may be the new place of a source: some of its images have to be there."""

from __future__ import annotations

import os

from studio.core.errors import EditError
from studio.storage.catalogue import Catalogue

_LOOKED_FOR = 500


def check_new_place(catalogue: Catalogue, source_id: int, folder: str) -> None:
    """Raises EditError where no image of the source is in `folder` under the same name and size."""
    sources = {source.id: source for source in catalogue.list_sources()}
    if source_id not in sources:
        raise EditError("This source is no longer there.")
    if not os.path.isdir(folder):
        raise EditError("This folder cannot be reached.")
    old, new = os.fsencode(sources[source_id].path), os.fsencode(folder)
    known = catalogue.files.read_source(source_id)
    paths = list(known.places.items())
    step = max(1, len(paths) // _LOOKED_FOR)
    for path, row in paths[::step]:
        if path.startswith(old) and _size(new + path[len(old) :]) == known.sizes[row]:
            return
    if paths:
        raise EditError("None of the images of this source is in that folder.")


def _size(path: bytes) -> int | None:
    try:
        return os.stat(path).st_size
    except OSError:
        return None
