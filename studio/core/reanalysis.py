"""Images that an earlier bundle tagged, and what a person answered when asked about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What was said to analysing them again; kept with the library for each bundle."""

    NONE = ""  # not asked yet, or all of it is done
    WANTED = "wanted"  # it began, and goes on at the next start where it stopped
    SETTLED = "settled"  # "not now", or what is left cannot be analysed: no more asking


@dataclass(frozen=True, slots=True)
class Outdated:
    """How many images could be tagged anew, by the bundle at hand."""

    images: int
    answer: Answer
