"""What a person says of an image: flag, colour label, and how the two are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

MAX_RATING = 5
MAX_NAME = 200  # letters of a tag or a collection
# What a person says of images; a change of these alone moves no image in or out of the library.
MARKS = frozenset({"rating", "flag", "color_label", "note", "tags"})
# In the order of the keys 6 to 9; the fifth has no key, as elsewhere.
COLOR_LABELS = ("red", "yellow", "green", "blue", "purple")


class Flag(IntEnum):
    """Picked, rejected or neither; the number is what the catalogue stores."""

    REJECTED = -1
    NONE = 0
    PICKED = 1


# As queries write it, after `flag:`.
FLAG_WORDS = {"picked": Flag.PICKED, "rejected": Flag.REJECTED, "none": Flag.NONE}


@dataclass(frozen=True, slots=True)
class Marks:
    """What some images were given by hand: each value with the number of images that have it."""

    images: int
    ratings: Mapping[int, int]
    flags: Mapping[Flag, int]
    color_labels: Mapping[str, int]  # empty: none
    tags: Mapping[str, int]  # by their names, what most of them have first
    notes: Mapping[str, int]  # at most a few different ones
