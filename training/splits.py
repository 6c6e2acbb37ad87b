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


# A part in which one person has most of the images speaks of that person. The handful with a
# larger share of all images than this teach, and are never asked.
LARGEST_SHARE = 0.02
_FEW = 20  # with fewer groups than this (a tiny data set of a test) everybody may be asked


def split_groups(
    groups: Sequence[str], *, seed: int, test: float = 0.18, validation: float = 0.08
) -> list[Part]:
    """The part of every image, given its photographer; shares are of images, not of groups.

    Photographers are drawn by `seed`, first for the test part, then for validation.
    """
    sizes = Counter(groups)
    order = sorted(sizes)
    random.Random(seed).shuffle(order)
    largest = LARGEST_SHARE * len(groups) if len(order) >= _FEW else len(groups)
    wanted = {Part.TEST: test * len(groups), Part.VALIDATION: validation * len(groups)}
    part_of = dict.fromkeys(order, Part.TRAIN)
    for group in order:
        part = Part.TEST if wanted[Part.TEST] > 0 else Part.VALIDATION
        if sizes[group] <= largest and wanted[part] > 0:
            part_of[group] = part
            wanted[part] -= sizes[group]
    parts = [part_of[group] for group in groups]
    check_split(groups, parts)
    return parts


def check_split(groups: Sequence[str], parts: Sequence[Part]) -> None:
    """Raise SplitError when a photographer stands in two parts."""
    seen: dict[str, Part] = {}
    for group, part in zip(groups, parts, strict=True):
        if seen.setdefault(group, part) != part:
            raise SplitError(f"Group {group!r} is in both {seen[group]} and {part}.")
