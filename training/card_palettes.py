"""The section of the model card on palettes, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.card_tables import interval, table

_WAYS = {
    "whole": "all of the picture, largest cluster",
    "border": "without what fills the frame",
    "mask": "inside the network's mask, filed by hex",
    "network": "filed by what the network sees of each place",
}
_FIGURES = {
    "first_family": "first family right",
    "in_set": "first family among those named",
    "named_micro_f1": "families filed under, micro-F1",
    "palette_micro_f1": "families of the swatches, micro-F1",
}
_PLACES = {"garments": "single items", "outfits": "outfits"}


def palette_section(palettes: Mapping[str, Any] | None) -> str:
    """What `python -m training palettes` measured."""
    if palettes is None:
        return "They have not been measured yet."
    rows = []
    for kind, place in _PLACES.items():
        for way, found in palettes[kind]["ways"].items():
            figures = [interval(found["figures"][name]) for name in _FIGURES]
            rows.append([f"{place}: {_WAYS[way]}", *figures])
    measured = (
        f"Measured by `python -m training palettes` with the {palettes['precision']} network, "
        f"{palettes['garments']['images']} items and {palettes['outfits']['images']} outfits of "
        "the test part. The application files by the last way; a swatch counts from "
        f"{palettes['shown_from']:.0%} coverage."
    )
    swapped, drawn = palettes["swapped"], palettes["drawn"]
    moved = (
        f"Drawn garments of a known colour ({drawn['images']}): the first swatch is off "
        f"{_spread(drawn)}."
    )
    if swapped is not None:
        moved += (
            f" The same item on other backgrounds ({swapped['images']} pictures): it moves "
            f"{_spread(swapped)}."
        )
    wrong = [f"- {place}: {_confusions(palettes[kind]['ways'])}" for kind, place in _PLACES.items()]
    return "\n\n".join(
        [
            measured,
            table(["palette", *_FIGURES.values()], rows),
            "The commonest wrong first families:\n\n" + "\n".join(wrong),
            moved,
        ]
    )


def _confusions(ways: Mapping[str, Any]) -> str:
    last = list(ways.values())[-1]
    return ", ".join(
        f"{true} taken for {said} ({count})" for true, said, count in last["confusions"]
    )


def _spread(distances: Mapping[str, Any]) -> str:
    return (
        f"by at most {distances['limit']:g} (CIEDE2000) in {distances['within']:.1%}, half of them "
        f"by at most {distances['median']:g}, 95 % by at most {distances['percentile_95']:g}"
    )
