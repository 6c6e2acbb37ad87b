"""What a person says of an image: flag, colour label, and how the two are written."""

from __future__ import annotations

from enum import IntEnum

MAX_RATING = 5
# In the order of the keys 6 to 9; the fifth has no key, as elsewhere.
COLOR_LABELS = ("red", "yellow", "green", "blue", "purple")


class Flag(IntEnum):
    """Picked, rejected or neither; the number is what the catalogue stores."""

    REJECTED = -1
    NONE = 0
    PICKED = 1


# As queries write it, after `flag:`.
FLAG_WORDS = {"picked": Flag.PICKED, "rejected": Flag.REJECTED, "none": Flag.NONE}
