"""The errors of training, each naming the file or row at fault."""

from __future__ import annotations


class TrainingError(Exception):
    """Base of every error that training shows; the text names the file or row."""


class DataError(TrainingError):
    """An image is missing, or a row of the labels is wrong."""


class SplitError(TrainingError):
    """Two parts of a split share a photographer."""


class ContractError(TrainingError):
    """An exported network breaks what the application relies on."""
