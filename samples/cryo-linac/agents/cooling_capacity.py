"""Cooling capacity and efficiency of every sector, as means over the day; formulas and sources in helium.py.

A sector has one refrigerator with one power meter and two loads. The power is shared between the loads by
the least work (exergy) that each needs, so that both get the same exergetic efficiency:

    least work of the 2 K load   E_2K     = Q_2K (T0 - T) / T                       (Carnot)
    least work of the shield     E_shield = m cp (T0 ln(Tout/Tin) - (Tout - Tin))   (flow exergy, ideal gas)
    exergetic efficiency         eta      = (E_2K + E_shield) / P
    specific power at 2 K        P_2K / Q_2K, with P_2K = P E_2K / (E_2K + E_shield)

Outputs `sectors` and `plant`.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from statistics import fmean

import helium
from dodeca import finding, metric, progress, publish
from plant import Plant, Row, Sector, load_plant, read_telemetry

G, K, MBAR = 1e-3, 1e3, 1e2
"""kg in a g, W in a kW, Pa in a mbar."""


@dataclass(frozen=True)
class Moment:
    """Heat, least work and power of one sector in one minute, W."""

    heat_2k: float
    heat_shield: float
    least_2k: float
    least_shield: float
    power: float


@dataclass(frozen=True)
class Capacity:
    """Means of one sector over the day."""

    id: str
    title: str
    file: str
    samples: int
    heat_2k_W: float
    share_of_design_2k: float
    heat_shield_W: float
    share_of_design_shield: float
    power_kW: float
    carnot_W_per_W: float
    specific_power_2k_W_per_W: float
    specific_power_shield_W_per_W: float
    exergetic_efficiency: float


def moment(row: Row, warm: float) -> Moment:
    """The bath's temperature is taken from its pressure (saturation), which is the steadier of the two sensors."""
    v = row.values
    bath = helium.saturation_temperature(v["bath_pressure_mbar"] * MBAR)
    heat = helium.bath_heat(v["vapour_flow_g_s"] * G, bath)
    shield = (v["shield_flow_g_s"] * G, v["shield_supply_K"], v["shield_return_K"])
    return Moment(
        heat_2k=heat,
        heat_shield=helium.shield_heat(*shield),
        least_2k=heat * helium.carnot_specific_power(bath, warm),
        least_shield=helium.shield_minimum_power(*shield, warm),
        power=v["compressor_power_kW"] * K,
    )


def capacity(sector: Sector, moments: list[Moment]) -> Capacity:
    """Ratios are ratios of the means: energy over energy, not a mean of ratios."""
    heat_2k = fmean(m.heat_2k for m in moments)
    heat_shield = fmean(m.heat_shield for m in moments)
    least_2k = fmean(m.least_2k for m in moments)
    least_shield = fmean(m.least_shield for m in moments)
    power = fmean(m.power for m in moments)
    least = least_2k + least_shield
    return Capacity(
        id=sector.id,
        title=sector.title,
        file=sector.file,
        samples=len(moments),
        heat_2k_W=round(heat_2k, 1),
        share_of_design_2k=round(heat_2k / sector.design_2k_W, 4),
        heat_shield_W=round(heat_shield, 1),
        share_of_design_shield=round(heat_shield / sector.design_shield_W, 4),
        power_kW=round(power / K, 1),
        carnot_W_per_W=round(least_2k / heat_2k, 1),
        specific_power_2k_W_per_W=round(power * least_2k / least / heat_2k, 1),
        specific_power_shield_W_per_W=round(power * least_shield / least / heat_shield, 2),
        exergetic_efficiency=round(least / power, 4),
    )


def of_sector(plant: Plant, sector: Sector) -> Capacity:
    telemetry = read_telemetry(plant, sector)
    whole = [row for row in telemetry.rows if len(row.values) == len(plant.channels)]
    if not whole:
        sys.exit(f"{sector.file} has no row with every reading, so no capacity can be computed.")
    return capacity(sector, [moment(row, plant.warm_end_K) for row in whole])


def main() -> None:
    plant = load_plant()
    results: list[Capacity] = []
    for n, sector in enumerate(plant.sectors):
        progress(100 * n / len(plant.sectors), f"computing {sector.id}")
        results.append(of_sector(plant, sector))
    progress(100, f"computed {len(results)} sectors")

    low, high = plant.specific_power_2k_range
    print("Sector    2 K load  of design  shield   power      at 2 K    exergetic")
    print("                 W          %       W      kW         W/W efficiency %")
    for c in results:
        print(
            f"{c.id:8} {c.heat_2k_W:9.0f} {c.share_of_design_2k * 100:10.1f} {c.heat_shield_W:7.0f} "
            f"{c.power_kW:7.0f} {c.specific_power_2k_W_per_W:11.0f} {c.exergetic_efficiency * 100:12.1f}"
        )
        metric(f"{c.id}_capacity_2k", c.heat_2k_W, "W")
        metric(f"{c.id}_specific_power_2k", c.specific_power_2k_W_per_W, "W/W")
        if not low <= c.specific_power_2k_W_per_W <= high:
            finding(
                c.file, None, "warning", "specific-power",
                f"{c.id} takes {c.specific_power_2k_W_per_W:.0f} W of power for each W at 2 K; "
                f"large plants take {low:g} to {high:g}",
            )

    power = sum(c.power_kW for c in results)
    whole = {
        "heat_2k_W": round(sum(c.heat_2k_W for c in results), 1),
        "heat_shield_W": round(sum(c.heat_shield_W for c in results), 1),
        "power_kW": round(power, 1),
        "exergetic_efficiency": round(sum(c.exergetic_efficiency * c.power_kW for c in results) / power, 4),
        "specific_power_2k_range_W_per_W": [low, high],
        "warm_end_K": plant.warm_end_K,
        "synthetic": True,
    }
    metric("capacity_2k", whole["heat_2k_W"], "W")
    metric("capacity_shield", whole["heat_shield_W"], "W")
    metric("compressor_power", whole["power_kW"], "kW")
    metric("exergetic_efficiency", round(whole["exergetic_efficiency"] * 100, 2), "%")
    publish("cooling_capacity", {"sectors": [asdict(c) for c in results], "plant": whole})
    print(
        f"Plant: {whole['heat_2k_W']:.0f} W at 2 K and {whole['heat_shield_W']:.0f} W at the shields "
        f"for {power:.0f} kW of compressor power (synthetic data)."
    )


if __name__ == "__main__":
    main()
