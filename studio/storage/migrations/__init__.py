"""Ordered steps from one schema of the catalogue to the next; a released step never changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from studio.storage.migrations import (
    m0001_first,
    m0002_color_orders,
    m0003_swatch_roles,
    m0004_organising,
)

Step = Callable[[Connection], None]

# The position in this list, counted from one, is the schema's version.
STEPS: Sequence[Step] = (
    m0001_first.upgrade,
    m0002_color_orders.upgrade,
    m0003_swatch_roles.upgrade,
    m0004_organising.upgrade,
)
