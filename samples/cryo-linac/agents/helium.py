"""Helium, as far as this plant needs it. SI units: K, Pa, J, kg, W. Sources are named at each formula."""

from __future__ import annotations

from math import log

MOLAR_MASS = 4.002602e-3
"""kg/mol (CODATA / IUPAC)."""

CP_GAS = 5193.0
"""J/(kg K), ideal monatomic gas, 5/2 R/M. In the shield circuit (40-80 K, below 20 bar) the real mean
value is up to 2 % higher (equation of state of Ortiz Vega et al., as in CoolProp: 5284 J/(kg K) at 16 bar)."""

JT_INLET_ABOVE_BATH_LIQUID = 3300.0
"""J/kg, h(2.2 K, 3 bar) - h_liquid(2.0 K): 1.93 kJ/kg for the pressure at 2.2 K (Ortiz Vega et al.) and
1.38 kJ/kg to warm the saturated liquid from 2.0 to 2.2 K (entropies of Donnelly and Barenghi 1998)."""

LATENT_HEAT = (
    (1.7039, 91.92),
    (1.8041, 92.72),
    (1.9042, 93.13),
    (2.0042, 93.01),
    (2.1044, 92.03),
    (2.1546, 91.16),
)
"""(K on ITS-90, J/mol): Berman and Poulter, as adopted in table 16.1 of Donnelly and Barenghi,
J. Phys. Chem. Ref. Data 27 (1998) 1217. The authors state 0.1 %; Clausius and Clapeyron along the ITS-90 vapour
pressure give 0.5 to 0.7 % more, so that 0.7 % is the honest figure."""

ITS90_A = (1.392408, 0.527153, 0.166756, 0.050988, 0.026514, 0.001975, -0.017976, 0.005409, 0.013259)
ITS90_B, ITS90_C = 5.6, 2.9


def saturation_temperature(pressure: float) -> float:
    """T of liquid helium-4 under its own vapour, 1.25 K to 2.1768 K (the definition in ITS-90,
    Preston-Thomas, Metrologia 27 (1990) 3, equation 3)."""
    x = (log(pressure) - ITS90_B) / ITS90_C
    return sum(a * x**i for i, a in enumerate(ITS90_A))


def latent_heat(temperature: float) -> float:
    """Heat of vaporisation, linear between the points of the table."""
    for (t0, l0), (t1, l1) in zip(LATENT_HEAT, LATENT_HEAT[1:]):
        if t0 <= temperature <= t1:
            return (l0 + (l1 - l0) * (temperature - t0) / (t1 - t0)) / MOLAR_MASS
    raise ValueError(f"{temperature:.3f} K is outside the table of latent heats, 1.704 K to 2.155 K")


def bath_heat(vapour_flow: float, temperature: float) -> float:
    """W taken up by a 2 K bath: Q = m (h_vapour - h_in) = m (L - (h_in - h_liquid)).

    The second term is the flash in the Joule-Thomson valve: about 14 % of the flow is vapour before it
    has cooled anything, which leaves 19.9 W for each g/s.
    """
    return vapour_flow * (latent_heat(temperature) - JT_INLET_ABOVE_BATH_LIQUID)


def shield_heat(flow: float, supply: float, return_: float) -> float:
    """W taken up by a thermal shield: Q = m cp (T_out - T_in), ideal gas."""
    return flow * CP_GAS * (return_ - supply)


def carnot_specific_power(cold: float, warm: float) -> float:
    """W of work for each W of heat, at least, lifted from `cold` to `warm`: 1 / COP = (Th - Tc) / Tc (Carnot)."""
    return (warm - cold) / cold


def shield_minimum_power(flow: float, supply: float, return_: float, warm: float) -> float:
    """W, the least work that cools the shield's gas back: the flow exergy m cp (T0 ln(Tout/Tin) - (Tout - Tin)).

    The pressure drop of the circuit is left out, since it is not measured.
    """
    return flow * CP_GAS * (warm * log(return_ / supply) - (return_ - supply))
