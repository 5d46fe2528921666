"""How the gain of the sorted window grows with its length, from 15 minutes to 4 hours, on one sector.

Sorting anew costs O(w log w) a point, keeping sorted hardly depends on w: the ratio should rise. Where the
ratio falls from one window to the next, the machine was disturbed, and the table shows it as it was.

Output `sweep`.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

from dodeca import metric, progress, publish
from plant import load_plant, read_telemetry
from rolling import rolling_median_naive, rolling_median_sorted
from timing import compare

WINDOWS = (15, 31, 61, 121, 241)
PAIRS = 10


def main() -> None:
    plant = load_plant()
    telemetry = read_telemetry(plant, plant.sectors[0])
    series = [telemetry.series(channel.name)[1] for channel in plant.channels]
    sweep: list[dict[str, object]] = []
    print(f"Rolling median, {plant.sectors[0].id}, {PAIRS} pairs for each window.")
    for n, window in enumerate(WINDOWS):
        progress(100 * n / len(WINDOWS), f"measuring a window of {window} points")
        try:
            result = compare(rolling_median_naive, rolling_median_sorted, series, window, PAIRS)
        except ValueError as error:
            sys.exit(f"Rolling median, window {window}: {error}.")
        ratio = result.ratio
        metric(f"speed_ratio_{window}", round(ratio.median, 3), "x")
        print(f"  window {window:4}  ratio {ratio.median:6.2f} x  (quartiles {ratio.lower:.2f} to {ratio.upper:.2f})")
        sweep.append({"window": window, **asdict(result)})
    progress(100, f"measured {len(WINDOWS)} windows")
    publish("window_sweep", {"sweep": sweep})


if __name__ == "__main__":
    main()
