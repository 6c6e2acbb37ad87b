"""Where one was in the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Anchor = tuple[int, int]  # an id, and where its row begins on the screen, in pixels


@dataclass(frozen=True, slots=True)
class GridPlace:
    """What is selected and what is on the screen; as it is, the top with nothing selected."""

    selected: Sequence[int] = ()
    current: int | None = None
    anchor: Anchor | None = None
