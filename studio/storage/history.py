"""Steps that can be undone and redone, kept across restarts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from studio.core.edit import Applied, Edit, HistoryStep
from studio.core.edit_words import describe, describe_import
from studio.storage import changes as changes_
from studio.storage import edits
from studio.storage.changes import Cells, Change, Places, Row, Session
from studio.storage.collection_edits import find_name
from studio.storage.notes import printable
from studio.storage.registry import now
from studio.storage.schema import asset, history

KEPT_STEPS = 500
_REMOVED = "removed"  # the one kind of step before schema 4


def perform(connection: Connection, edit: Edit) -> Applied:
    """Do what an edit says, as one step; raises EditError, and then nothing has changed."""
    changes = edits.plan(connection, edit)
    if not changes:
        return Applied()
    name = find_name(connection, edit)
    ids = changes_.apply(connection, changes)
    arranges = all(isinstance(c, Places) and None not in c.before for c in changes)
    description = describe(edit, len(ids), name, arranges=arranges)
    record(connection, description, changes)
    new = [c.id for c in changes if isinstance(c, Row) and c.table == "collection" and not c.before]
    created = new[0] if new else None
    marks = changes_.marks_in(changes)
    return Applied(description, tuple(ids), changes_.moves(changes), created, marks)


def record(connection: Connection, description: str, changes: Sequence[Change]) -> None:
    """Keep a step that was done; what was undone before it cannot be redone any more."""
    connection.execute(delete(history).where(history.c.done == 0))
    row = {"made_at": now(), "description": printable(description), "kind": "changes", "done": 1}
    connection.execute(insert(history).values(payload=changes_.write(changes), **row))
    last_kept = select(history.c.id).order_by(history.c.id.desc()).offset(KEPT_STEPS).limit(1)
    connection.execute(delete(history).where(history.c.id <= last_kept.scalar_subquery()))


def record_import(connection: Connection, session: int, step_id: int | None) -> int | None:
    """Keep that an import added images, as one step whose words follow their number.

    `step_id` is the step of this import, None before its first image. Returns the step; None where
    it was undone (or forgotten) meanwhile, so that nothing more is to be added.
    """
    mine = select(func.count()).select_from(asset).where(asset.c.session == session)
    description = describe_import(int(connection.execute(mine).scalar_one()))
    if step_id is None:
        record(connection, description, [Session(session)])
        return find_last(connection)
    known = update(history).where(history.c.id == step_id, history.c.done == 1)
    found = connection.execute(known.values(description=description))
    return step_id if found.rowcount else None


def find_last(connection: Connection) -> int:
    """The id of the newest step."""
    return int(connection.execute(select(func.max(history.c.id))).scalar_one())


def list_steps(connection: Connection, limit: int) -> list[HistoryStep]:
    """The newest steps first; those that were undone stand before the others."""
    query = select(history).order_by(history.c.id.desc()).limit(limit)
    return [
        HistoryStep(int(row.id), str(row.made_at), str(row.description), bool(row.done))
        for row in connection.execute(query)
    ]


def find_step(connection: Connection, *, undo: bool) -> tuple[int, str] | None:
    """The step that undo (or redo) would take: its id and description."""
    query = select(history.c.id, history.c.description).where(history.c.done == int(undo))
    order = history.c.id.desc() if undo else history.c.id
    row = connection.execute(query.order_by(order).limit(1)).first()
    return (int(row[0]), str(row[1])) if row else None


def take_step(connection: Connection, *, undo: bool) -> Applied | None:
    """Undo or redo one step; None where there is none."""
    step = find_step(connection, undo=undo)
    if step is None:
        return None
    step_id, description = step
    row = connection.execute(
        select(history.c.kind, history.c.payload).where(history.c.id == step_id)
    ).one()
    changes = _read(str(row.kind), str(row.payload))
    ids = changes_.apply(connection, changes, undo=undo)
    connection.execute(update(history).where(history.c.id == step_id).values(done=int(not undo)))
    marks = changes_.marks_in(changes)
    return Applied(description, tuple(ids), changes_.moves(changes), fields=marks)


def _read(kind: str, payload: str) -> list[Change]:
    if kind != _REMOVED:
        return changes_.read(payload)
    stored = json.loads(payload)
    removed = int(stored["removed"])
    return [Cells("removed", stored["ids"], [1 - removed], [removed])]


def go_to(connection: Connection, step_id: int) -> Applied:
    """Undo all steps after this one, or redo all up to it; 0 undoes everything."""
    last: Applied | None = None
    touched: dict[int, None] = {}
    moved, fields = False, []
    while True:
        done, undone = find_step(connection, undo=True), find_step(connection, undo=False)
        if done is not None and done[0] > step_id:
            last = take_step(connection, undo=True)
        elif undone is not None and undone[0] <= step_id:
            last = take_step(connection, undo=False)
        else:
            break
        if last is not None:
            touched.update(dict.fromkeys(last.ids))
            moved = moved or last.moved
            fields.append(last.fields)
    marks = frozenset[str]().union(*fields) if all(fields) else frozenset()
    return Applied(last.description if last else "", tuple(touched), moved, fields=marks)
