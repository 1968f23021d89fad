"""Fitting the memory model to one person's answers: floats in, floats out, for a process of its own.

The library is an optional extra, since its wheel states no licence; it holds the interpreter while it works, and its
objects do not travel between processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from bot.domain.fit import Error, Fit, Reviews, Samples

LIBRARY = "fsrs_rs_python"


def available() -> bool:
    """Whether the extra `fit` is installed."""
    return find_spec(LIBRARY) is not None


def fit(samples: Samples) -> Fit:
    """Parameters fitted to what is known, judged by what is held out."""
    from fsrs_rs_python import FSRS

    usual = tuple(DEFAULT_PARAMETERS)
    found = FSRS(list(usual)).compute_parameters(_items(samples.known))
    bounds = zip(found, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    fitted = tuple(min(max(value, low), high) for value, low, high in bounds)  # it counts in single precision
    return Fit(fitted, _error(usual, samples.held_out), _error(fitted, samples.held_out))


def _error(parameters: tuple[float, ...], held_out: Sequence[Reviews]) -> Error:
    from fsrs_rs_python import FSRS

    judged = FSRS(list(parameters)).evaluate(_items(held_out))
    return Error(judged.log_loss, judged.rmse_bins)


def _items(samples: Sequence[Reviews]) -> list[Any]:
    from fsrs_rs_python import FSRSItem, FSRSReview

    return [FSRSItem([FSRSReview(grade, gap) for grade, gap in reviews]) for reviews in samples]
