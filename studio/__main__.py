"""Starts Fashion Studio: the window, or the command line when a command is named."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from studio import __version__
from studio.core.errors import StudioError
from studio.paths import Paths, find_paths

VIEWS = ("grid", "colors", "color_search")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the application; returns the exit status (0, 1 some inputs failed, 2 wrong usage)."""
    # Before numpy: searches multiply small matrices, and on a busy computer its threads wait for
    # each other ten times as long as one takes alone.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = list(sys.argv[1:] if argv is None else argv)
    options, rest = _parser().parse_known_args(arguments)
    if rest or options.help:
        from studio.cli.main import main as run_command

        return run_command(arguments)
    paths = find_paths()
    try:
        return _open_window(options, paths)
    except StudioError as error:
        print(f"fashion-studio: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fashion-studio", add_help=False, allow_abbrev=False)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--version", action="version", version=f"Fashion Studio {__version__}")
    parser.add_argument("-h", "--help", action="store_true")
    # For `make run` and `make screenshot`, not for daily use.
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--screenshot", type=Path)
    parser.add_argument("--theme", choices=("dark", "light"))
    parser.add_argument("--view", choices=VIEWS, default="grid")
    return parser


def _open_window(options: argparse.Namespace, paths: Paths) -> int:
    """Open the window (or photograph it) on the library that was named, remembered or default."""
    # Loading Qt makes many objects and no garbage; looking for some would take a fifth of the
    # time to the first paint. The window switches the collector on again when it is painted.
    gc.disable()
    from studio.logs import configure_logs
    from studio.resources import get_places
    from studio.settings import load_settings

    configure_logs(paths.logs)
    settings = load_settings(paths.settings)
    folder = options.library or Path(settings.library or paths.default_library)
    folder = folder.expanduser().absolute()
    places = get_places()
    if options.sample:
        from studio.cli.sample import fill_with_samples, print_collections

        fill_with_samples(folder, places)
        if options.screenshot is not None:
            print_collections(folder, places)
    problem = _display_problem() if options.screenshot is None else ""
    if problem:
        raise StudioError(problem)
    from studio.gui.system_libraries import find_missing_library

    if missing := find_missing_library():
        raise StudioError(missing)
    if options.screenshot is not None:
        from studio.gui.screenshot import save_screenshot

        look = {"theme": options.theme, "view": options.view}
        if not save_screenshot(folder, places, options.screenshot, **look):
            raise StudioError(f"the picture could not be written to {options.screenshot}.")
        print(f"A picture of the window: {options.screenshot}")
        return 0
    from studio.gui import app

    return app.run(folder, places, argv=sys.argv[:1])


def _display_problem() -> str:
    """Why no window can be shown here; empty when one can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return (
        "there is no display to open a window on. The commands work without one: see "
        "`fashion-studio --help`."
    )


if __name__ == "__main__":
    raise SystemExit(main())
