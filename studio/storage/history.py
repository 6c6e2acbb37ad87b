"""Steps that can be undone and redone, kept across restarts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from studio.storage.registry import now, slices
from studio.storage.schema import asset, history

KEPT_STEPS = 500


def set_removed(
    connection: Connection, ids: Sequence[int], removed: bool, description: str
) -> tuple[int, ...]:
    """Remove or restore assets as one step; returns the ids whose state changed."""
    changed: list[int] = []
    for part in slices(ids):
        query = select(asset.c.id).where(asset.c.id.in_(part), asset.c.removed == int(not removed))
        changed.extend(int(asset_id) for asset_id in connection.execute(query).scalars())
    if changed:
        _mark(connection, changed, removed)
        connection.execute(delete(history).where(history.c.done == 0))
        payload = json.dumps({"ids": changed, "removed": removed})
        row = {"made_at": now(), "description": description, "kind": "removed", "done": 1}
        connection.execute(insert(history).values(payload=payload, **row))
        last_kept = select(history.c.id).order_by(history.c.id.desc()).offset(KEPT_STEPS).limit(1)
        connection.execute(delete(history).where(history.c.id <= last_kept.scalar_subquery()))
    return tuple(changed)


def find_step(connection: Connection, *, undo: bool) -> tuple[int, str] | None:
    """The step that undo (or redo) would take: its id and description."""
    query = select(history.c.id, history.c.description).where(history.c.done == int(undo))
    order = history.c.id.desc() if undo else history.c.id
    row = connection.execute(query.order_by(order).limit(1)).first()
    return (int(row[0]), str(row[1])) if row else None


def take_step(connection: Connection, *, undo: bool) -> tuple[str, tuple[int, ...]] | None:
    """Undo or redo one step; returns its description and the ids it touched, or None."""
    step = find_step(connection, undo=undo)
    if step is None:
        return None
    step_id, description = step
    stored = select(history.c.payload).where(history.c.id == step_id)
    payload = json.loads(connection.execute(stored).scalar_one())
    _mark(connection, payload["ids"], payload["removed"] != undo)
    connection.execute(update(history).where(history.c.id == step_id).values(done=int(not undo)))
    return description, tuple(payload["ids"])


def _mark(connection: Connection, ids: Sequence[int], removed: bool) -> None:
    for part in slices(ids):
        connection.execute(update(asset).where(asset.c.id.in_(part)).values(removed=int(removed)))
