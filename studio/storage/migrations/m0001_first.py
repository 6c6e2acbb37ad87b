"""The first schema: sources, assets, labels, predictions, palettes, embeddings, history."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)""",
    """CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        added_at TEXT NOT NULL)""",
    """CREATE TABLE asset (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES source (id),
        path BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        session INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        state TEXT NOT NULL,
        failure TEXT NOT NULL DEFAULT '',
        missing INTEGER NOT NULL DEFAULT 0,
        removed INTEGER NOT NULL DEFAULT 0,
        unsure INTEGER NOT NULL DEFAULT 0,
        rating INTEGER NOT NULL DEFAULT 0,
        width INTEGER NOT NULL DEFAULT 0,
        height INTEGER NOT NULL DEFAULT 0,
        format TEXT NOT NULL DEFAULT '',
        captured_at TEXT,
        fingerprint TEXT,
        difference_hash INTEGER,
        color_order REAL NOT NULL DEFAULT 99,
        bundle_id TEXT)""",
    """CREATE INDEX asset_by_state ON asset (state, removed, id)""",
    """CREATE INDEX asset_by_session ON asset (removed, session DESC, id)""",
    """CREATE INDEX asset_by_source ON asset (source_id, removed)""",
    """CREATE INDEX asset_by_fingerprint ON asset (fingerprint)""",
    """CREATE TABLE asset_label (
        facet TEXT NOT NULL,
        label TEXT NOT NULL,
        asset_id INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        score REAL NOT NULL,
        unsure INTEGER NOT NULL,
        PRIMARY KEY (facet, label, asset_id)) WITHOUT ROWID""",
    """CREATE INDEX asset_label_by_asset ON asset_label (asset_id, facet, label)""",
    """CREATE TABLE prediction (
        asset_id INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
        bundle_id TEXT NOT NULL,
        scores TEXT NOT NULL,
        PRIMARY KEY (asset_id, bundle_id)) WITHOUT ROWID""",
    """CREATE TABLE swatch (
        asset_id INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        hex TEXT NOT NULL,
        coverage REAL NOT NULL,
        family TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (asset_id, position)) WITHOUT ROWID""",
    """CREATE TABLE embedding (
        asset_id INTEGER PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
        bundle_id TEXT NOT NULL,
        vector BLOB NOT NULL)""",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY,
        made_at TEXT NOT NULL,
        description TEXT NOT NULL,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        done INTEGER NOT NULL)""",
)


def upgrade(connection: Connection) -> None:
    """Create every table of schema 1."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
