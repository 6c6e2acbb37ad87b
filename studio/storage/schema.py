"""The tables of the catalogue as SQLAlchemy Core sees them; migrations create them."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

setting = Table("setting", metadata, Column("key", Text, primary_key=True), Column("value", Text))

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", LargeBinary),
    Column("name", Text),
    Column("kind", Text),
    Column("added_at", Text),
    Column("watched", Integer),
    Column("removed", Integer),
)

asset = Table(
    "asset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", Integer),
    Column("path", LargeBinary),  # os.fsencode: names need not be UTF-8
    Column("name", Text),
    Column("folded_name", Text),  # casefolded, since SQLite folds ASCII only
    Column("size", Integer),
    Column("mtime_ns", Integer),
    Column("session", Integer),  # the import that brought it
    Column("added_at", Text),
    Column("state", Text),
    Column("failure", Text),
    Column("missing", Integer),
    Column("removed", Integer),
    Column("unsure", Integer),
    Column("rating", Integer),  # 0 to 5 stars
    Column("flag", Integer),  # 1 picked, -1 rejected, 0 neither
    Column("color_label", Text),  # a colour, or empty
    Column("note", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("format", Text),
    Column("captured_at", Text),
    Column("fingerprint", Text),
    Column("difference_hash", Integer),
    Column("color_order", Float),  # where the largest swatch stands when sorted by hue
    Column("lightness_order", Float),  # 0 white to 1 black, the mean of the palette
    Column("bundle_id", Text),
)

asset_label = Table(
    "asset_label",
    metadata,
    Column("facet", Text, primary_key=True),
    Column("label", Text, primary_key=True),
    Column("asset_id", Integer, primary_key=True),
    Column("position", Integer),
    Column("score", Float),
    Column("unsure", Integer),
)

prediction = Table(
    "prediction",
    metadata,
    Column("asset_id", Integer, primary_key=True),
    Column("bundle_id", Text, primary_key=True),
    Column("scores", Text),  # JSON {facet: {label: score}}: always read and written whole
)

swatch = Table(
    "swatch",
    metadata,
    Column("asset_id", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("hex", Text),
    Column("coverage", Float),
    Column("family", Text),
    Column("name", Text),
    Column("role", Text),
)

embedding = Table(
    "embedding",
    metadata,
    Column("asset_id", Integer, primary_key=True),
    Column("bundle_id", Text),
    Column("vector", LargeBinary),
)

tag = Table(
    "tag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("folded_name", Text),  # unique: "Client A" is "client a"
    Column("used_at", Text),  # given last
)

asset_tag = Table(
    "asset_tag",
    metadata,
    Column("tag_id", Integer, primary_key=True),
    Column("asset_id", Integer, primary_key=True),
)

collection = Table(
    "collection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("parent_id", Integer),  # where it stands in the tree; no parent: at the top
    Column("kind", Text),  # "smart", "board"
    Column("name", Text),
    Column("query", Text),  # of a smart collection, as `format_query` writes it
    Column("position", Integer),  # among its siblings
)

board_asset = Table(
    "board_asset",
    metadata,
    Column("collection_id", Integer, primary_key=True),
    Column("asset_id", Integer, primary_key=True),
    Column("position", Float),  # between two neighbours there is always room for another
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", Text),
    Column("description", Text),
    Column("kind", Text),
    Column("payload", Text),
    Column("done", Integer),
)
