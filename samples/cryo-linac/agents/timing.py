"""Measure two ways of one computation against each other."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from time import perf_counter
from typing import Callable, Sequence

Computation = Callable[[Sequence[float], int], "list[float]"]


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of a sample."""

    median: float
    lower: float
    upper: float

    @staticmethod
    def of(sample: Sequence[float]) -> Spread:
        lower, median, upper = statistics.quantiles(sample, n=4, method="inclusive")
        return Spread(median, lower, upper)


@dataclass(frozen=True)
class Comparison:
    """Seconds of each, and the ratio slow/fast pair by pair."""

    pairs: int
    slow: Spread
    fast: Spread
    ratio: Spread


def compare(
    slow: Computation,
    fast: Computation,
    series: Sequence[Sequence[float]],
    window: int,
    pairs: int,
    told: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Run both `pairs` times in turn over all the series, after one unmeasured pair that checks that they agree.

    The turns alternate, so that whatever else the machine does falls on both.
    Raises ValueError when one number differs.
    """
    for values in series:
        if slow(values, window) != fast(values, window):
            raise ValueError("the two computations do not give the same numbers, so their times mean nothing")
    slow_times, fast_times = [], []
    for done in range(pairs):
        slow_times.append(_seconds(slow, series, window))
        fast_times.append(_seconds(fast, series, window))
        told(done + 1)
    ratios = [s / f for s, f in zip(slow_times, fast_times)]
    return Comparison(pairs, Spread.of(slow_times), Spread.of(fast_times), Spread.of(ratios))


def _seconds(computation: Computation, series: Sequence[Sequence[float]], window: int) -> float:
    start = perf_counter()
    for values in series:
        computation(values, window)
    return perf_counter() - start
