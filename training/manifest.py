"""Checksums of the data at hand, so that a run on a local copy trains on what it says.

A manifest lists each file with its sha256, written as in the RECORD of a Python wheel (RFC 4648
base64url without padding). `data-manifest.csv` beside this file was written from the copy that
the shipped bundle was trained on. What it can say and what it cannot:

- It covers the files that training reads: photographs at the size at which they are kept, masks,
  names and the ImageNet weights. It proves that a copy holds the same bytes.
- It holds no checksum of the originals: nobody kept one when the copies were made. That a file
  comes from its public home is proved by `fetch` instead, which pins the revision of each
  repository: the revision's id is a hash of all its content.
- JPEG and PNG files made again by another build of Pillow may differ in some bytes while they
  show the same. A fetched folder therefore carries a manifest of its own, written from what was
  made of verified originals, and that one is used for it.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from training.errors import DataError
from training.files import write_whole

NAME = "data-manifest.csv"
COMMITTED = Path(__file__).resolve().parent / NAME
WEIGHTS = "weights/mobilenet_v2_1.0_224_imagenet.npz"
_HEADER = ["path", "sha256"]
_PATTERNS = (
    "garments/*.jpg",
    "outfits/*.jpg",
    "outfit-masks/*.png",
    "fabrics/*/*.jpg",
    "outfit-mask-labels.json",
)


def checksum(content: bytes) -> str:
    """The sha256 as manifests write it."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def find_manifest(data: Path) -> Path:
    """The manifest of a folder: its own, or else the one that is committed."""
    own = data / NAME
    return own if own.is_file() else COMMITTED


def find_weights(data: Path) -> Path:
    """The ImageNet weights: in the folder of the data, or in one beside it."""
    inside = data / WEIGHTS
    return inside if inside.is_file() else data.parent / WEIGHTS


def list_files(data: Path) -> Iterator[tuple[str, Path]]:
    """Name and place of every file that training reads below `data`, sorted."""
    for pattern in _PATTERNS:
        for path in sorted(data.glob(pattern)):
            yield path.relative_to(data).as_posix(), path
    if find_weights(data).is_file():
        yield WEIGHTS, find_weights(data)


def read_manifest(file: Path) -> dict[str, str]:
    """The checksum of each file by name; raises DataError naming a wrong row."""
    try:
        with file.open(newline="", encoding="utf-8") as stream:
            header, *rows = list(csv.reader(stream)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{file}: cannot be read ({error}).") from error
    if header != _HEADER:
        raise DataError(f"{file}: the columns are not {', '.join(_HEADER)}.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(_HEADER) or not row[1].startswith("sha256=") or not _is_inside(row[0]):
            raise DataError(f"{file}, line {number}: not a path and its sha256.")
    return {path: value.removeprefix("sha256=") for path, value in rows}


def write_manifest(data: Path, file: Path) -> int:
    """Write the checksums of all files below `data`; returns how many there are."""
    found = {name: checksum(path.read_bytes()) for name, path in list_files(data)}
    if not found:
        raise DataError(f"{data}: no photographs are here.")
    write_whole(file, format_manifest(found))
    return len(found)


def format_manifest(checksums: dict[str, str]) -> bytes:
    """A manifest's content."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows([name, f"sha256={value}"] for name, value in checksums.items())
    return text.getvalue().encode()


def check_data(data: Path, manifest: Path | None = None) -> int:
    """Compare every file below `data` with its checksum; returns how many there are.

    Raises DataError naming the first file that is missing, differs, or is not listed: training
    would read that one, too.
    """
    manifest = manifest or find_manifest(data)
    wanted = read_manifest(manifest)
    places = dict(list_files(data))
    # Nobody trains on half of it, so one pass over the names comes before the slow part.
    for name in wanted:
        if name not in places:
            raise DataError(f"{data / name}: the file is missing ({manifest.name} lists it).")
    for name, path in places.items():
        if name == WEIGHTS and name not in wanted:
            continue
        if name not in wanted:
            raise DataError(f"{path}: {manifest.name} does not list this file.")
        try:
            found = checksum(path.read_bytes())
        except OSError as error:
            raise DataError(f"{path}: cannot be read ({error}).") from error
        if found != wanted[name]:
            raise DataError(f"{path}: the checksum differs from the one in {manifest.name}.")
    return len(wanted)


def _is_inside(name: str) -> bool:
    """Whether a name stays below the folder that it is relative to."""
    return not Path(name).is_absolute() and ".." not in Path(name).parts
