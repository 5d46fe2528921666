"""Find faults in the telemetry: rolling median and MAD, modified z-score.

    M_i = 0.6745 (x_i - median) / MAD;  |M_i| > 3.5 is an outlier

B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers, ASQC Quality Press (1993). Median and median
absolute deviation (MAD) come from a centred window of 61 minutes, so that slow changes of load are no faults.
Out of 2,000 readings of pure Gaussian noise about one passes 3.5; an anomaly is therefore a run of at least
three, all on the same side. Runs that touch in one sector, whatever the channel, are one anomaly.

The planted faults are known (data/ground_truth.json), so precision and recall are measured, not claimed.
The search itself never reads that file. Settings: `window` (61), `threshold` (3.5).

Outputs `anomalies`, `settings` and `score`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from typing import Any

from dodeca import WORKSPACE, finding, metric, progress, publish, setting
from plant import Plant, Sector, load_plant, read_telemetry
from rolling import rolling_mad, rolling_median_sorted

SHORTEST_RUN = 3
TOUCHING = 3
"""Lines; runs with no more than this between them are the same anomaly."""
GROUND_TRUTH = "data/ground_truth.json"


@dataclass(frozen=True)
class Anomaly:
    file: str
    first_line: int
    last_line: int
    time: str
    until: str
    channels: list[str]
    peak_score: float


@dataclass(frozen=True)
class Run:
    channel: str
    first_line: int
    last_line: int
    peak_score: float


def modified_z_scores(values: list[float], window: int) -> list[float]:
    """A MAD of zero (a reading that does not move at all) is taken as the smallest one that is not."""
    medians = rolling_median_sorted(values, window)
    spreads = rolling_mad(values, medians, window)
    floor = min((s for s in spreads if s > 0), default=1.0)
    return [0.6745 * (x - median) / max(spread, floor) for x, median, spread in zip(values, medians, spreads)]


def runs(channel: str, lines: list[int], scores: list[float], threshold: float) -> list[Run]:
    """Stretches of at least SHORTEST_RUN scores in a row beyond the threshold, on one side."""
    found: list[Run] = []
    start = 0
    while start < len(scores):
        end = start
        while end < len(scores) and abs(scores[end]) > threshold and (scores[end] > 0) == (scores[start] > 0):
            end += 1
        if end - start >= SHORTEST_RUN:
            found.append(Run(channel, lines[start], lines[end - 1], max(scores[start:end], key=abs)))
        start = max(end, start + 1)
    return found


def merge(sector: Sector, found: list[Run], times: dict[int, str]) -> list[Anomaly]:
    """Runs that overlap or touch become one anomaly."""
    groups: list[list[Run]] = []
    reach = 0
    for run in sorted(found, key=lambda r: r.first_line):
        if groups and run.first_line <= reach + TOUCHING + 1:
            groups[-1].append(run)
            reach = max(reach, run.last_line)
        else:
            groups.append([run])
            reach = run.last_line
    return [
        Anomaly(
            file=sector.file,
            first_line=group[0].first_line,
            last_line=max(r.last_line for r in group),
            time=times[group[0].first_line],
            until=times[max(r.last_line for r in group)],
            channels=sorted({r.channel for r in group}),
            peak_score=round(max((r.peak_score for r in group), key=abs), 1),
        )
        for group in groups
    ]


def search(plant: Plant, sector: Sector, window: int, threshold: float) -> list[Anomaly]:
    telemetry = read_telemetry(plant, sector)
    found: list[Run] = []
    for channel in plant.channels:
        lines, values = telemetry.series(channel.name)
        found.extend(runs(channel.name, lines, modified_z_scores(values, window), threshold))
    return merge(sector, found, {row.line: row.time.strftime("%H:%M") for row in telemetry.rows})


def matches(anomaly: Anomaly, planted: dict[str, Any]) -> bool:
    """The same file, a common line and a common channel."""
    return (
        anomaly.file == planted["file"]
        and anomaly.first_line <= planted["last_line"]
        and planted["first_line"] <= anomaly.last_line
        and bool(set(anomaly.channels) & set(planted["channels"]))
    )


def score(anomalies: list[Anomaly], planted: list[dict[str, Any]]) -> dict[str, Any]:
    """Precision: how many of the found were planted. Recall: how many of the planted were found."""
    right = sum(1 for a in anomalies if any(matches(a, p) for p in planted))
    met = sum(1 for p in planted if any(matches(a, p) for a in anomalies))
    return {
        "found": len(anomalies),
        "planted": len(planted),
        "precision": round(right / len(anomalies), 4) if anomalies else None,
        "recall": round(met / len(planted), 4) if planted else None,
    }


def percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.0%}"


def main() -> None:
    plant = load_plant()
    window, threshold = int(setting("window", 61)), setting("threshold", 3.5)
    if window < 3 or window % 2 == 0:
        sys.exit(f"The setting `window` is {window}; it must be an odd number, 3 or more.")
    anomalies: list[Anomaly] = []
    for n, sector in enumerate(plant.sectors):
        progress(100 * n / len(plant.sectors), f"searching {sector.file}")
        anomalies.extend(search(plant, sector, window, threshold))
    progress(100, f"searched {len(plant.sectors)} sectors")

    for a in anomalies:
        finding(
            a.file, a.first_line, "warning", "anomaly",
            f"{' and '.join(a.channels)} off course from {a.time} to {a.until} UTC "
            f"(modified z-score up to {a.peak_score:+g})",
        )
    metric("anomalies", len(anomalies), "anomalies")
    outputs: dict[str, Any] = {
        "anomalies": [asdict(a) for a in anomalies],
        "settings": {"window": window, "threshold": threshold, "shortest_run": SHORTEST_RUN, "synthetic": True},
    }
    print(f"{len(anomalies)} anomalies in {len(plant.sectors)} sectors (synthetic data).")
    truth = WORKSPACE / GROUND_TRUTH
    if truth.is_file():
        result = score(anomalies, json.loads(truth.read_text(encoding="utf-8"))["anomalies"])
        outputs["score"] = result
        for name in ("precision", "recall"):
            if result[name] is not None:
                metric(name, result[name] * 100, "%")
        print(
            f"Against the {result['planted']} faults planted in the data: "
            f"precision {percent(result['precision'])}, recall {percent(result['recall'])}."
        )
    publish("find_anomalies", outputs)


if __name__ == "__main__":
    main()
