"""What a search by colour asks for: `#c0392b@20%~8`, and whole palettes of such colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from studio.core.errors import QueryError

# Judged on street photographs and flat-lays: closer than this two colours are called by the same
# name, wider lets the neighbours in. In CIEDE2000, where 1 is about the least difference seen.
TOLERANCE = 11.0
MIN_COVERAGE = 0.10  # less is an accent, which few mean when they ask for a colour
PALETTE_TOLERANCE = 18.0  # mean distance that a palette's colours may have to go
LARGEST_TOLERANCE = 100.0  # black to white
_MOST_SWATCHES = 12


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour to look for: how much of an image it has to cover, and how near is near.

    `coverage` is 0..1, `tolerance` in CIEDE2000; None means the default.
    """

    hex: str  # "#rrggbb", lower case
    coverage: float | None = None
    tolerance: float | None = None

    @property
    def least(self) -> float:
        """The share of the image that has to look like it, 0..1."""
        return MIN_COVERAGE if self.coverage is None else self.coverage

    @property
    def reach(self) -> float:
        """How far a colour may be away, CIEDE2000."""
        return TOLERANCE if self.tolerance is None else self.tolerance


@dataclass(frozen=True, slots=True)
class Blend:
    """A palette to look for: its colours with their shares, and how unlike it may be."""

    parts: tuple[Shade, ...]
    tolerance: float | None = None

    @property
    def reach(self) -> float:
        """The mean distance that the colours may have to go, CIEDE2000."""
        return PALETTE_TOLERANCE if self.tolerance is None else self.tolerance


Names = Mapping[str, str]  # a colour's name, case folded -> "#rrggbb"

_AMOUNT = re.compile(r"([@~])(\d+(?:\.\d+)?)(%?)")


def parse_shade(text: str, names: Names | None = None) -> Shade:
    """Read `#c0392b`, `#c32@20%`, `#c0392b@20%~8` or `mustard~8`; raises QueryError.

    The error's position is that of the letter in `text` that cannot be understood.

    >>> parse_shade("#C32@20%~8")
    Shade(hex='#cc3322', coverage=0.2, tolerance=8.0)
    """
    color = re.split("[@~]", text, maxsplit=1)[0]
    coverage = tolerance = None
    at = len(color)
    if at == 0:
        raise QueryError("A colour is missing, as in color~#c0392b.", 0)
    while at < len(text):
        found = _AMOUNT.match(text, at)
        if found is None:
            raise QueryError(_ODD, _stumble(text, at))
        mark, number, percent = found.groups()
        if mark == "@":
            if coverage is not None:
                raise QueryError("The share of the image is there twice.", at)
            if not 0 <= float(number) <= 100:
                raise QueryError("A share of the image is from 0 to 100 %.", at + 1)
            coverage = float(number) / 100
        else:
            if tolerance is not None:
                raise QueryError("The tolerance is there twice.", at)
            if percent:
                raise QueryError("A tolerance is a plain number, as in ~8.", found.end(2))
            if float(number) > LARGEST_TOLERANCE:
                raise QueryError("A tolerance is from 0 to 100.", at + 1)
            tolerance = float(number)
        at = found.end()
    return Shade(_parse_color(color, names or {}), coverage, tolerance)


_ODD = "After a colour comes how much it covers (@20%) or how near it has to be (~8)."


def _stumble(text: str, at: int) -> int:
    """The first letter from `at` on that is neither a mark nor part of a number."""
    found = re.compile(r"[@~]?\d*\.?\d*%?").match(text, at)
    return min(found.end() if found else at, len(text))


def _parse_color(text: str, names: Names) -> str:
    known = names.get(text.casefold())
    if known is not None:
        return known
    digits = text.removeprefix("#")
    skipped = len(text) - len(digits)
    if not skipped and not re.fullmatch("[0-9a-fA-F]{6}", digits):
        near = get_close_matches(text.casefold(), names, 1)
        hint = f"did you mean {near[0]}?" if near else "write it like #c0392b."
        raise QueryError(f"“{text}” is no colour that is known; {hint}", 0)
    for place, letter in enumerate(digits):
        if letter not in "0123456789abcdefABCDEF":
            raise QueryError(f"“{letter}” is no digit of a colour like #c0392b.", skipped + place)
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    if len(digits) != 6:
        raise QueryError(
            "A colour has six digits (#c0392b) or three (#c32), "
            f"this one has {len(digits) or 'none'}.",
            skipped + min(len(digits), 6),
        )
    return f"#{digits.lower()}"


def format_shade(shade: Shade) -> str:
    """The text that parses to `shade` again.

    >>> format_shade(Shade("#c0392b", 0.2, 8.0))
    '#c0392b@20%~8'
    """
    text = shade.hex
    if shade.coverage is not None:
        text += f"@{_number(shade.coverage * 100)}%"
    if shade.tolerance is not None:
        text += f"~{_number(shade.tolerance)}"
    return text


def parse_blend(text: str, names: Names | None = None) -> Blend:
    """Read `#c0392b@60%+#1b1b1d@40%~15`; raises QueryError with the place in `text`.

    A colour without a share gets as much as the others without; the tolerance stands at the end.
    """
    parts: list[Shade] = []
    at = 0
    for piece in text.split("+"):
        try:
            parts.append(parse_shade(piece, names))
        except QueryError as error:
            place = None if error.position is None else at + error.position
            raise QueryError(str(error), place) from None
        if parts[-1].tolerance is not None and at + len(piece) < len(text):
            raise QueryError("The tolerance of a palette stands at its end.", at + len(piece))
        at += len(piece) + 1
    if len(parts) > _MOST_SWATCHES:
        raise QueryError(f"A palette has up to {_MOST_SWATCHES} colours here.", 0)
    if all(part.coverage == 0 for part in parts):
        raise QueryError("The colours of a palette cover something.", 0)
    plain = tuple(Shade(part.hex, part.coverage) for part in parts)
    return Blend(plain, parts[-1].tolerance)


def format_blend(blend: Blend) -> str:
    """The text that parses to `blend` again."""
    text = "+".join(format_shade(part) for part in blend.parts)
    return text if blend.tolerance is None else f"{text}~{_number(blend.tolerance)}"


def blend_of(palette: Iterable[tuple[str, float]]) -> Blend:
    """The palette of an image, (hex, coverage), as something to look for; whole percents.

    >>> format_blend(blend_of([("#c0392b", 0.614), ("#1b1b1d", 0.3)]))
    '#c0392b@61%+#1b1b1d@30%'
    """
    parts = [Shade(hex_, max(1, round(share * 100)) / 100) for hex_, share in palette]
    return Blend(tuple(parts[:_MOST_SWATCHES]))


def shares(blend: Blend) -> list[float]:
    """What each colour of a palette covers, adding up to 1; those without a share get the mean."""
    given = [part.coverage for part in blend.parts if part.coverage is not None]
    mean = sum(given) / len(given) if given and sum(given) else 1.0
    raw = [mean if part.coverage is None else part.coverage for part in blend.parts]
    return [share / sum(raw) for share in raw]


def _number(value: float) -> str:
    """Plain digits, as many as it takes to read the same number (to a hundredth) again."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
