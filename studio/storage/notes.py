"""What the words of a query find in notes, by the full text index of the catalogue."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, column, literal_column, select, table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOTE_WORDS = table("note_words", column("rowid"))


def match_notes(words: str) -> Select[Any]:
    """A select of the ids of assets in whose notes all these words stand, or begin a word."""
    # In quotes nothing is an operator; NUL would end the text.
    pieces = (piece.replace('"', '""') for piece in re.split(r"[\s\0]+", printable(words)) if piece)
    wanted = " AND ".join(f'"{piece}"*' for piece in pieces) or '""'
    return select(_NOTE_WORDS.c.rowid).where(literal_column("note_words").op("MATCH")(wanted))


def find_notes(connection: Connection, words: str) -> NDArray[np.int64]:
    """The ids themselves."""
    import numpy as np

    return np.array(connection.execute(match_notes(words)).scalars().all(), np.int64)


def encode_path(path: str) -> bytes:
    """The bytes of a path as the catalogue has them; of what no file can be called, none."""
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:
        return b""


def printable(text: str) -> str:
    """Without the halves of letters that a command line may hold, and the database may not."""
    return text.encode("utf-8", "replace").decode()
