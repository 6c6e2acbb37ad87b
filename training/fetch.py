"""The public data sets, fetched from their public homes into the folder that --data names."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.errors import DataError, TrainingError
from training.files import write_whole
from training.git import checkout, read_checked
from training.manifest import COMMITTED, NAME, checksum, format_manifest, read_manifest
from training.sources import SOURCES, Part, Source

_CLONES = ".sources"
_STARTED = f"{NAME}.started"


def describe(sources: Sequence[Source] = SOURCES) -> str:
    """What would be fetched, from where, and under which licence."""
    return "\n".join(
        f"{source.name}\n  {source.what}\n  {source.url} at {source.revision}\n"
        f"  Licence: {source.licence} (https://spdx.org/licenses/{source.licence}.html)"
        for source in sources
    )


def ask_for_consent(sources: Sequence[Source] = SOURCES, *, accepted: bool) -> None:
    """Show the licences, and go on only when somebody has accepted them; raises TrainingError."""
    print(describe(sources), flush=True)
    if accepted:
        return
    if sys.stdin.isatty() and input("Fetch all of it under these licences? [y/N] ") in ("y", "Y"):
        return
    raise TrainingError("Nothing was fetched: --accept-licences says that you accept them.")


def fetch(data: Path, sources: Sequence[Source] = SOURCES, manifest: Path = COMMITTED) -> Path:
    """Make every file that `manifest` lists below `data`; returns the manifest of the result.

    Originals are compared with the ids that git gives them in the pinned revision. A call that was
    interrupted goes on with the files that are missing or not whole. Raises DataError naming a
    file that is missing or differs.
    """
    wanted = read_manifest(manifest)
    data.mkdir(parents=True, exist_ok=True)
    own = read_manifest(data / NAME) if (data / NAME).is_file() else {}
    done: dict[str, str] = {}
    for listed in (wanted, own, _read_started(data / _STARTED)):
        done |= _whole(data, {name: listed[name] for name in wanted if name in listed})
    # Started anew with what is certain, so that a half-written last line stays behind.
    write_whole(data / _STARTED, format_manifest(done))
    with (data / _STARTED).open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for source in sources:
            for name, content in _prepare(source, wanted, done, data / _CLONES):
                write_whole(data / name, content)
                done[name] = checksum(content)
                writer.writerow([name, f"sha256={done[name]}"])
                stream.flush()
    _check_complete(wanted, done)
    write_whole(data / NAME, format_manifest({name: done[name] for name in wanted}))
    (data / _STARTED).unlink()
    shutil.rmtree(data / _CLONES, ignore_errors=True)
    same = sum(done[name] == value for name, value in wanted.items())
    print(f"{same} of {len(wanted)} files are byte for byte those of {manifest.name}.")
    return data / NAME


def _prepare(
    source: Source, wanted: Mapping[str, str], done: Mapping[str, str], clones: Path
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of `source` that is not done."""
    missing = [
        (name, part)
        for part in source.parts
        for name in wanted
        if name.startswith(part.target) and name not in done
    ]
    if not missing:
        return
    print(f"{source.name}: fetching {source.url}", flush=True)
    folder = clones / source.url.rstrip("/").rsplit("/", 1)[-1]
    ids = checkout(source.url, source.revision, tuple(part.origin for part in source.parts), folder)
    by_stem = {part: _stems(ids, part) for part in source.parts}
    for count, (name, part) in enumerate(missing, start=1):
        origin = by_stem[part].get(Path(name).stem) if part.origin.endswith("/") else part.origin
        if origin not in ids:
            raise DataError(f"{source.url} has no original of {name} at {source.revision}.")
        content = read_checked(folder, origin, ids[origin])
        try:
            prepared = part.prepare(content)
        except (OSError, ValueError, KeyError, SyntaxError) as error:
            raise DataError(f"{folder / origin}: cannot be read ({error}).") from error
        yield name, prepared
        if count % 500 == 0 or count == len(missing):
            print(f"{source.name}: {count} of {len(missing)} files", flush=True)
    shutil.rmtree(folder, ignore_errors=True)


def _stems(ids: Mapping[str, str], part: Part) -> dict[str, str]:
    """Where the originals lie, by stem, in whichever folder below the part's."""
    return {
        Path(path).stem: path
        for path in ids
        if path.startswith(part.origin) and path.lower().endswith(part.suffix)
    }


def _read_started(file: Path) -> dict[str, str]:
    """What an interrupted call has written down; its last line may be half of one."""
    if not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")[1:-1]
    rows = [row for row in csv.reader(lines) if len(row) == 2]
    return {name: value.removeprefix("sha256=") for name, value in rows}


def _whole(data: Path, listed: Mapping[str, str]) -> dict[str, str]:
    """Those of the listed files that are there and are what they were."""
    return {
        name: value
        for name, value in listed.items()
        if (data / name).is_file() and checksum((data / name).read_bytes()) == value
    }


def _check_complete(wanted: Mapping[str, str], done: Mapping[str, str]) -> None:
    for name in wanted:
        if name not in done:
            raise DataError(f"{name}: no source has this file.")
