"""What a search by an image asks for: `similar:1234`, `similar:7+9~60%`, `similar:look.jpg`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.core.errors import QueryError
from studio.core.shade import TOLERANCE

# Judged on street photographs, flat-lays and product shots: what is nearer than this is the same
# kind of garment in the same spirit, below it only one of the two holds. A cosine, 0..1.
LEAST_SIMILARITY = 0.5
# A rare piece has no such neighbours, and whoever asks still wants to see the nearest there are.
NEAREST_SHOWN = 50
MOST_IMAGES = 100  # that the mean is taken of


@dataclass(frozen=True, slots=True)
class Example:
    """The images to look for the like of, and how alike they have to be.

    `images` are ids of assets as digits, of which the mean counts, or one path or name of a file.
    `least` is the least similarity (cosine), 0..1; 0 lets everything in, None means the default.
    """

    images: tuple[str, ...]
    least: float | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        """The assets; empty where a file is named."""
        return tuple(map(int, self.images)) if _IDS.fullmatch("+".join(self.images)) else ()

    @property
    def file(self) -> str:
        """The path or name of the file; empty where ids are given."""
        return "" if self.ids else self.images[0]


_IDS = re.compile(r"[0-9]{1,18}(\+[0-9]{1,18})*")
_LEAST = re.compile(r"~(\d+(?:\.\d+)?)%$")


def parse_example(text: str) -> Example:
    """Read `1234`, `7+9~60%` or `/photos/look.jpg~60%`; raises QueryError with the place in `text`.

    >>> parse_example("7+9~60%")
    Example(images=('7', '9'), least=0.6)
    """
    found = _LEAST.search(text)
    subject = text[: found.start()] if found else text
    least = None
    if found:
        if float(found[1]) > 100:
            raise QueryError("A similarity is from 0 to 100 %, as in ~60%.", found.start(1))
        least = float(found[1]) / 100
    if not subject.strip():
        raise QueryError("An image is missing, as in similar:1234 or similar:look.jpg.", 0)
    if not _IDS.fullmatch(subject):
        return Example((subject,), least)
    images = tuple(dict.fromkeys(str(int(part)) for part in subject.split("+")))
    if len(images) > MOST_IMAGES:
        raise QueryError(f"A search goes by up to {MOST_IMAGES} images.", 0)
    return Example(images, least)


def format_example(example: Example) -> str:
    """The text that parses to `example` again.

    >>> format_example(Example(("7", "9"), 0.6))
    '7+9~60%'
    """
    text = "+".join(example.images)
    least = example.least
    if least is None:
        # A name may end as a similarity does.
        return f"{text}~{_percent(LEAST_SIMILARITY)}%" if _LEAST.search(text) else text
    return f"{text}~{_percent(least)}%"


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".")


def to_distance(similarity: float) -> float:
    """A similarity in the unit of colour distances, so that the two can be added.

    An image that is just similar enough is as far away as a colour that is just near enough.
    """
    return (1 - similarity) * TOLERANCE / (1 - LEAST_SIMILARITY)
