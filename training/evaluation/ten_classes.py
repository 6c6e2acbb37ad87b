"""The ten classes of clothing-dataset-small, for comparison with what others have published.

That selection (github.com/alexeygrigorev/clothing-dataset-small) keeps ten of the source's own
labels; its published figures come from a split by image, ours from one by photographer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.datasets import Example
from training.evaluation.figures import Bootstrap, Figure

# the source's label -> ours
TEN = {
    "T-Shirt": "t-shirt",
    "Longsleeve": "long-sleeve",
    "Shirt": "shirt",
    "Outwear": "outerwear",
    "Dress": "dress",
    "Pants": "pants",
    "Shorts": "shorts",
    "Skirt": "skirt",
    "Shoes": "shoes",
    "Hat": "hat",
}


def ten_class_figures(
    garment: NDArray[np.floating], examples: Sequence[Example], garments: Sequence[str]
) -> tuple[dict[str, Figure], dict[str, int]]:
    """Accuracy by our labels and by the source's own, among the ten alone; and of how many.

    `garment` [N, garments] are the probabilities of the first garment; images of other garments are
    left out.
    """
    columns = [garments.index(label) for label in TEN.values()]
    answer = np.array(list(TEN.values()))[garment[:, columns].argmax(axis=1)]
    truths = {
        "ten_classes_accuracy": [e.garments[0] for e in examples],
        "ten_classes_source_accuracy": [TEN.get(e.source_label, "") for e in examples],
    }
    found, counts = {}, {}
    for name, truth in truths.items():
        rows = [row for row, label in enumerate(truth) if label in TEN.values()]
        bootstrap = Bootstrap([examples[row].group for row in rows])
        found[name] = bootstrap.mean(np.array([answer[row] == truth[row] for row in rows], float))
        counts[name] = len(rows)
    return found, counts
