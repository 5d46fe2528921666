"""Measure the rolling median of find_anomalies both ways: sorting each window anew, and keeping it sorted.

All channels of all sectors, a window of 61 points, twenty pairs of runs in turn. The two must give identical
numbers; the ratio is what this machine did just now, and nothing else. Setting: `pairs` (20, at least 10).

Output `comparison`.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

from dodeca import metric, progress, publish, setting
from plant import load_plant, read_telemetry
from rolling import rolling_median_naive, rolling_median_sorted
from timing import compare

WINDOW = 61


def all_series() -> list[list[float]]:
    """The believable readings of every channel of every sector."""
    plant = load_plant()
    telemetries = [read_telemetry(plant, sector) for sector in plant.sectors]
    return [telemetry.series(channel.name)[1] for telemetry in telemetries for channel in plant.channels]


def main() -> None:
    progress(0, "reading the telemetry")
    series = all_series()
    pairs = max(10, int(setting("pairs", 20)))
    try:
        result = compare(
            rolling_median_naive, rolling_median_sorted, series, WINDOW, pairs,
            lambda done: progress(100 * done / pairs, f"measured pair {done} of {pairs}"),
        )
    except ValueError as error:
        sys.exit(f"Rolling median: {error}.")
    points = sum(len(values) for values in series)
    metric("speed_ratio", round(result.ratio.median, 3), "x")
    metric("slow_median", round(result.slow.median * 1000, 2), "ms")
    metric("fast_median", round(result.fast.median * 1000, 2), "ms")
    publish("cryo_optimizer", {"comparison": {"window": WINDOW, "points": points, "identical": True, **asdict(result)}})

    print(f"Rolling median of {points} points, window {WINDOW}, {pairs} pairs; both give identical numbers.")
    for name, spread in (("sorting each window", result.slow), ("keeping it sorted", result.fast)):
        quartiles = f"{spread.lower * 1000:.1f} to {spread.upper * 1000:.1f}"
        print(f"  {name:20} {spread.median * 1000:7.1f} ms  (quartiles {quartiles})")
    ratio = result.ratio
    print(f"  ratio                {ratio.median:7.2f} x   (quartiles {ratio.lower:.2f} to {ratio.upper:.2f})")


if __name__ == "__main__":
    main()
