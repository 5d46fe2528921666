"""Read and check the telemetry of every sector: columns, times, gaps, ragged rows, ranges.

Outputs `sectors` (counts for each) and `telemetry` (the sum of them). Exit code 1 when less than 95 % of a
sector's rows can be used.
"""

from __future__ import annotations

import sys
from typing import Any

from dodeca import finding, metric, progress, publish
from plant import Telemetry, load_plant, read_telemetry

LEAST_USABLE = 0.95


def summarise(telemetry: Telemetry) -> dict[str, Any]:
    rows, missing = len(telemetry.rows), telemetry.missing_samples
    dropped = sum(1 for d in telemetry.defects if d.rule in ("ragged-row", "bad-time", "out-of-order"))
    return {
        "id": telemetry.sector.id,
        "file": telemetry.sector.file,
        "rows": rows,
        "rows_left_out": dropped,
        "samples_missing": missing,
        "readings_left_out": sum(1 for d in telemetry.defects if d.rule in ("out-of-range", "not-a-number")),
        "usable": round(rows / max(1, rows + dropped + missing), 5),
        "first": telemetry.rows[0].time.isoformat() + "Z" if rows else None,
        "last": telemetry.rows[-1].time.isoformat() + "Z" if rows else None,
    }


def main() -> int:
    plant = load_plant()
    summaries: list[dict[str, Any]] = []
    for n, sector in enumerate(plant.sectors):
        progress(100 * n / len(plant.sectors), f"reading {sector.file}")
        telemetry = read_telemetry(plant, sector)
        for defect in telemetry.defects:
            finding(sector.file, defect.line, "warning", defect.rule, defect.message)
        summaries.append(summarise(telemetry))
    progress(100, f"read {len(summaries)} sectors")

    counted = ("rows", "rows_left_out", "samples_missing", "readings_left_out")
    total = {key: sum(s[key] for s in summaries) for key in counted}
    metric("rows", total["rows"], "rows")
    metric("samples_missing", total["samples_missing"], "samples")
    metric("rows_left_out", total["rows_left_out"], "rows")
    metric("readings_left_out", total["readings_left_out"], "readings")
    publish("load_telemetry", {"sectors": summaries, "telemetry": {**total, "synthetic": True}})

    print(f"{plant.name}: {total['rows']} rows of {len(summaries)} sectors (synthetic data).")
    print(
        f"Samples missing: {total['samples_missing']}. Rows left out: {total['rows_left_out']}. "
        f"Single readings left out: {total['readings_left_out']}."
    )
    poor = [s for s in summaries if s["usable"] < LEAST_USABLE]
    for s in poor:
        usable = f"only {s['usable']:.1%} of its rows can be used; {LEAST_USABLE:.0%} are needed"
        print(f"{s['file']}: {usable}.", file=sys.stderr)
    return 1 if poor else 0


if __name__ == "__main__":
    sys.exit(main())
