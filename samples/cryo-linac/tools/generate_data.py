"""Make the telemetry in data/: one synthetic day of four sectors, one row a minute.

Nothing here was measured in any plant. The same seed gives the same bytes. Noise is white, which real
sensors are not; a few faults are planted on purpose and listed in data/ground_truth.json.

    python3 tools/generate_data.py [--seed 2026] [--out DIR]
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "agents"))

import helium  # noqa: E402  (the path above must be set first)
import plant as plant_module  # noqa: E402

START = datetime(2026, 3, 2)
MINUTES = 24 * 60
RF_ON, RF_OFF = 6 * 60, 18 * 60
"""Minutes of the day between which the cavities are powered."""
LOAD_LAG = 20.0
"""Minutes; the baths' heaters take over slowly when the RF is switched."""
DECIMALS = {
    "bath_temperature_K": 4,
    "bath_pressure_mbar": 2,
    "vapour_flow_g_s": 2,
    "shield_supply_K": 2,
    "shield_return_K": 2,
    "shield_flow_g_s": 2,
    "compressor_power_kW": 1,
}
EFFICIENCY = {"sector_1": 0.190, "sector_2": 0.198, "sector_3": 0.183, "sector_4": 0.152}
"""Exergetic efficiency of each refrigerator; sector 4 is made to be worn."""


@dataclass(frozen=True)
class Anomaly:
    """A fault planted on `channels` of one sector; `size` holds what is added to each, at the peak."""

    id: str
    sector: str
    start: int
    minutes: int
    size: dict[str, float]
    what: str
    ramp: bool = False

    def shape(self, minute: int) -> float:
        """0 outside, 1 at full size; a ramp rises evenly."""
        k = minute - self.start
        if not 0 <= k < self.minutes:
            return 0.0
        return (k + 1) / self.minutes if self.ramp else 1.0


ANOMALIES = (
    Anomaly("A1", "sector_1", 202, 8, {"bath_pressure_mbar": 1.2, "bath_temperature_K": 0.0131},
            "the cold compressor loses suction: bath pressure and temperature rise together"),
    Anomaly("A2", "sector_2", 555, 5, {"bath_temperature_K": 0.010},
            "the bath thermometer is off: the pressure did not move"),
    Anomaly("A3", "sector_2", 1210, 12, {"shield_return_K": 3.0},
            "the shield's return warms up and recovers", ramp=True),
    Anomaly("A4", "sector_3", 841, 6, {"vapour_flow_g_s": -9.0},
            "a Joule-Thomson valve sticks half closed"),
    Anomaly("A5", "sector_4", 1003, 10, {"compressor_power_kW": 60.0},
            "a warm compressor runs on its bypass"),
)
GAP = ("sector_3", 300, 7)
"""Sector, first minute and minutes that the logger did not write."""
RAGGED = ("sector_2", 410)
SENTINEL = ("sector_1", 930, "shield_flow_g_s", "-999.00")


def rf_load(minute: int) -> float:
    """0 with the RF off, 1 with it on, following each switch with a first-order lag."""
    if minute < RF_ON:
        return 0.0
    if minute < RF_OFF:
        return 1.0 - math.exp(-(minute - RF_ON) / LOAD_LAG)
    return math.exp(-(minute - RF_OFF) / LOAD_LAG)


def sample(sector: plant_module.Sector, minute: int, warm: float, random: Random) -> dict[str, float]:
    """What the sensors of one sector read in one minute, without faults."""
    day = 2 * math.pi * minute / MINUTES
    pressure = 31.3 + 0.10 * math.sin(3 * day) + random.gauss(0, 0.03)
    temperature = helium.saturation_temperature(pressure * 100) + random.gauss(0, 0.0005)
    load = 0.80 + 0.13 * rf_load(minute)
    heat = load * sector.design_2k_W
    flow = heat / helium.bath_heat(1.0, 2.0)
    supply = 40.0 + 0.3 * math.sin(day)
    return_ = 70.0 + 0.5 * math.sin(day - 0.8)
    shield_flow = 0.92 * sector.design_shield_W / helium.shield_heat(1.0, 40.0, 70.0)
    least_2k = heat * helium.carnot_specific_power(2.0, warm)
    least_shield = helium.shield_minimum_power(shield_flow, supply, return_, warm)
    power = (least_2k + least_shield) / (EFFICIENCY[sector.id] * (1 + 0.006 * math.sin(day + 2.0)))
    return {
        "bath_temperature_K": temperature,
        "bath_pressure_mbar": pressure,
        "vapour_flow_g_s": flow * 1000 * (1 + random.gauss(0, 0.006)),
        "shield_supply_K": supply + random.gauss(0, 0.05),
        "shield_return_K": return_ + random.gauss(0, 0.08),
        "shield_flow_g_s": shield_flow * 1000 * (1 + random.gauss(0, 0.006)),
        "compressor_power_kW": power / 1000 + random.gauss(0, 3.0),
    }


def sector_lines(plant: plant_module.Plant, sector: plant_module.Sector, seed: int) -> list[str]:
    """The lines of one CSV file; line n of the file is element n - 1."""
    random = Random(f"{seed}/{sector.id}")
    names = [channel.name for channel in plant.channels]
    lines = [
        f"# synthetic: made by tools/generate_data.py --seed {seed}, not measured in any plant",
        ",".join(["time"] + names),
    ]
    for minute in range(MINUTES):
        values = sample(sector, minute, plant.warm_end_K, random)
        if sector.id == GAP[0] and GAP[1] <= minute < GAP[1] + GAP[2]:
            continue
        for anomaly in ANOMALIES:
            if anomaly.sector == sector.id:
                for channel, size in anomaly.size.items():
                    values[channel] += size * anomaly.shape(minute)
        time = (START + timedelta(minutes=minute)).strftime(plant_module.TIME_FORMAT)
        cells = [time] + [f"{values[name]:.{DECIMALS[name]}f}" for name in names]
        if (sector.id, minute) == SENTINEL[:2]:
            cells[1 + names.index(SENTINEL[2])] = SENTINEL[3]
        if (sector.id, minute) == RAGGED:
            cells = cells[:4]
        lines.append(",".join(cells))
    return lines


def ground_truth(plant: plant_module.Plant, files: dict[str, list[str]], seed: int) -> dict[str, object]:
    """What was planted, and on which lines it lies."""
    path = {sector.id: sector.file for sector in plant.sectors}

    def line_of(sector: str, minute: int) -> int:
        time = (START + timedelta(minutes=minute)).strftime(plant_module.TIME_FORMAT)
        return next(n for n, text in enumerate(files[sector], start=1) if text.startswith(time))

    anomalies = [
        {
            "id": anomaly.id,
            "file": path[anomaly.sector],
            "channels": sorted(anomaly.size),
            "first_line": line_of(anomaly.sector, anomaly.start),
            "last_line": line_of(anomaly.sector, anomaly.start + anomaly.minutes - 1),
            "what": anomaly.what,
        }
        for anomaly in ANOMALIES
    ]
    defects = [
        {"file": path[SENTINEL[0]], "line": line_of(*SENTINEL[:2]), "rule": "out-of-range"},
        {"file": path[RAGGED[0]], "line": line_of(*RAGGED), "rule": "ragged-row"},
        {"file": path[GAP[0]], "line": line_of(GAP[0], GAP[1] + GAP[2]), "rule": "gap"},
    ]
    return {"synthetic": True, "seed": seed, "anomalies": anomalies, "defects": defects}


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the synthetic telemetry of the sample plant.")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--out", type=Path, default=ROOT, help="folder that gets data/ (default: the workspace)")
    options = parser.parse_args()
    plant = plant_module.load_plant()
    files = {sector.id: sector_lines(plant, sector, options.seed) for sector in plant.sectors}
    (options.out / "data").mkdir(parents=True, exist_ok=True)
    for sector in plant.sectors:
        write(options.out / sector.file, "\n".join(files[sector.id]) + "\n")
    truth = ground_truth(plant, files, options.seed)
    write(options.out / "data" / "ground_truth.json", json.dumps(truth, indent=2) + "\n")
    print(f"Wrote {len(files)} sectors and ground_truth.json to {options.out / 'data'} (synthetic, seed {options.seed}).")


def write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)


if __name__ == "__main__":
    main()
