from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.imaging.drawn import SAMPLES, draw_garment
from tests.training.disks import run_on_small_disk
from training.errors import DataError, TrainingError
from training.fetch import ask_for_consent, describe, fetch
from training.files import write_whole
from training.git import checkout, read_checked
from training.manifest import COMMITTED, check_data, format_manifest, read_manifest
from training.matfile import read_mat
from training.prepare import list_names, shrink, shrink_outlines
from training.sources import SOURCES, Part, Source

ROOT = Path(__file__).parent.parent.parent

# Written by SciPy 1.17 (`savemat`, compressed); its first 124 bytes are a remark and padding.
GROUNDTRUTH = (
    "AAFJTQ8AAABNAAAAeJzjY2Bg+MDCwMAGpDmAmJMBAlihfA0glgNiRiDmBuL0ovzSvJSSotKSDLA6JiDewMIwDAET"
    "FjBy1TGCwchRN1DhPHTUDW0AAAAkCjk="
)
LABEL_LIST = (
    "AAFJTQ8AAABKAAAAeJzjY2BgeADEbEDMAcSMDBDAisRnhtJcQJyTmJSaE5+TWVwCUccHxAZI+lmw6GdBMlcAyMsr"
    "zckhR19GYmYROfqS8xNLAIgmC6A="
)
TWO_VARIABLES = (
    "AAFJTQ8AAAA3AAAAeJzjY2BgSABiNiDmgNIgwArlMwExMxAzAmEFkOYEYgMGdMDhAKE/2ENoASifAUqLOAAAkEkD"
    "ow8AAAA3AAAAeJzjY2Bg8ABiNiDmAGIeBghghfIZgZgJSvMCcU5+Xnp8WWJRZmJSTiqSugJBRob/QAAAv8wKbw=="
)


def mat(text: str) -> bytes:
    return bytes(124) + base64.b64decode(text)


def picture(number: int, size: tuple[int, int], kind: str = "JPEG") -> bytes:
    sample = SAMPLES[number % len(SAMPLES)]
    stream = io.BytesIO()
    drawn = draw_garment(sample.garment, sample.pattern, sample.colors, size=size, seed=number)
    drawn.save(stream, kind)
    return stream.getvalue()


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-C", str(folder),
         *arguments],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


def make_repository(folder: Path, files: Mapping[str, bytes]) -> tuple[str, str]:
    """A repository of one commit; its address and the commit's id."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    git(folder, "init", "--quiet")
    # As the public homes do: parts of a revision can be asked for.
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Photographs")
    return folder.as_uri(), git(folder, "rev-parse", "HEAD")


@pytest.fixture
def home(tmp_path: Path) -> tuple[Source, ...]:
    """Small public homes, laid out as the real ones are."""
    garments = {f"images/item-{n}.jpg": picture(n, (90, 120)) for n in range(6)}
    items = make_repository(
        tmp_path / "items",
        {**garments, "images/unlabelled.jpg": picture(9, (90, 120)), "video.bin": bytes(10_000)},
    )
    outfits = make_repository(
        tmp_path / "outfits",
        {
            "photos/0001.jpg": picture(1, (30, 40)),
            "photos/0002.jpg": picture(2, (300, 200)),
            "annotations/pixel-level/0001.mat": mat(GROUNDTRUTH),
            "label_list.mat": mat(LABEL_LIST),
        },
    )
    fabrics = make_repository(
        tmp_path / "fabrics", {"FingerCamera/zigzags/wave_1.png": picture(3, (64, 64), "PNG")}
    )
    return (
        Source("items", *items, "CC0-1.0", "single garments",
               (Part("garments/", "images/", ".jpg", partial(shrink, side=48, quality=85)),)),
        Source("outfits", *outfits, "Apache-2.0", "dressed people", (
            Part("outfits/", "photos/", ".jpg", partial(shrink, side=20, quality=85)),
            Part("outfit-masks/", "annotations/pixel-level/", ".mat",
                 partial(shrink_outlines, side=20)),
            Part("outfit-mask-labels.json", "label_list.mat", ".mat", list_names))),
        Source("fabrics", *fabrics, "MIT", "close-ups",
               (Part("fabrics/", "FingerCamera/", ".png", partial(shrink, side=48, quality=85)),)),
    )  # fmt: skip


NAMES = [
    *(f"garments/item-{n}.jpg" for n in range(6)),
    "outfits/0001.jpg",
    "outfits/0002.jpg",
    "outfit-masks/0001.png",
    "fabrics/zig-zag/wave_1.jpg",
    "outfit-mask-labels.json",
]


@pytest.fixture
def wanted(tmp_path: Path) -> Path:
    """A manifest of files made by another build of Pillow: no checksum is the one made here."""
    file = tmp_path / "wanted.csv"
    file.write_bytes(format_manifest(dict.fromkeys(NAMES, "0" * 43)))
    return file


def test_the_public_data_become_what_training_reads(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    fetch(data, home, wanted)
    assert check_data(data) == len(NAMES)
    found = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()}
    assert found == {*NAMES, "data-manifest.csv"}
    with Image.open(data / "garments" / "item-0.jpg") as garment:
        assert (garment.size, garment.format) == ((36, 48), "JPEG")
    with Image.open(data / "outfits" / "0001.jpg") as outfit:
        assert outfit.size == (15, 20)
    mask = np.asarray(Image.open(data / "outfit-masks" / "0001.png"))
    assert mask.shape == (20, 15)
    assert set(np.unique(mask)) == {0, 1, 2}
    assert mask[10, 7] == 2
    assert json.loads((data / "outfit-mask-labels.json").read_text()) == ["null", "hair", "coat"]


def test_nothing_is_fetched_before_the_licences_are_accepted(
    home: tuple[Source, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(TrainingError, match="accept-licences"):
        ask_for_consent(home, accepted=False)
    shown = capsys.readouterr().out
    for source in home:
        assert source.licence in shown
        assert source.url in shown
    ask_for_consent(home, accepted=True)


def test_an_interrupted_fetch_goes_on(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    calls = []

    def slow(content: bytes) -> bytes:
        calls.append(content)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return shrink(content, side=48, quality=85)

    items = replace(home[0], parts=(replace(home[0].parts[0], prepare=slow),))
    with pytest.raises(KeyboardInterrupt):
        fetch(data, (items, *home[1:]), wanted)
    with pytest.raises(DataError, match="missing"):
        check_data(data, wanted)
    # The power went, too: one file is whole only by name, and a line was cut off.
    (data / "garments" / "item-1.jpg").write_bytes(b"")
    with (data / "data-manifest.csv.started").open("a") as stream:
        stream.write("garments/item-4.jp")
    fetch(data, (items, *home[1:]), wanted)
    # Three were done, one was interrupted, then the damaged one and the last three were made.
    assert len(calls) == 4 + 1 + 3
    assert check_data(data) == len(NAMES)


def test_a_finished_fetch_is_not_made_again(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    fetch(data, home, wanted)
    for source in home:
        source_folder = Path(source.url.removeprefix("file://"))
        source_folder.rename(source_folder.with_name(f"{source_folder.name}-gone"))
    fetch(data, home, wanted)
    assert check_data(data) == len(NAMES)


def test_a_missing_original_is_named(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    names = dict.fromkeys([*NAMES, "garments/item-77.jpg"], "0" * 43)
    wanted.write_bytes(format_manifest(names))
    with pytest.raises(DataError, match=r"items has no original of garments/item-77\.jpg"):
        fetch(tmp_path / "data", home, wanted)
    assert not (tmp_path / "data" / "data-manifest.csv").exists()


def test_a_file_of_no_source_is_named(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=r"fabrics/zig-zag/wave_1\.jpg: no source"):
        fetch(tmp_path / "data", home[:2], wanted)


def test_an_original_that_cannot_be_decoded_is_named(wanted: Path, tmp_path: Path) -> None:
    place = make_repository(tmp_path / "broken", {"images/a.jpg": b"no picture"})
    wanted.write_bytes(format_manifest({"garments/a.jpg": "0" * 43}))
    part = Part("garments/", "images/", ".jpg", partial(shrink, side=48, quality=85))
    with pytest.raises(DataError, match=r"a\.jpg: cannot be read"):
        fetch(tmp_path / "data", (Source("x", *place, "MIT", "x", (part,)),), wanted)


def test_an_unknown_revision_is_named(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    unknown = "0123456789" * 4
    with pytest.raises(DataError, match=f"revision {unknown} cannot be fetched"):
        fetch(tmp_path / "data", (replace(home[0], revision=unknown), *home[1:]), wanted)


def test_a_branch_is_no_revision(home: tuple[Source, ...], tmp_path: Path) -> None:
    with pytest.raises(DataError, match="HEAD"):
        checkout(home[0].url, "HEAD", ("images/",), tmp_path / "clone")


def test_an_original_with_another_checksum_is_named(
    home: tuple[Source, ...], tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    ids = checkout(home[0].url, home[0].revision, ("images/",), clone)
    # What is not asked for stays away.
    assert not (clone / "video.bin").exists()
    assert set(ids) == {p.relative_to(clone).as_posix() for p in (clone / "images").iterdir()}
    first, second, *_ = sorted(ids)
    content = bytearray((clone / first).read_bytes())
    content[100] ^= 1
    (clone / first).write_bytes(content)
    with pytest.raises(DataError, match=f"{Path(first).name}: the checksum differs"):
        read_checked(clone, first, ids[first])
    (clone / second).unlink()
    with pytest.raises(DataError, match=f"{Path(second).name}: the file is missing"):
        read_checked(clone, second, ids[second])
    # A second call puts both right, also where the first was killed and left its lock.
    (clone / ".git" / "index.lock").touch()
    again = checkout(home[0].url, home[0].revision, ("images/",), clone)
    assert all(read_checked(clone, path, again[path]) for path in (first, second))


def test_a_full_disk_is_told_in_one_line(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    # The real sources are out of reach of a test.
    script = tmp_path / "fetch.py"
    url, revision = home[0].url, home[0].revision
    script.write_text(
        "import sys\nfrom functools import partial\nimport training.sources as s\n"
        "part = s.Part('garments/', 'images/', '.jpg', partial(s.shrink, side=120, quality=100))\n"
        f"s.SOURCES = (s.Source('items', {url!r}, {revision!r}, 'MIT', 'x', (part,)),)\n"
        "from training.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    wanted.write_bytes(format_manifest(dict.fromkeys(NAMES[:6], "0" * 43)))
    disk = tmp_path / "disk"
    command = [sys.executable, str(script), "fetch", "--accept-licences", "--manifest",
               str(wanted), "--data", str(disk)]  # fmt: skip
    environment = f"export PYTHONPATH={ROOT}"
    for size in ("40k", "120k", "200k"):
        done = run_on_small_disk(disk, size, command, cwd=tmp_path, before=environment)
        assert done.returncode == 1, done.stderr
        assert done.stderr.strip().splitlines()[-1].startswith("error: The disk is full"), (
            done.stderr
        )
        assert "Traceback" not in done.stderr
        assert "data-manifest.csv\n" not in done.stdout
    done = run_on_small_disk(disk, "4m", command, cwd=tmp_path, before=environment)
    assert done.returncode == 0, done.stderr
    assert "./data-manifest.csv\n" in done.stdout


def test_a_disk_that_fills_up_halfway_costs_one_file(
    home: tuple[Source, ...], wanted: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    (data / "garments").mkdir(parents=True)
    # Writing to this device fails as on a full disk.
    full = data / "garments" / "item-3.jpg.partial"
    full.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        fetch(data, home, wanted)
    assert not (data / "garments" / "item-3.jpg").exists()
    assert (data / "garments" / "item-2.jpg").exists()
    assert not (data / "data-manifest.csv").exists()
    full.unlink()
    fetch(data, home, wanted)
    assert check_data(data) == len(NAMES)


def test_a_damaged_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "labels.json"
    write_whole(file, b"old")
    # Writing to this device fails as a full disk does.
    os.symlink("/dev/full", tmp_path / "labels.json.partial")
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"


def test_matlab_files_are_read_as_scipy_wrote_them() -> None:
    variables = read_mat(mat(TWO_VARIABLES))
    assert variables["x"].tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert variables["long_variable"].tolist() == [[70000, -1]]
    for damaged in (b"", b"MATLAB 7.3" + bytes(200), mat(GROUNDTRUTH)[:150]):
        with pytest.raises(ValueError, match=r"MATLAB|cut off"):
            read_mat(damaged)


def test_photographs_are_turned_upright() -> None:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 40)).save(stream, "JPEG", exif=exif)
    with Image.open(io.BytesIO(shrink(stream.getvalue(), side=40, quality=85))) as upright:
        assert upright.size == (20, 40)


def test_the_committed_manifest_is_covered_by_the_real_sources() -> None:
    parts = tuple(part.target for source in SOURCES for part in source.parts)
    names = read_manifest(COMMITTED)
    assert [name for name in names if not name.startswith(parts)] == []
    assert COMMITTED.stat().st_size < 700_000
    for source in SOURCES:
        assert len(source.revision) == 40
        assert source.licence in describe()
