"""Fashion Studio: a library of fashion images that sorts itself, on this computer alone."""

__version__ = "0.1.0"
