"""Folders of drawn garments, as many as a test wants."""

from __future__ import annotations

from pathlib import Path

from studio.imaging.drawn import SAMPLES, draw_garment


def draw_garments(folder: Path, count: int) -> list[Path]:
    """Draw `count` garments as JPEG; beyond the samples they repeat with other details."""
    folder.mkdir(parents=True)
    files = []
    for number in range(count):
        sample = SAMPLES[number % len(SAMPLES)]
        picture = draw_garment(
            sample.garment,
            sample.pattern,
            sample.colors,
            background=sample.background,
            seed=number,
        )
        file = folder / f"{number:04}-{sample.name.replace(' ', '-')}.jpg"
        picture.save(file, "JPEG", quality=88)
        files.append(file)
    return files
