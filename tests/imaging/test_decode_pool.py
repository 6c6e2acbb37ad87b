from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from studio.core.errors import (
    AnalysisCrashed,
    AnalysisTimedOut,
    DamagedImage,
    ImageError,
    ImageTooLarge,
    StudioError,
)
from studio.imaging.decode_pool import MOST_AHEAD, WorkerPool, worker_count
from tests.imaging import jobs

Results = dict[str, str | ImageError]


def run(pool: WorkerPool[str, str], items: list[str]) -> Results:
    return {pair[0]: pair[1] for pair in pool.map_unordered(items) if pair is not None}


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool[str, str]]:
    with WorkerPool(2, jobs.work, time_limit_s=3, memory_limit_bytes=1 << 30) as opened:
        yield opened


def test_bad_items_cost_only_themselves(pool: WorkerPool[str, str]) -> None:
    good = [f"look {n}" for n in range(40)]
    bad = {
        "hang": AnalysisTimedOut,
        "die": AnalysisCrashed,
        "eat": ImageTooLarge,
        "bad": DamagedImage,
        "surprise": DamagedImage,
    }
    found = run(pool, [*good[:20], *bad, *good[20:]])
    assert {item: found[item] for item in good} == {item: item.upper() for item in good}
    for item, kind in bad.items():
        assert type(found[item]) is kind
    assert len(found) == 45


def test_a_picture_that_wants_more_than_its_share_of_memory_fails_alone(tmp_path: Path) -> None:
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    Image.new("RGB", (60, 40)).save(small)
    Image.new("RGB", (12_000, 9_000)).save(large, compress_level=1)  # 324 MB when open
    with WorkerPool(1, jobs.open_picture, memory_limit_bytes=200 << 20) as pool:
        found = dict(p for p in pool.map_unordered([str(small), str(large)]) if p is not None)
    assert found[str(small)] == (60, 40)
    assert isinstance(found[str(large)], ImageTooLarge)
    assert "memory" in str(found[str(large)])


def test_the_pool_can_be_used_again_after_an_early_stop(pool: WorkerPool[str, str]) -> None:
    results = pool.map_unordered(f"look {n}" for n in range(1000))
    assert next(r for r in results if r is not None)
    results.close()
    assert run(pool, ["a", "b"]) == {"a": "A", "b": "B"}


def test_items_are_pulled_only_as_they_are_wanted(pool: WorkerPool[str, str]) -> None:
    pulled = 0

    def source() -> Iterator[str | None]:
        nonlocal pulled
        yield None  # nothing at the moment
        for n in range(500):
            pulled += 1
            yield f"look {n}"

    results = pool.map_unordered(source())
    finished = 0
    for result in results:
        finished += result is not None
        assert pulled - finished <= 2 * MOST_AHEAD + 2
        if finished == 50:
            break
    results.close()


def test_closed_by_another_thread_it_goes_on_and_blames_no_item() -> None:
    items = [f"look {n}" for n in range(60)]
    found: Results = {}
    with WorkerPool(2, jobs.take_a_while) as pool:
        closing = threading.Thread(target=pool.close)
        for pair in pool.map_unordered(items):
            if pair is not None:
                found[pair[0]] = pair[1]
                if len(found) == 10:
                    closing.start()
        closing.join()
    assert found == {item: item.upper() for item in items}


def test_workers_that_cannot_start_are_an_error() -> None:
    with (
        WorkerPool(1, jobs.work, initializer=jobs.refuse) as pool,
        pytest.raises(StudioError, match="no colour names"),
    ):
        run(pool, ["a"])
    with (
        WorkerPool(1, jobs.work, initializer=jobs.give_up) as pool,
        pytest.raises(StudioError, match="end at once"),
    ):
        run(pool, ["a"])


@pytest.mark.parametrize("work", ["look", "hang"])
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path, work: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os\n"
        "from studio.imaging.decode_pool import WorkerPool\n"
        "from tests.imaging import jobs\n"
        "if __name__ == '__main__':\n"
        "    pool = WorkerPool(2, jobs.work)\n"
        "    list(pool.map_unordered(['a', 'b']))\n"
        f"    results = pool.map_unordered(['{work} 1', '{work} 2'])\n"
        "    next(results)\n"
        "    print(*[w.process.pid for w in pool._workers], flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    workers = [int(pid) for pid in done.stdout.split()]
    assert len(workers) == 2, done.stderr
    alive = workers
    for _ in range(200):
        alive = [pid for pid in workers if psutil.pid_exists(pid) and not _is_zombie(pid)]
        if not alive:
            break
        time.sleep(0.05)
    assert alive == []


def _is_zombie(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_at_least_one_worker_and_at_most_eight() -> None:
    assert 1 <= worker_count() <= 8
