import assert from 'node:assert/strict';
import * as z from 'zod';
import { at, near } from './numbers.ts';
import { useSample } from './sample-copy.ts';

describe('samples/cryo-linac: the formulas', () => {
  const sample = useSample();

  it('computes helium as the references have it', () => {
    const values = sample().evaluate(`
import helium as h
print(json.dumps({
  "carnot": [h.carnot_specific_power(2.0, 300.0), h.carnot_specific_power(4.5, 300.0)],
  "lambda": h.saturation_temperature(5041.8), "lhc": h.saturation_temperature(1638.4),
  "latent": [h.latent_heat(2.0), h.latent_heat(1.8041)],
  "bath": h.bath_heat(0.050, 2.0),
  "shield": [h.shield_heat(0.020, 40.0, 70.0), h.shield_minimum_power(0.020, 40.0, 70.0, 300.0)],
  "small": h.shield_minimum_power(1.0, 40.0, 40.001, 300.0) / h.shield_heat(1.0, 40.0, 40.001),
}))`);
    const get = (pointer: string) => at(values, pointer);
    near(get('/carnot/0'), 149, 1e-12);
    near(get('/carnot/1'), 295.5 / 4.5, 1e-12);
    // The lambda point, 5.0418 kPa and 2.1768 K, and 1.8 K at 1.638 kPa: Donnelly and Barenghi (1998).
    near(get('/lambda'), 2.1768, 1e-4);
    near(get('/lhc'), 1.8, 2e-4);
    // 93.015 J/mol, between 93.13 at 1.9042 K and 93.01 at 2.0042 K, over 4.002602 g/mol.
    near(get('/latent/0'), 93.01504 / 4.002602e-3, 1e-9);
    near(get('/latent/1'), 92.72 / 4.002602e-3, 1e-12);
    // The rule of 20 W for each g/s: 50 g/s take about 1 kW.
    near(get('/bath'), 0.05 * (23238.7 - 3300), 1e-5);
    // 20 g/s * 5.193 J/(g K) * 30 K, and 103.86 W/K * (300 K ln(7/4) - 30 K).
    near(get('/shield/0'), 3115.8, 1e-12);
    near(get('/shield/1'), 103.86 * (300 * 0.5596157879 - 30), 1e-9);
    // Over a small step of temperature the flow exergy is Carnot's.
    near(get('/small'), (300 - 40) / 40, 1e-4);
  });

  it('has a latent heat that agrees with Clausius and Clapeyron along the ITS-90 vapour pressure', () => {
    const worst = sample().evaluate(`
import helium as h
R, V_LIQUID = 8.314462618, 27.5e-6  # J/(mol K); m3/mol (density 145.5 kg/m3)
def virial(t):  # m3/mol, helium-4: ITS-90, Preston-Thomas 1990, equation 6a
  return 1e-6 * (16.708 - 374.05 / t - 383.53 / t**2 + 1799.2 / t**3 - 4033.2 / t**4 + 3252.8 / t**5)
worst = 0.0
for mbar in (17, 20, 25, 31.3, 36, 42):
  p = 100 * mbar
  t = h.saturation_temperature(p)
  slope = 2 * p * 1e-4 / (h.saturation_temperature(p * 1.0001) - h.saturation_temperature(p * 0.9999))
  ideal = R * t / p
  vapour = ideal / 2 * (1 + (1 + 4 * virial(t) / ideal) ** 0.5)
  clapeyron = t * (vapour - V_LIQUID) * slope / h.MOLAR_MASS
  worst = max(worst, abs(clapeyron / h.latent_heat(t) - 1))
print(worst)`);
    // The table is measured, the slope of ITS-90 is not quite consistent with it: 0.5 to 0.7 % apart.
    assert.ok(z.number().parse(worst) < 0.01, `off by ${worst}`);
  });

  it('computes a sector from given readings as one does by hand', () => {
    const values = sample().evaluate(`
from dataclasses import asdict
from datetime import datetime
from cooling_capacity import capacity, moment
from plant import Row, Sector
row = Row(3, datetime(2026, 3, 2), {
  "bath_temperature_K": 2.0, "bath_pressure_mbar": 31.3, "vapour_flow_g_s": 50.0, "shield_supply_K": 40.0,
  "shield_return_K": 70.0, "shield_flow_g_s": 20.0, "compressor_power_kW": 850.0})
print(json.dumps(asdict(capacity(Sector("s", "", "", 8, 1000.0, 4000.0), [moment(row, 300.0)]))))`);
    const get = (key: string) => at(values, `/${key}`);
    near(get('heat_2k_W'), 996.9, 1e-3);
    near(get('heat_shield_W'), 3115.8, 1e-4);
    // 996.9 W * 149 = 148.5 kW and 14.32 kW of least work: 162.9 of 850 kW.
    near(get('exergetic_efficiency'), 0.1916, 2e-3);
    near(get('specific_power_2k_W_per_W'), 149 / 0.1916, 2e-3);
    near(get('share_of_design_2k'), 0.9969, 1e-3);
    near(get('share_of_design_shield'), 0.779, 1e-3);
  });

  it('reports the one sector whose refrigerator takes too much', () => {
    assert.deepEqual(sample().findings('cooling_capacity'), [
      { path: 'data/sector-4.csv', line: undefined, rule: 'specific-power' },
    ]);
  });
});
