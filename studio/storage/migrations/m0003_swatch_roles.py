"""Which swatch of a print is its ground; known of what is analysed from now on."""

from __future__ import annotations

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Add the column, empty for the swatches that are there."""
    connection.exec_driver_sql("ALTER TABLE swatch ADD COLUMN role TEXT NOT NULL DEFAULT ''")
