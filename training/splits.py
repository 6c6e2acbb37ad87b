"""Splits by photographer: the images of one person never stand on both sides."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from training.errors import SplitError


class Part(StrEnum):
    """The three parts of a data set."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


# Thresholds tuned on one person's habits would be that person's: a photographer with a larger
# share of all images than this never counts as validation.
LARGEST_VALIDATION_SHARE = 0.035
FOLDS = 5


def split_groups(
    groups: Sequence[str], *, seed: int, validation: float = 0.12, fold: int = 0
) -> list[Part]:
    """The part of every image, given its photographer; shares are of images, not of groups.

    The test part is one of five folds of about equal size, filled with the largest photographers
    first, so that every fold mixes diligent and occasional ones; validation is drawn by `seed`
    from the rest.
    """
    sizes = Counter(groups)
    order = sorted(sizes, key=lambda group: (-sizes[group], group))
    part_of = dict.fromkeys(order, Part.TRAIN)
    filled = [0] * FOLDS
    for group in order:
        place = filled.index(min(filled))
        filled[place] += sizes[group]
        if place == fold:
            part_of[group] = Part.TEST
    rest = sorted(group for group in order if part_of[group] is Part.TRAIN)
    random.Random(seed).shuffle(rest)
    wanted = validation * len(groups)
    for group in rest:
        if wanted > 0 and (
            len(order) < 20 or sizes[group] <= LARGEST_VALIDATION_SHARE * len(groups)
        ):
            part_of[group] = Part.VALIDATION
            wanted -= sizes[group]
    parts = [part_of[group] for group in groups]
    check_split(groups, parts)
    return parts


def check_split(groups: Sequence[str], parts: Sequence[Part]) -> None:
    """Raise SplitError when a photographer stands in two parts."""
    seen: dict[str, Part] = {}
    for group, part in zip(groups, parts, strict=True):
        if seen.setdefault(group, part) != part:
            raise SplitError(f"Group {group!r} is in both {seen[group]} and {part}.")
