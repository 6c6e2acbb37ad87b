"""How well a new label can be taught from a few examples: ridge regression on the embedding.

The episodes' images are single items by the photographers of the validation and test parts, none
of whom trained the network (validation chose temperatures and thresholds, which have no part in
the embedding). Two families of classes are measured: garment x pattern, which the embedding was
trained to tell apart, and garment x first colour, of which no head or loss has ever seen the
colour. A class has more images than the largest number of shots, so that 5 and 20 shots are asked
about the same classes. No photographer stands on both sides of an episode, so that a bedspread
cannot be what was learnt.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.datasets import Example
from training.evaluation.figures import SEED, Bootstrap, Figure
from training.metrics import Array

WAYS = 5
SHOTS = (5, 20)
QUERIES = 15  # of each class, at most
EPISODES = 300
RIDGE = 0.3
_PATIENCE = 40  # draws for each episode that is wanted


@dataclass(frozen=True, slots=True)
class Episode:
    """Rows to learn from and rows to be tested on, each with its class 0..ways-1."""

    support: NDArray[np.intp]
    support_class: NDArray[np.intp]
    query: NDArray[np.intp]
    query_class: NDArray[np.intp]


def draw_episodes(
    classes: Sequence[Hashable], groups: Sequence[str], shots: int, *, count: int = EPISODES
) -> list[Episode]:
    """Up to `count` seeded episodes; fewer, or none, where the images do not suffice."""
    members: dict[Hashable, list[int]] = {}
    for row, label in enumerate(classes):
        members.setdefault(label, []).append(row)
    candidates = [rows for rows in members.values() if len(rows) > max(SHOTS)]
    rng = np.random.default_rng((SEED, shots))
    episodes: list[Episode] = []
    for _ in range(count * _PATIENCE if len(candidates) >= WAYS else 0):
        chosen = rng.choice(len(candidates), WAYS, replace=False)
        episode = _draw_episode([candidates[i] for i in chosen], groups, shots, rng)
        if episode is not None:
            episodes.append(episode)
        if len(episodes) == count:
            break
    return episodes


def _draw_episode(
    members: list[list[int]], groups: Sequence[str], shots: int, rng: np.random.Generator
) -> Episode | None:
    names = sorted({groups[row] for rows in members for row in rows})
    place = dict(zip(names, rng.permutation(len(names)), strict=True))
    support: list[list[int]] = []
    for rows in members:
        # Photographer by photographer, so that as few as possible are used up for learning.
        ordered = sorted(rng.permutation(rows).tolist(), key=lambda row: place[groups[row]])
        support.append(ordered[:shots])
    used = {groups[row] for rows in support for row in rows}
    query = [[row for row in rows if groups[row] not in used] for rows in members]
    if not all(query):
        return None
    query = [rng.permutation(rows)[:QUERIES].tolist() for rows in query]
    return Episode(*_flat(support), *_flat(query))


def _flat(rows: list[list[int]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return (
        np.concatenate([np.array(r, np.intp) for r in rows]),
        np.repeat(np.arange(len(rows)), [len(r) for r in rows]),
    )


def ridge_predict(support: Array, classes: NDArray[np.intp], query: Array) -> NDArray[np.intp]:
    """The class of each query by ridge regression onto one-hot targets, in closed form."""
    middle = support.mean(axis=0)
    x = support - middle
    y = np.eye(int(classes.max()) + 1)[classes]
    mean = y.mean(axis=0)
    dual = np.linalg.solve(x @ x.T + RIDGE * np.eye(len(x)), y - mean)
    answers: NDArray[np.intp] = ((query - middle) @ (x.T @ dual) + mean).argmax(axis=1)
    return answers


def few_shot_figures(
    embedding: NDArray[np.floating], examples: Sequence[Example]
) -> dict[str, Figure]:
    """Accuracy over all queries of all episodes; the bootstrap is over the queries' authors."""
    vectors = np.asarray(embedding, np.float64)
    groups = [example.group for example in examples]
    families = {
        "pair": [(e.garments[0], e.pattern) for e in examples],
        "color": [(e.garments[0], e.colors[0]) for e in examples],
    }
    found = {}
    for name, classes in families.items():
        for shots in SHOTS:
            right: list[float] = []
            asked: list[str] = []
            for episode in draw_episodes(classes, groups, shots):
                answers = ridge_predict(
                    vectors[episode.support], episode.support_class, vectors[episode.query]
                )
                right += (answers == episode.query_class).astype(float).tolist()
                asked += [groups[row] for row in episode.query]
            found[f"few_shot_{name}_{shots}"] = Bootstrap(asked).mean(np.array(right))
    return found
