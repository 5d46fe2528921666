"""The plant's parameters (plant.json) and its telemetry (one CSV file a sector)."""

from __future__ import annotations

import csv
import json
import math
import sys
from dataclasses import dataclass
from datetime import datetime

from dodeca import WORKSPACE

TIME_FORMAT = "%Y-%m-%dT%H:%MZ"


@dataclass(frozen=True)
class Channel:
    """One measured quantity; its unit is the end of its name. Outside low..high a reading is not believed."""

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Sector:
    id: str
    title: str
    file: str
    cryomodules: int
    design_2k_W: float
    design_shield_W: float


@dataclass(frozen=True)
class Plant:
    name: str
    warm_end_K: float
    specific_power_2k_range: tuple[float, float]
    sample_interval_s: int
    channels: tuple[Channel, ...]
    sectors: tuple[Sector, ...]


@dataclass(frozen=True)
class Row:
    """One line of a CSV file; a reading that cannot be believed is absent from `values`."""

    line: int
    time: datetime
    values: dict[str, float]


@dataclass(frozen=True)
class Defect:
    line: int
    rule: str
    message: str


@dataclass(frozen=True)
class Telemetry:
    sector: Sector
    rows: list[Row]
    defects: list[Defect]
    missing_samples: int

    def series(self, channel: str) -> tuple[list[int], list[float]]:
        """Line numbers and values of the believable readings of one channel."""
        kept = [(row.line, row.values[channel]) for row in self.rows if channel in row.values]
        return [line for line, _ in kept], [value for _, value in kept]


def load_plant() -> Plant:
    raw = json.loads((WORKSPACE / "plant.json").read_text(encoding="utf-8"))
    low, high = raw["specific_power_2k_range_W_per_W"]
    return Plant(
        name=raw["name"],
        warm_end_K=raw["warm_end_K"],
        specific_power_2k_range=(low, high),
        sample_interval_s=raw["sample_interval_s"],
        channels=tuple(Channel(**channel) for channel in raw["channels"]),
        sectors=tuple(Sector(**sector) for sector in raw["sectors"]),
    )


def read_telemetry(plant: Plant, sector: Sector) -> Telemetry:
    """Read one sector's file. What is wrong inside becomes defects; only a missing or strange file ends the program."""
    path = WORKSPACE / sector.file
    if not path.is_file():
        sys.exit(f"{sector.file} is missing. Make it with: python3 tools/generate_data.py")
    names = ["time"] + [channel.name for channel in plant.channels]
    rows: list[Row] = []
    defects: list[Defect] = []
    missing = 0
    dropped = 0  # rows left out since the last good one: they are told already, and make no gap
    with path.open(encoding="utf-8", newline="") as file:
        lines = [(n, text) for n, text in enumerate(file, start=1) if text.strip() and not text.startswith("#")]
    _check_header(sector, lines, names)
    for line, text in lines[1:]:
        cells = next(csv.reader([text]))
        previous = rows[-1].time if rows else None
        time, defect = _row_time(line, cells, len(names), previous)
        if time is None:
            defects.append(defect)
            dropped += defect.rule != "out-of-order"  # such a row fills no place in the minutes that follow
            continue
        if previous is not None:
            steps = round((time - previous).total_seconds() / plant.sample_interval_s)
            lost = steps - 1 - dropped
            if lost > 0:
                missing += lost
                minutes = lost * plant.sample_interval_s / 60
                defects.append(Defect(line, "gap", f"{minutes:g} min of data are missing before {cells[0]}"))
        dropped = 0
        values, bad = _readings(plant, line, cells[1:])
        defects.extend(bad)
        rows.append(Row(line, time, values))
    return Telemetry(sector, rows, defects, missing)


def _check_header(sector: Sector, lines: list[tuple[int, str]], names: list[str]) -> None:
    if not lines:
        sys.exit(f"{sector.file}:1: the file is empty. Make it with: python3 tools/generate_data.py")
    line, text = lines[0]
    found = next(csv.reader([text]))
    if found != names:
        sys.exit(f"{sector.file}:{line}: the columns are {', '.join(found)}; expected {', '.join(names)}")


def _row_time(
    line: int, cells: list[str], columns: int, previous: datetime | None
) -> tuple[datetime, None] | tuple[None, Defect]:
    """The row's time, or why the row is left out."""
    if len(cells) != columns:
        return None, Defect(line, "ragged-row", f"the row has {len(cells)} of {columns} columns and is left out")
    try:
        time = datetime.strptime(cells[0], TIME_FORMAT)
    except ValueError:
        return None, Defect(line, "bad-time", f"'{cells[0]}' is no time such as 2026-03-02T00:00Z; the row is left out")
    if previous is not None and time <= previous:
        return None, Defect(line, "out-of-order", f"{cells[0]} is not after the row before; the row is left out")
    return time, None


def _readings(plant: Plant, line: int, cells: list[str]) -> tuple[dict[str, float], list[Defect]]:
    values: dict[str, float] = {}
    defects: list[Defect] = []
    for channel, cell in zip(plant.channels, cells):
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if math.isnan(value):
            defects.append(Defect(line, "not-a-number", f"{channel.name} reads '{cell}', which is no number"))
        elif not channel.low <= value <= channel.high:
            span = f"{channel.low:g} to {channel.high:g}"
            defects.append(Defect(line, "out-of-range", f"{channel.name} reads {value:g}, outside its range of {span}"))
        else:
            values[channel.name] = value
    return values, defects
