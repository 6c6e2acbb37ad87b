"""Splits by photographer: the images of one person never stand on both sides."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from training.errors import SplitError

# One photographer with hundreds of images would be most of a test set; such groups only train.
LARGEST_HELD_OUT_SHARE = 0.035


class Part(StrEnum):
    """The three parts of a data set."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


def split_groups(
    groups: Sequence[str], *, seed: int, validation: float = 0.12, test: float = 0.20
) -> list[Part]:
    """The part of every image, given its photographer; shares are of images, not of groups."""
    sizes = Counter(groups)
    order = sorted(sizes)
    random.Random(seed).shuffle(order)  # noqa: S311 - a reproducible draw, nothing secret
    wanted = {Part.TEST: test * len(groups), Part.VALIDATION: validation * len(groups)}
    part_of: dict[str, Part] = {}
    filled: Counter[Part] = Counter()
    for group in order:
        part = Part.TRAIN
        small = len(order) < 20 or sizes[group] <= LARGEST_HELD_OUT_SHARE * len(groups)
        for candidate in (Part.TEST, Part.VALIDATION):
            if small and filled[candidate] < wanted[candidate]:
                part = candidate
                break
        part_of[group] = part
        filled[part] += sizes[group]
    parts = [part_of[group] for group in groups]
    check_split(groups, parts)
    return parts


def check_split(groups: Sequence[str], parts: Sequence[Part]) -> None:
    """Raise SplitError when a photographer stands in two parts."""
    seen: dict[str, Part] = {}
    for group, part in zip(groups, parts, strict=True):
        if seen.setdefault(group, part) != part:
            raise SplitError(f"Group {group!r} is in both {seen[group]} and {part}.")
