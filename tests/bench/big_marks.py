"""What people gave the images of a generated library: flags, labels, notes, tags, collections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tests.bench.big_rows import Row

_CLIENTS = ("client A", "client B", "Maison Nord", "atelier", "buyers", "press")
_SEASONS = tuple(f"{season} {year}" for year in range(15, 28) for season in ("SS", "FW", "resort"))
_WORDS = ("lining", "hem too long", "see mill", "colour for the resort story", "ask for a swatch")
TAGS = (*_CLIENTS, *_SEASONS, *(f"look book {number:03}" for number in range(155)))
_FLAGS, _FLAG_SHARES = (0, 1, -1), (0.86, 0.09, 0.05)
_LABELS, _LABEL_SHARES = (
    ("", "red", "yellow", "green", "blue", "purple"),
    (0.9, 0.03, 0.03, 0.02, 0.015, 0.005),
)
SMART = (
    ("Resort, warm prints", "color:red|orange -pattern:solid"),
    ("Best evening looks", "style:elegant rating>=4"),
    ("Portraits of 2026", "orientation:portrait year:2026"),
    ("Navy knits", "color:navy garment:long-sleeve"),
)
BOARDS = ("Mood: dusk", "Fitting Tuesday", "For the mill", "Windows")
_ON_A_BOARD = 200


class MarkMaker:
    """Draws the marks of assets; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 2])
        weights = 1 / (4 + np.arange(len(TAGS)))
        self._tag_shares = weights / weights.sum()

    def marks(self, ids: Sequence[int]) -> Iterator[Row]:
        """flag, colour label, note, asset."""
        flags = self._rng.choice(_FLAGS, len(ids), p=_FLAG_SHARES)
        labels = self._rng.choice(len(_LABELS), len(ids), p=_LABEL_SHARES)
        notes = self._rng.random(len(ids)) < 0.02
        words = self._rng.integers(0, len(_WORDS), len(ids))
        for asset_id, flag, label, noted, word in zip(
            ids, flags.tolist(), labels.tolist(), notes.tolist(), words.tolist(), strict=True
        ):
            if flag or label or noted:
                yield flag, _LABELS[label], _WORDS[word] if noted else "", asset_id

    def tags(self, ids: Sequence[int]) -> list[Row]:
        """tag, asset; by tag, each pair once."""
        number = len(ids) // 3
        owners = self._rng.choice(np.array(ids), number)
        given = self._rng.choice(len(TAGS), number, p=self._tag_shares) + 1
        return sorted(set(zip(given.tolist(), owners.tolist(), strict=True)))


def tag_rows() -> Iterator[Row]:
    """id, name, folded name, when it was given last."""
    for number, name in enumerate(TAGS, start=1):
        yield number, name, name.casefold(), f"2026-11-{1 + number % 20:02}T09:00:00+00:00"


def collection_rows() -> Iterator[Row]:
    """id, parent, kind, name, query, position."""
    for number, (name, query) in enumerate(SMART):
        yield number + 1, None, "smart", name, query, number
    for number, name in enumerate(BOARDS):
        yield len(SMART) + number + 1, None, "board", name, "", len(SMART) + number


def board_rows(count: int) -> Iterator[Row]:
    """collection, asset, position."""
    for number in range(len(BOARDS)):
        step = max(1, count // _ON_A_BOARD)
        for position, asset_id in enumerate(range(1 + number, count + 1, step)):
            yield len(SMART) + number + 1, asset_id, float(position)
