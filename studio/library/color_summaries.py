"""What collections look like, counted when it is asked for and kept until something changes."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Sequence

from studio.core.color import parse_hex
from studio.core.color_summary import ColorSummary, FamilyColors, Tone
from studio.core.query import Query
from studio.storage.catalogue import Catalogue
from studio.storage.color_rows import ColorRows, SwatchRow

_KEPT = 8
_SAMPLE = 5_000  # images: a share is known to about a hundredth, in a tenth of a second


class ColorSummaries:
    """Safe to use from any thread; slow enough that none of them should be the GUI's."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._known: OrderedDict[Query, ColorSummary] = OrderedDict()
        self._turn = 0  # counts the changes

    def of_query(self, query: Query) -> ColorSummary:
        """The colours of everything that matches."""
        with self._lock:
            turn, known = self._turn, self._known.get(query)
        if known is not None:
            return known
        summary = summarise(self._catalogue.read_colors(query))
        # Of a library that another process writes no change is heard: nothing is kept of it.
        with self._lock:
            if turn == self._turn and not self._catalogue.is_read_only:
                self._known[query] = summary
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        return summary

    def sketch(self) -> ColorSummary:
        """What the library looks like, by a sample of a large one; its counts are the sample's."""
        return summarise(self._catalogue.read_color_sample(_SAMPLE))

    def of_assets(self, ids: Sequence[int]) -> ColorSummary:
        """The colours of these assets."""
        return summarise(self._catalogue.read_colors_of(ids))

    def forget(self) -> None:
        """Something has changed."""
        with self._lock:
            self._turn += 1
            self._known.clear()


def summarise(rows: ColorRows) -> ColorSummary:
    """Families and their tones; each image weighs the same."""
    totals: dict[int, float] = defaultdict(float)
    by_family: dict[str, list[SwatchRow]] = defaultdict(list)
    for row in rows.swatches:
        totals[row.asset_id] += row.coverage
        by_family[row.family].append(row)
    families = [
        _summarise_family(family, members, totals, rows.filed[family])
        for family, members in by_family.items()
    ]
    return ColorSummary(
        images=rows.images,
        waiting=rows.waiting,
        without=max(0, rows.images - rows.waiting - len(totals)),
        families=tuple(sorted(families, key=lambda found: (-found.share, found.family))),
    )


def _summarise_family(
    family: str, rows: Sequence[SwatchRow], totals: dict[int, float], filed: int
) -> FamilyColors:
    import numpy as np

    from studio.imaging.oklab import rgb_to_oklab
    from studio.imaging.tones import find_median, group_tones

    lab = rgb_to_oklab(np.array([parse_hex(row.hex) for row in rows], np.uint8))
    shares = [row.coverage / totals[row.asset_id] / len(totals) for row in rows]
    weights = np.array(shares, np.float32)
    middle = rows[find_median(lab, weights)]
    tones = tuple(
        Tone(
            rows[at].hex,
            rows[at].name,
            float(weights[members].sum()),
            len({rows[member].asset_id for member in members}),
        )
        for at, members in group_tones(lab, weights)
    )
    return FamilyColors(family, middle.hex, middle.name, float(sum(shares)), filed, tones)
