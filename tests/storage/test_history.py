from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.edit import SetRemoved
from studio.storage.catalogue import Catalogue
from tests.storage.examples import files

COUNT = 6
subsets = st.sets(st.integers(1, COUNT))
actions = st.one_of(
    st.tuples(st.just("remove"), subsets),
    st.tuples(st.just("restore"), subsets),
    st.tuples(st.sampled_from(["undo", "redo", "reopen"]), st.just(set[int]())),
)


class Model:
    """Undo as a stack of states."""

    def __init__(self) -> None:
        self.states: list[frozenset[int]] = [frozenset()]
        self.at = 0

    def act(self, name: str, ids: set[int]) -> None:
        now = self.states[self.at]
        if name in ("remove", "restore"):
            after = now | ids if name == "remove" else now - ids
            if after != now:
                self.states = [*self.states[: self.at + 1], after]
                self.at += 1
        elif name == "undo":
            self.at = max(0, self.at - 1)
        elif name == "redo":
            self.at = min(len(self.states) - 1, self.at + 1)


@settings(max_examples=25, deadline=None)
@given(st.lists(actions, max_size=12))
def test_undo_and_redo_follow_a_stack_of_states(steps: list[tuple[str, set[int]]]) -> None:
    model = Model()
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.open(Path(folder))
        catalogue.register_files(catalogue.add_source("/p"), files(COUNT), 1)
        for name, ids in steps:
            model.act(name, ids)
            if name in ("remove", "restore"):
                catalogue.apply(SetRemoved(tuple(sorted(ids)), name == "remove"))
            elif name == "undo":
                catalogue.undo()
            elif name == "redo":
                catalogue.redo()
            else:
                catalogue.close()
                catalogue = Catalogue.open(Path(folder))
            present = set(range(1, COUNT + 1)) - model.states[model.at]
            assert set(catalogue.list_ids()) == present
            assert (catalogue.find_undo() is None) == (model.at == 0)
            assert (catalogue.find_redo() is None) == (model.at == len(model.states) - 1)
        catalogue.close()
