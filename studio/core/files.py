"""Files that went from their place and files that came: which of them are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studio.core.asset import FoundFile


@dataclass(frozen=True, slots=True)
class Departed:
    """An asset whose content is no longer at its path (bytes, as os.fsencode gives them)."""

    id: int
    path: bytes
    size: int
    mtime_ns: int
    fingerprint: str | None  # None: it was never analysed


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file whose content was not at its path before."""

    path: bytes
    file: FoundFile
    source_id: int
    fingerprint: str | None  # None: it was not read
    asset_id: int | None = None  # the asset of this path, where another content was before


@dataclass(frozen=True, slots=True)
class Matches:
    """What is known of each departed asset: where it is now, or which files it may be."""

    moves: Mapping[int, Arrived]
    questions: Mapping[int, tuple[Arrived, ...]]


def match(departed: Iterable[Departed], arrived: Iterable[Arrived]) -> Matches:
    """Find each departed asset among the files that arrived.

    The same content decides. Of an asset that was never analysed no content is known: the same
    size and time (in nanoseconds) do. Copies of one content are told apart by the names of file and
    folders, where as many went as came (a folder with copies was renamed); else nothing is guessed.
    """
    moves: dict[int, Arrived] = {}
    questions: dict[int, tuple[Arrived, ...]] = {}
    files = list(arrived)
    by_content, by_time = _group(files)
    for key, group in _group_departed(departed).items():
        found = by_content.get(key) if isinstance(key, str) else by_time.get(key)
        if not found:
            continue
        pairs = _pair(group, found)
        if pairs is None:
            questions.update((asset.id, tuple(found)) for asset in group)
        else:
            moves.update(pairs)
    return Matches(_without_conflicts(moves), questions)


_Key = str | tuple[int, int]


def _group(
    files: Iterable[Arrived],
) -> tuple[dict[str, list[Arrived]], dict[tuple[int, int], list[Arrived]]]:
    by_content: dict[str, list[Arrived]] = defaultdict(list)
    by_time: dict[tuple[int, int], list[Arrived]] = defaultdict(list)
    for found in files:
        if found.fingerprint is not None:
            by_content[found.fingerprint].append(found)
        by_time[found.file.size, found.file.mtime_ns].append(found)
    return by_content, by_time


def _group_departed(departed: Iterable[Departed]) -> dict[_Key, list[Departed]]:
    groups: dict[_Key, list[Departed]] = defaultdict(list)
    for asset in departed:
        groups[asset.fingerprint or (asset.size, asset.mtime_ns)].append(asset)
    return groups


def _pair(departed: Sequence[Departed], arrived: Sequence[Arrived]) -> dict[int, Arrived] | None:
    """Who is who among copies of one content; None where that would be a guess."""
    if len(departed) == len(arrived) == 1:
        return {departed[0].id: arrived[0]}
    if len(departed) != len(arrived):
        return None
    pairs: dict[int, Arrived] = {}
    left = list(arrived)
    for asset in departed:
        alike = [_common_tail(asset.path, found.path) for found in left]
        best = max(alike)
        if best == 0 or alike.count(best) > 1:
            return None
        pairs[asset.id] = left.pop(alike.index(best))
    return pairs


def _common_tail(one: bytes, other: bytes) -> int:
    """How many names two paths share, counted from the end."""
    count = 0
    for mine, theirs in zip(reversed(one.split(b"/")), reversed(other.split(b"/")), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _without_conflicts(moves: dict[int, Arrived]) -> dict[int, Arrived]:
    """A place that was written over keeps its asset, unless that one moved as well.

    So a picture that is saved over another by way of a second file loses neither stars nor tags.
    """
    left = dict(moves)
    taken: set[bytes] = set()
    for asset_id, found in moves.items():
        if found.path in taken:  # by content and by time at once
            del left[asset_id]
        taken.add(found.path)
    while True:
        kept = {
            asset_id: found
            for asset_id, found in left.items()
            if found.asset_id is None or found.asset_id in left
        }
        if len(kept) == len(left):
            return kept
        left = kept
