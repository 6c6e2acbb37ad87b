"""How well families are filed: on photographers that the fit has not seen, and on flat colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.families.fit import Anchors, fit_prototypes
from training.families.hand_rules import family_of
from training.families.observe import Observations

Array = NDArray[np.float64]
Filed = NDArray[np.intp]
Filing = Callable[[Array], Filed]  # colours [..., 3] to families [...]

FOLDS = 5


def hand_rules(families: Sequence[str]) -> Filing:
    """The hand-written limits, for arrays."""

    def file(labs: Array) -> Filed:
        found = [families.index(family_of((x, a, b))) for x, a, b in labs.reshape(-1, 3).tolist()]
        return np.array(found, np.intp).reshape(labs.shape[:-1])

    return file


def file_unseen(seen: Observations, anchors: Anchors, families: Sequence[str]) -> Filed:
    """The families [N, MOST] of all swatches, each by a fit to other photographers alone."""
    people = np.unique(seen.groups)
    fold_of = dict(
        zip(people, np.random.default_rng(0).permutation(len(people)) % FOLDS, strict=True)
    )
    folds = np.array([fold_of[group] for group in seen.groups])
    found = np.zeros(seen.shares.shape, np.intp)
    for fold in range(FOLDS):
        asked = folds == fold
        fitted = fit_prototypes(seen.part(~asked), anchors, families)
        found[asked] = fitted.file(seen.labs[asked])
    return found


def first_family(filed: Filed, shares: Array) -> Filed:
    """What a palette is filed under first: the family that covers most [N]."""
    covered = np.zeros((len(filed), int(filed.max()) + 1))
    for column in range(filed.shape[1]):
        np.add.at(covered, (np.arange(len(filed)), filed[:, column]), shares[:, column])
    return np.asarray(covered.argmax(axis=1), np.intp)


def score(found: Filed, seen: Observations) -> dict[str, float]:
    """The share of first colours found, of each kind, and the mean over families of garments."""
    right = found == seen.first
    garments = seen.kinds == "garments"
    figures = {str(kind): float(right[seen.kinds == kind].mean()) for kind in set(seen.kinds)}
    each = [right[garments & (seen.first == family)] for family in set(seen.first.tolist())]
    figures["families"] = float(np.mean([of.mean() for of in each if len(of)]))
    return figures
