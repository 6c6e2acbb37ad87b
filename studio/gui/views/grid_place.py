"""Where one was in the grid."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridPlace:
    """What is selected and what is on the screen; as it is, the top with nothing selected."""

    selected: tuple[int, ...] = ()
    current: int | None = None
    anchor: tuple[int, int] | None = None  # an id, and where its row begins on the screen, px
