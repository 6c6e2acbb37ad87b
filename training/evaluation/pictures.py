"""Pictures of what goes wrong: for the eyes of who trains, in the work folder alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from training.evaluation.scored import Scored

_CELL, _MARGIN = 34, 120  # px
_TILE, _TEXT, _COLUMNS = 160, 34, 6
_INK, _PAPER, _GRID = (20, 20, 20), (255, 255, 255), (225, 225, 225)


def draw_confusion(matrix: dict[str, Any], title: str) -> Image.Image:
    """Rows are true labels, columns answers; a cell's shade is its share of the row."""
    labels, counts = matrix["labels"], np.array(matrix["counts"])
    side = _MARGIN + _CELL * len(labels)
    picture = Image.new("RGB", (side + 10, side + 10), _PAPER)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(12)
    draw.text((6, 6), f"{title}\ndown: true\nacross: said", _INK, font)
    for k, label in enumerate(labels):
        draw.text((_MARGIN - 6, _MARGIN + _CELL * (k + 0.5)), label, _INK, font, "rm")
        name = Image.new("RGB", (_MARGIN - 10, 16), _PAPER)
        ImageDraw.Draw(name).text((0, 8), label, _INK, font, "lm")
        picture.paste(name.rotate(90, expand=True), (_MARGIN + _CELL * k + 9, 4))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    for (row, column), count in np.ndenumerate(counts):
        x, y = _MARGIN + _CELL * column, _MARGIN + _CELL * row
        share = float(shares[row, column])
        fade = round(255 * (1 - share))
        color = (fade, fade, 255) if row == column else (255, fade, fade)
        draw.rectangle((x, y, x + _CELL, y + _CELL), color, _GRID)
        if count:
            ink = _PAPER if share > 0.6 else _INK
            draw.text((x + _CELL / 2, y + _CELL / 2), str(count), ink, font, "mm")
    return picture


def draw_mistakes(
    scored: Scored, head: str, pixels: NDArray[np.uint8], count: int = 36
) -> Image.Image:
    """The most confident wrong answers, with what is true, what was said and how sure."""
    confidence = scored.probabilities[head].max(axis=1)
    wrong = np.flatnonzero(~scored.right(head))
    worst = wrong[np.argsort(-confidence[wrong], kind="stable")][:count]
    lines = max(1, -(-len(worst) // _COLUMNS))
    sheet = Image.new("RGB", (_COLUMNS * _TILE, lines * (_TILE + _TEXT)), _PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    labels = scored.labels[head]
    for place, row in enumerate(worst):
        x, y = (place % _COLUMNS) * _TILE, (place // _COLUMNS) * (_TILE + _TEXT)
        square = Image.fromarray(pixels[row]).resize((_TILE, _TILE), Image.Resampling.BILINEAR)
        sheet.paste(square, (x, y))
        said = labels[int(scored.probabilities[head][row].argmax())]
        true = labels[int(scored.truth[head][row].argmax())]
        draw.text((x + 3, y + _TILE + 1), f"true: {true}", _INK, font)
        draw.text((x + 3, y + _TILE + 16), f"said: {said} {confidence[row]:.2f}", _INK, font)
    return sheet


def write_pictures(
    scored: Scored, matrices: dict[str, Any], pixels: NDArray[np.uint8], folder: Path
) -> None:
    """Confusions and worst mistakes of one kind of photograph, as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = scored.examples[0].kind
    for head in scored.single:
        confusion = draw_confusion(matrices[head], f"{kind}: {head}")
        confusion.save(folder / f"{kind}-{head}-confusion.png")
        draw_mistakes(scored, head, pixels).save(folder / f"{kind}-{head}-mistakes.jpg", quality=88)
