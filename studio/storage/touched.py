"""Which assets a transaction touched: triggers of the writing connection take note.

So whatever writes need not tell what it wrote, and nothing that is kept in memory can be forgotten.
"""

from __future__ import annotations

from sqlalchemy import Connection

# No asset has these ids.
SOURCES = 0  # stands for a change of sources or names of tags
NAMES = -1  # stands for files that are called something else now

_EVENTS = (
    ("asset", "INSERT", "NEW.id"),
    ("asset", "UPDATE", "NEW.id"),
    ("asset", "UPDATE OF folded_name", f"{NAMES} WHERE NEW.folded_name <> OLD.folded_name"),
    ("asset", "DELETE", "OLD.id"),
    ("asset_label", "INSERT", "NEW.asset_id"),
    ("asset_label", "UPDATE", "NEW.asset_id"),
    ("asset_label", "DELETE", "OLD.asset_id"),
    ("asset_tag", "INSERT", "NEW.asset_id"),
    ("asset_tag", "UPDATE", "OLD.asset_id"),
    ("asset_tag", "UPDATE", "NEW.asset_id"),
    ("asset_tag", "DELETE", "OLD.asset_id"),
    ("tag", "INSERT", str(SOURCES)),
    ("tag", "UPDATE", str(SOURCES)),
    ("tag", "DELETE", str(SOURCES)),
    ("board_asset", "INSERT", "NEW.asset_id"),
    ("board_asset", "DELETE", "OLD.asset_id"),
    ("source", "INSERT", str(SOURCES)),
    ("source", "UPDATE", str(SOURCES)),
    ("source", "DELETE", str(SOURCES)),
)


def watch(connection: Connection) -> None:
    """Take note from now on; the tables have to be there."""
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)")
    for number, (table, event, id_) in enumerate(_EVENTS):
        connection.exec_driver_sql(
            f"CREATE TEMP TRIGGER IF NOT EXISTS touched_{number} AFTER {event}"
            f" ON main.{table} BEGIN INSERT OR IGNORE INTO touched SELECT {id_}; END"
        )


def take(connection: Connection) -> list[int]:
    """The ids that were noted in this transaction; they are forgotten."""
    ids = [int(row[0]) for row in connection.exec_driver_sql("SELECT id FROM temp.touched")]
    if ids:
        connection.exec_driver_sql("DELETE FROM temp.touched")
    return ids
