"""Starts a probe; apart from it, so that worker processes, which import this again, stay light."""

from __future__ import annotations

if __name__ == "__main__":
    from tests.bench.probe import main

    main()
