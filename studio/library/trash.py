"""The library's trash: forgetting removed images for good, and handing files to the system's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from studio.core.collection import Changes
from studio.core.edit import SetRemoved
from studio.core.progress import Control, Failure, ImportProgress
from studio.core.query import Query, Term
from studio.storage.catalogue import Catalogue

_BATCH = 500
_REMOVED = Query((Term("is", ("removed",)),))

Announce = Callable[[Changes], None]


def empty_trash(
    catalogue: Catalogue, announce: Announce, control: Control
) -> Iterator[ImportProgress]:
    """Forget every removed image with its thumbnail, in batches; the files are untouched.

    This is the one change that cannot be undone: what is kept for undoing would be all of it.
    """
    ids = catalogue.list_ids(_REMOVED)
    for start in range(0, len(ids), _BATCH):
        control.wait_while_paused()
        if control.cancelled:
            break
        part = ids[start : start + _BATCH]
        catalogue.purge(part)
        announce(Changes(asset_ids=tuple(part), added=True))
        yield ImportProgress("analysing", total=len(ids), analysed=start + len(part))
    else:
        yield ImportProgress("done", total=len(ids), analysed=len(ids))


def move_to_system_trash(
    catalogue: Catalogue, announce: Announce, ids: Sequence[int], control: Control
) -> Iterator[ImportProgress]:
    """Move the files of these images to the system's trash, and the images to the library's.

    A file that cannot be moved is named, and its image stays.
    """
    done: list[int] = []
    failures: list[Failure] = []
    paths = catalogue.list_paths(ids)
    for number, (asset_id, path) in enumerate(paths, start=1):
        control.wait_while_paused()
        if control.cancelled:
            break
        problem = _trash(path)
        if problem:
            failures.append(Failure(path, problem))
        else:
            done.append(asset_id)
        if number % 20 == 0:
            yield ImportProgress("analysing", total=len(paths), analysed=number)
    if done:
        catalogue.set_missing(done, missing=True)
        catalogue.apply(SetRemoved(tuple(done), removed=True))
        announce(Changes(asset_ids=tuple(done), added=True))
    yield ImportProgress(
        "done", total=len(paths), analysed=len(paths), failures=tuple(failures), gone=len(done)
    )


def _trash(path: str) -> str:
    """Why a file could not be moved to the system's trash; empty where it was."""
    from send2trash import send2trash

    if not os.path.lexists(path):
        return "The file is no longer there."
    if os.path.isdir(path):  # or a link to one: with it other files would go
        return "There is a folder in the place of this file."
    try:
        send2trash(os.fsencode(path))
    except PermissionError:
        return "You may not move this file to the trash: its permissions forbid it."
    except OSError as error:
        return f"The system's trash does not take this file ({error.strerror or error})."
    except UnicodeError:
        return "The system's trash does not take a file of this name."
    return ""
