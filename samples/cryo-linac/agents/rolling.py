"""The rolling median, twice: plainly, and with a window that stays sorted. Both give exactly the same numbers."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import Sequence


def rolling_median_naive(values: Sequence[float], window: int) -> list[float]:
    """Median of the centred window of every point; sorts each window anew, O(n w log w)."""
    half = _half(window)
    medians = []
    for i in range(len(values)):
        ordered = sorted(values[max(0, i - half) : i + half + 1])
        medians.append(_middle(ordered))
    return medians


def rolling_median_sorted(values: Sequence[float], window: int) -> list[float]:
    """The same medians: the window stays sorted, one value enters and one leaves, found by bisection.

    O(n (log w + w)) in theory; the w is a memory move inside the list, which is quick for windows of this size.
    """
    half = _half(window)
    ordered = sorted(values[:half])
    medians = []
    for i in range(len(values)):
        if i + half < len(values):
            insort(ordered, values[i + half])
        if i - half > 0:
            del ordered[bisect_left(ordered, values[i - half - 1])]
        medians.append(_middle(ordered))
    return medians


def rolling_mad(values: Sequence[float], medians: Sequence[float], window: int) -> list[float]:
    """Median absolute deviation of every window from that window's own median."""
    half = _half(window)
    spreads = []
    for i, median in enumerate(medians):
        spreads.append(_middle(sorted([abs(v - median) for v in values[max(0, i - half) : i + half + 1]])))
    return spreads


def _half(window: int) -> int:
    if window < 3 or window % 2 == 0:
        raise ValueError(f"a centred window has an odd number of points, 3 or more; {window} was given")
    return window // 2


def _middle(ordered: Sequence[float]) -> float:
    """Median of sorted values; windows at the ends of a series may hold an even number."""
    mid = len(ordered) // 2
    return ordered[mid] if len(ordered) % 2 else (ordered[mid - 1] + ordered[mid]) / 2
