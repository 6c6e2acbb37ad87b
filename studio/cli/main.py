"""Dispatches `fashion-studio COMMAND` and turns errors into exit statuses."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
from collections.abc import Sequence

from studio import __version__
from studio.core.errors import QueryError, StudioError

# Name -> (module, one line of help); modules are loaded only for the command that runs.
COMMANDS = {
    "import": ("studio.cli.import_files", "register and analyse files and folders"),
    "analyse": ("studio.cli.analyse", "finish what waits, tag anew what is outdated"),
    "rescan": ("studio.cli.rescan", "find what changed, moved, is gone or back in the sources"),
    "tag": ("studio.cli.tag", "tag files without a library"),
    "palette": ("studio.cli.palette", "one palette of many images, for other programs"),
    "search": ("studio.cli.search", "list the images that match a query"),
    "similar": ("studio.cli.similar", "list the images that are like one"),
    "facets": ("studio.cli.facets", "count the images of each collection"),
    "doctor": ("studio.cli.doctor", "check a library, and repair it"),
}
OK, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

_EXCLUSION = re.compile(r"-(?!h$)[^-]")
_EPILOG = "Without a command the window opens: fashion-studio [--library DIR]"


def main(argv: Sequence[str]) -> int:
    """Run one command; 0, 1 (some inputs failed, each named), 2 (usage) or 130 (Ctrl+C)."""
    if argv and (argv[0] in ("search", "similar", "facets") or _is_palette_query(argv)):
        # A space makes argparse take "-pattern:checks" for the part of a query that it is.
        argv = [f" {word}" if _EXCLUSION.match(word) else word for word in argv]
    try:
        arguments = _parse(argv)
        status = int(arguments.run(arguments))
        sys.stdout.flush()
    except SystemExit as stop:  # argparse has said what is wrong, or printed the help
        return int(stop.code or 0)
    except QueryError as error:
        print(f"fashion-studio: {error}", file=sys.stderr)
        return USAGE
    except StudioError as error:
        print(f"fashion-studio: {error}", file=sys.stderr)
        return SOME_FAILED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing more may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("\nInterrupted: what was finished is kept.", file=sys.stderr)
        return INTERRUPTED
    return status


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = _parser(argv)
    arguments, rest = parser.parse_known_args(argv)
    # argparse gives a query that follows options to nobody where a file comes before them.
    if rest and ("file" not in arguments or any(word.startswith("-") for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        arguments.query += rest
    return arguments


def _is_palette_query(argv: Sequence[str]) -> bool:
    """Whether the words are a query and not names of files."""
    return argv[0] == "palette" and any(word.split("=")[0] == "--library" for word in argv)


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fashion-studio",
        description="A library of fashion images that sorts itself, on this computer alone.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Fashion Studio {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (module, words) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
        if name in argv:
            importlib.import_module(module).add_arguments(command)
    return parser
