"""What the tag field offers for what was typed: tags that begin so first, the recent ones first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

MOST = 60  # rows; whoever looks for more types another letter


@dataclass(frozen=True, slots=True)
class Match:
    """A tag that may be given; `is_new`: nobody gave it yet."""

    name: str
    is_new: bool = False


def fold(name: str) -> str:
    """How tags are compared: case and spare space say nothing."""
    return " ".join(name.split()).casefold()


def find_matches(text: str, known: Sequence[str], given: Collection[str]) -> list[Match]:
    """Tags for `text`, best first, out of `known` (recent first) without those `given` already.

    The very tag comes before all others, then those that begin so, those with a word that begins
    so, and those that hold it anywhere. The last row makes a new tag, where there is none yet.

    >>> [match.name for match in find_matches("re", ["client A", "core", "resort 27"], ())]
    ['resort 27', 'core', 're']
    """
    wanted = fold(text)
    taken = {fold(name) for name in given}
    ranked: list[tuple[int, str]] = []
    exists = False
    for name in known:
        folded = fold(name)
        exists = exists or folded == wanted
        rank = _rank(folded, wanted)
        if rank is not None and folded not in taken:
            ranked.append((rank, name))
    ranked.sort(key=lambda pair: pair[0])  # stable: recent ones stay first
    matches = [Match(name) for _rank, name in ranked[:MOST]]
    if wanted and not exists and wanted not in taken:
        matches.append(Match(" ".join(text.split()), is_new=True))
    return matches


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    return 3 if wanted in name else None


def split_typed(text: str) -> tuple[list[str], str]:
    """The tags that commas have closed, each once, and what is still being typed.

    >>> split_typed("silk,  raw silk, Silk, re")
    (['silk', 'raw silk'], 're')
    """
    *closed, rest = text.split(",")
    names = {fold(name): " ".join(name.split()) for name in reversed(closed) if name.strip()}
    return list(reversed(names.values())), rest.lstrip()
