"""After any sequence of file operations and a look, the catalogue equals the tree."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from studio.imaging.fingerprint import content_fingerprint
from studio.storage.catalogue import Catalogue
from tests.library import living

NAMES = [f"{folder}{name}.png" for folder in ("", "a/", "a/in/", "b/") for name in "12"]
names = st.sampled_from(NAMES)
sizes = st.sampled_from((64, 80))
numbers = st.integers(0, 7)


class LivingTree(RuleBasedStateMachine):
    """A folder in which everything happens, looked at now and then."""

    @initialize()
    def begin(self) -> None:
        self.work = Path(tempfile.mkdtemp())
        self.photos = self.work / "photos"
        for name in NAMES[::2]:
            living.draw(self.photos / name, name)
        self.catalogue = Catalogue.open(self.work / "library")
        living.add(self.catalogue, self.photos)
        self.contents = 0
        self.rated: dict[str, int] = {}  # rating by content; each content has its own
        self.rate(self.tree())

    def teardown(self) -> None:
        if hasattr(self, "catalogue"):
            try:
                self.compare()
            finally:
                self.catalogue.close()
                shutil.rmtree(self.work)

    def pick(self, number: int) -> Path:
        """One of the files that are there."""
        files = sorted(path for path in self.photos.rglob("*") if path.is_file())
        return files[number % len(files)] if files else living.draw(self.photos / "1.png", "again")

    def tree(self) -> dict[str, str]:
        return {
            os.path.relpath(path, self.photos): content_fingerprint(path)
            for path in self.photos.rglob("*")
            if path.is_file()
        }

    @rule(name=names, size=sizes)
    def write(self, name: str, size: int) -> None:
        """Create, or replace what is there."""
        self.contents += 1
        living.draw(self.photos / name, f"content {self.contents}", size)

    @rule(number=numbers)
    def delete(self, number: int) -> None:
        self.pick(number).unlink()

    @rule(number=numbers, goal=names)
    def move(self, number: int, goal: str) -> None:
        """Also over what is there."""
        source = self.pick(number)
        (self.photos / goal).parent.mkdir(parents=True, exist_ok=True)
        source.rename(self.photos / goal)

    @rule(number=numbers, goal=names)
    def copy(self, number: int, goal: str) -> None:
        source = self.pick(number)
        (self.photos / goal).parent.mkdir(parents=True, exist_ok=True)
        if source != self.photos / goal:
            shutil.copy2(source, self.photos / goal)

    @rule(one=numbers, other=numbers)
    def swap(self, one: int, other: int) -> None:
        first, second = self.pick(one), self.pick(other)
        if first != second:
            first.rename(self.work / "aside")
            second.rename(first)
            (self.work / "aside").rename(second)

    @rule(source=st.sampled_from(("a", "a/in", "b")), goal=st.sampled_from(("b", "c", "a/d")))
    def move_folder(self, source: str, goal: str) -> None:
        old, new = self.photos / source, self.photos / goal
        if old.is_dir() and not new.exists() and not new.is_relative_to(old):
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)

    @rule()
    def look(self) -> None:
        self.compare()

    def compare(self) -> None:
        details = {d.id: d for d in self.catalogue.list_details(self.catalogue.list_ids())}
        lost = self.fingerprints(missing=True)
        living.rescan(self.catalogue)
        after = self.tree()
        assert self.fingerprints(missing=False) == sorted(after.items())
        self.check_ratings(after, lost)
        assert not details.keys() - set(self.catalogue.list_ids())
        assert self.catalogue.check_integrity() == []
        self.rate(after)

    def rate(self, tree: dict[str, str]) -> None:
        for path, asset_id in living.by_path(self.catalogue, self.photos).items():
            rating = self.rated.setdefault(tree[path], len(self.rated) + 1)
            living.rate(self.catalogue, asset_id, rating)
        self.before = tree

    def check_ratings(self, after: dict[str, str], lost: list[tuple[str, str]]) -> None:
        """What was said of a content is said of it at its only place, if no other entry is there.

        A place that is written over keeps its entry, unless that content went on as well.
        """
        ratings = {
            os.path.relpath(d.path, self.photos): d.rating
            for d in self.catalogue.list_details(self.catalogue.list_ids())
        }
        old, new = Counter(self.before.values()), Counter(after.values())
        kept = {path for path, _content in lost}  # the places of missing images
        gone = Counter(content for _path, content in lost)
        places = {content: path for path, content in after.items()}

        def is_plain(content: str) -> bool:
            return old[content] == new[content] == 1 and not gone[content]

        def has_room(path: str, came_from: frozenset[str]) -> bool:
            if path in came_from:
                return True  # they changed places
            content = self.before.get(path)
            if content is None:
                return path not in kept
            if content == after[path]:
                return True
            return is_plain(content) and has_room(places[content], came_from | {path})

        for path, content in after.items():
            if is_plain(content) and has_room(path, frozenset()):
                assert ratings[path] == self.rated[content]

    def fingerprints(self, *, missing: bool) -> list[tuple[str, str]]:
        with self.catalogue._database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT path, fingerprint FROM asset WHERE missing = ? AND removed = 0",
                (int(missing),),
            ).all()
        return sorted((os.path.relpath(os.fsdecode(row[0]), self.photos), row[1]) for row in rows)


TestLivingTree = LivingTree.TestCase
TestLivingTree.settings = settings(
    max_examples=50,
    stateful_step_count=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink would outlast the time limit
    suppress_health_check=[HealthCheck.too_slow],
)
