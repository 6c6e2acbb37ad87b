"""What a person says of images: flags, colour labels, notes, tags, collections; living sources."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    "ALTER TABLE asset ADD COLUMN flag INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE asset ADD COLUMN color_label TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE asset ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE source ADD COLUMN watched INTEGER NOT NULL DEFAULT 0",
    "UPDATE source SET watched = 1 WHERE kind = 'folder'",
    # A source that was removed keeps its row, so that it can come back.
    "ALTER TABLE source ADD COLUMN removed INTEGER NOT NULL DEFAULT 0",
    # A file that moved is looked for among those of its size.
    "CREATE INDEX asset_by_size ON asset (size)",
    # Files in the folders that are no images: they are not opened again while they stay the same.
    """CREATE TABLE other_file (
        path BLOB PRIMARY KEY,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL) WITHOUT ROWID""",
    # A missing image, and those that may be it: copies of one content, so nothing was guessed.
    """CREATE TABLE move_question (
        asset_id INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
        candidate_id INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
        PRIMARY KEY (asset_id, candidate_id)) WITHOUT ROWID""",
    "CREATE INDEX move_question_by_candidate ON move_question (candidate_id)",
    """CREATE TABLE tag (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE,
        used_at TEXT NOT NULL)""",
    """CREATE TABLE asset_tag (
        tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
        asset_id INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
        PRIMARY KEY (tag_id, asset_id)) WITHOUT ROWID""",
    "CREATE INDEX asset_tag_by_asset ON asset_tag (asset_id, tag_id)",
    """CREATE TABLE collection (
        id INTEGER PRIMARY KEY,
        parent_id INTEGER REFERENCES collection (id),
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        query TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE board_asset (
        collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
        asset_id INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
        position REAL NOT NULL,
        PRIMARY KEY (collection_id, asset_id)) WITHOUT ROWID""",
    "CREATE INDEX board_asset_by_asset ON board_asset (asset_id)",
    # Words of the notes; the text itself stays in the row of its asset.
    """CREATE VIRTUAL TABLE note_words USING fts5 (
        note, content='asset', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER note_written AFTER UPDATE OF note ON asset WHEN NEW.note <> OLD.note BEGIN
        INSERT INTO note_words (note_words, rowid, note)
            SELECT 'delete', OLD.id, OLD.note WHERE OLD.note <> '';
        INSERT INTO note_words (rowid, note) SELECT NEW.id, NEW.note WHERE NEW.note <> '';
    END""",
    """CREATE TRIGGER note_lost AFTER DELETE ON asset WHEN OLD.note <> '' BEGIN
        INSERT INTO note_words (note_words, rowid, note) VALUES ('delete', OLD.id, OLD.note);
    END""",
)


def upgrade(connection: Connection) -> None:
    """Add the columns and tables; nothing has been said of the images that are there."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
