"""Write out/report.md and out/report.json from what the earlier agents found.

Under Dodeca the numbers are the outputs of this run (DODECA_INPUT), never those of an older one; by hand they
are read from out/<agent>.json. Every number of the report is listed in report.json with the agent and the
JSON pointer (RFC 6901) into its outputs that it was read from, and every data file with its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from typing import Any

from dodeca import OUT, WORKSPACE, agent_input, progress, publish, write_artifact
from plant import load_plant

AGENTS = ("load_telemetry", "cooling_capacity", "find_anomalies", "cryo_optimizer")
OPTIONAL = ("window_sweep",)


@dataclass(frozen=True)
class Figure:
    """One number of the report and where it was read."""

    name: str
    value: float
    unit: str
    agent: str
    pointer: str


@dataclass
class Report:
    """Lines of Markdown, and the figures that stand in them."""

    outputs: dict[str, dict[str, Any]]
    lines: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def number(self, agent: str, pointer: str, name: str, unit: str, form: str, scale: float = 1) -> str:
        """Format the number at `pointer` and note where it came from; `scale` is for the eye only."""
        value: Any = self.outputs[agent]
        for key in pointer.split("/")[1:]:
            value = value[int(key)] if isinstance(value, list) else value[key]
        if value is None:
            return "unknown"
        self.figures.append(Figure(name, value, unit, agent, pointer))
        return format(value * scale, form)

    def write(self, *lines: str) -> None:
        self.lines.extend(lines)

    def table(self, head: list[str], rows: list[list[str]]) -> None:
        """First column to the left, the others to the right."""
        self.write("| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1))
        self.write(*("| " + " | ".join(row) + " |" for row in rows), "")


def gather() -> dict[str, dict[str, Any]]:
    given = agent_input()
    if given is not None:
        return {agent: given["outputs"][agent] for agent in AGENTS + OPTIONAL if given["outputs"].get(agent)}
    files = {agent: OUT / f"{agent}.json" for agent in AGENTS + OPTIONAL}
    return {agent: json.loads(path.read_text(encoding="utf-8")) for agent, path in files.items() if path.is_file()}


def telemetry(report: Report) -> None:
    agent = "load_telemetry"
    report.write("## Telemetry", "")
    rows = []
    for i, s in enumerate(report.outputs[agent]["sectors"]):
        base = f"/sectors/{i}"
        rows.append([s["id"]] + [
            report.number(agent, f"{base}/{key}", f"{s['id']} {key}", "count", "d")
            for key in ("rows", "samples_missing", "rows_left_out", "readings_left_out")
        ])
    report.table(["sector", "rows", "samples missing", "rows left out", "readings left out"], rows)


def cooling(report: Report) -> None:
    agent = "cooling_capacity"
    report.write("## Cooling capacity and efficiency", "")
    rows = []
    for i, s in enumerate(report.outputs[agent]["sectors"]):

        def cell(key: str, unit: str, form: str, scale: float = 1) -> str:
            return report.number(agent, f"/sectors/{i}/{key}", f"{s['id']} {key}", unit, form, scale)

        rows.append([
            f"{s['id']} ({s['title']})",
            cell("heat_2k_W", "W", ".0f"),
            cell("heat_shield_W", "W", ".0f"),
            cell("power_kW", "kW", ".0f"),
            cell("specific_power_2k_W_per_W", "W/W", ".0f"),
            cell("carnot_W_per_W", "W/W", ".0f"),
            cell("exergetic_efficiency", "1", ".1f", 100),
        ])
    head = ["sector", "2 K, W", "shield, W", "power, kW", "power at 2 K, W/W", "Carnot, W/W", "exergetic efficiency, %"]
    report.table(head, rows)
    heat = report.number(agent, "/plant/heat_2k_W", "plant heat_2k_W", "W", ".0f")
    power = report.number(agent, "/plant/power_kW", "plant power_kW", "kW", ".0f")
    low = report.number(agent, "/plant/specific_power_2k_range_W_per_W/0", "usual specific power, low", "W/W", ".0f")
    high = report.number(agent, "/plant/specific_power_2k_range_W_per_W/1", "usual specific power, high", "W/W", ".0f")
    report.write(f"The plant lifted {heat} W at 2 K with {power} kW. Large plants take {low} to {high} W for each W.", "")


def anomalies(report: Report) -> None:
    agent = "find_anomalies"
    found = report.outputs[agent]["anomalies"]
    report.write("## Anomalies", "")
    rows = [
        [
            f"[{a['file']}, line {a['first_line']}](../{a['file']}#L{a['first_line']})",
            f"{a['time']} to {a['until']}",
            ", ".join(a["channels"]),
            report.number(agent, f"/anomalies/{i}/peak_score", f"anomaly {i + 1} peak_score", "1", "+.1f"),
        ]
        for i, a in enumerate(found)
    ]
    if rows:
        report.table(["where", "UTC", "channels", "peak modified z-score"], rows)
    else:
        report.write("None was found.", "")
    if "score" in report.outputs[agent]:
        planted = report.number(agent, "/score/planted", "planted faults", "count", "d")
        precision = report.number(agent, "/score/precision", "precision", "1", ".0f", 100)
        recall = report.number(agent, "/score/recall", "recall", "1", ".0f", 100)
        report.write(f"Against the {planted} faults planted in the data: precision {precision} %, recall {recall} %.", "")


def speed(report: Report) -> None:
    agent = "cryo_optimizer"

    def of(key: str, unit: str, form: str, scale: float = 1) -> str:
        return report.number(agent, f"/comparison/{key}", key.replace("/", " "), unit, form, scale)

    report.write("## Rolling median, two ways", "")
    report.table(
        ["", "median", "lower quartile", "upper quartile"],
        [
            ["sorting each window, ms", *(of(f"slow/{q}", "s", ".1f", 1000) for q in ("median", "lower", "upper"))],
            ["keeping it sorted, ms", *(of(f"fast/{q}", "s", ".1f", 1000) for q in ("median", "lower", "upper"))],
            ["ratio", *(of(f"ratio/{q}", "1", ".2f") for q in ("median", "lower", "upper"))],
        ],
    )
    points, window, pairs = of("points", "count", "d"), of("window", "points", "d"), of("pairs", "count", "d")
    report.write(f"{points} points, a window of {window}, {pairs} pairs in turn; both give identical numbers.", "")


def sweep(report: Report) -> None:
    agent = "window_sweep"
    rows = []
    for i, entry in enumerate(report.outputs[agent]["sweep"]):
        name = f"ratio at window {entry['window']}"
        window = report.number(agent, f"/sweep/{i}/window", "window", "points", "d")
        ratios = (
            report.number(agent, f"/sweep/{i}/ratio/{q}", f"{name}, {q}", "1", ".2f")
            for q in ("median", "lower", "upper")
        )
        rows.append([window, *ratios])
    report.write("## The gain by window", "")
    report.table(["window", "ratio", "lower quartile", "upper quartile"], rows)


SECTIONS = {
    "load_telemetry": telemetry,
    "cooling_capacity": cooling,
    "find_anomalies": anomalies,
    "cryo_optimizer": speed,
    "window_sweep": sweep,
}


def main() -> None:
    progress(0, "gathering the results")
    plant = load_plant()
    outputs = gather()
    if not outputs:
        sys.exit(f"There is nothing to report yet. These agents come first: {', '.join(AGENTS)}.")
    missing = [agent for agent in AGENTS if agent not in outputs]
    report = Report(outputs)
    report.write(f"# {plant.name}: one day", "", "The data is synthetic; no plant was measured.", "")
    for agent in missing:
        report.write(f"Not in this report: {agent} left no result.", "")
    for agent, section in SECTIONS.items():
        if agent in outputs:
            section(report)
    data = {
        sector.file: hashlib.sha256((WORKSPACE / sector.file).read_bytes()).hexdigest()
        for sector in plant.sectors
        if (WORKSPACE / sector.file).is_file()
    }
    report.write("## Where the numbers come from", "")
    report.write("`report.json` names agent and output of each number.", "")
    report.write("The data files, with the start of their SHA-256:", "")
    report.write(*(f"- `{name}` {digest[:12]}" for name, digest in data.items()))
    run = os.environ.get("DODECA_RUN_ID")
    report.write("", f"Run {run}." if run else "Written by hand, outside any run.")

    document = {
        "plant": plant.name,
        "synthetic": True,
        "run": run,
        "missing": missing,
        "data": data,
        "figures": [asdict(figure) for figure in report.figures],
        "outputs": outputs,
    }
    write_artifact("out/report.md", "report", "\n".join(report.lines) + "\n")
    write_artifact("out/report.json", "report", json.dumps(document, indent=2, allow_nan=False) + "\n")
    publish("write_report", {"report": {"figures": len(report.figures), "missing": missing}})
    progress(100, "report written")
    print(f"Wrote out/report.md with {len(report.figures)} figures, each traced in out/report.json.")
    for agent in missing:
        print(f"Without {agent}, which left no result.")


if __name__ == "__main__":
    main()
