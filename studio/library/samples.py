"""The sample library: garments that the application draws, in worker processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studio.core.errors import ImageError, StudioError
from studio.core.progress import Control, ImportProgress
from studio.imaging.decode_pool import WorkerPool, worker_count


def draw_samples(folder: Path, control: Control) -> Iterator[ImportProgress]:
    """Draw every sample into `folder`; raises StudioError where it cannot be written."""
    from studio.imaging.drawn.samples import SAMPLES, write_sample, write_truth

    try:
        write_truth(folder)
    except OSError as error:
        words = error.strerror or str(error)
        raise StudioError(f"The samples cannot be drawn in {folder} ({words}).") from error
    items = [(str(folder), number) for number in range(len(SAMPLES))]
    done = 0
    with WorkerPool(worker_count(), write_sample) as pool:
        for result in pool.map_unordered(items):
            if control.cancelled:
                return
            if result is not None:
                if isinstance(result[1], ImageError):
                    raise StudioError("The samples cannot be drawn: is the disk full?")
                done += 1
            yield ImportProgress(phase="scanning", found=done, total=len(items))
