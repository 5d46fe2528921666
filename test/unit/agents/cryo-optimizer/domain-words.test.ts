import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readHeader } from '../../../../src/agents/cryo-optimizer/column-meaning.ts';
import { domainOf, toSi } from '../../../../src/agents/cryo-optimizer/domain.ts';
import { judgeConstant } from '../../../../src/agents/cryo-optimizer/judge-constant.ts';
import { numberText } from '../../../../src/agents/cryo-optimizer/judge-units.ts';
import { loadPacks } from '../../../../src/agents/cryo-optimizer/load-packs.ts';
import { NameReader } from '../../../../src/agents/cryo-optimizer/name-meaning.ts';
import { packSchema } from '../../../../src/agents/cryo-optimizer/pack-schema.ts';
import { readPack } from '../../../../src/agents/cryo-optimizer/read-pack.ts';
import { cellColumn, readTableHead, splitLine } from '../../../../src/agents/cryo-optimizer/table-columns.ts';
import { unitsOfComment } from '../../../../src/agents/cryo-optimizer/text-unit.ts';
import { agreesToDigits, significantDigits } from '../../../../src/agents/cryo-optimizer/written-number.ts';

const domain = domainOf(await loadPacks('.', [], true));
const names = new NameReader(domain);

describe('domain pack cryogenics', () => {
  it('is the same as the JSON that the build makes of it, and declares no hot spots', () => {
    const place = new URL('../../../../src/agents/cryo-optimizer/cryogenics.yaml', import.meta.url);
    const text = readFileSync(place, 'utf8');
    const reading = readPack('cryogenics', text);
    assert.ok(reading.ok);
    assert.deepEqual(packSchema.parse(JSON.parse(JSON.stringify(parse(text)))), reading.read.pack);
    // A pack of JSON knows no lines, and what is measured is told with the line that asks for it.
    assert.deepEqual(reading.read.pack.hot_spots, []);
  });

  it('has values of constants that are no earlier ones, and bounds that hold something', () => {
    const constants = new Set([...domain.constants.values()]);
    assert.ok(constants.size >= 25);
    for (const { name, values } of constants) {
      for (const { value, older } of values) {
        for (const old of older) {
          assert.notEqual(old.value, value, name);
          assert.ok(Math.abs(old.value / value - 1) < 0.01, `${name}, ${old.source}`);
        }
        const digits = { value, digits: 15, single: true };
        const constant = [...constants].find((one) => one.name === name);
        assert.equal(constant && judgeConstant(digits, constant, true)?.kind, 'right', name);
      }
    }
    for (const { name, bounds } of domain.quantities) assert.ok(bounds && bounds.low < bounds.high, name);
  });

  it('has values that hang together', () => {
    const value = (name: string, at = 0) => domain.constants.get(name)?.values[at]?.value ?? Number.NaN;
    const near = (a: number, b: number, tolerance = 1e-9) =>
      assert.ok(Math.abs(a / b - 1) < tolerance, `${a}, ${b}`);
    const [c, h, e, k] = ['speed_of_light', 'planck', 'elementary_charge', 'boltzmann'].map((name) =>
      value(name),
    ) as [number, number, number, number];
    near(value('planck', 1), h / e);
    near(value('hbar'), h / (2 * Math.PI));
    near(value('hbar', 1), h / (2 * Math.PI) / e);
    near(value('boltzmann', 1), k / e);
    near(value('boltzmann', 2), k / (h * c * 100));
    near(value('gas_constant'), k * value('avogadro'));
    near(value('gas_constant', 1), (k * value('avogadro')) / 101.325);
    near(value('gas_constant', 2), (k * value('avogadro')) / 4.184);
    near(value('gas_constant', 3), ((k * value('avogadro')) / 101.325) * 760);
    near(value('faraday'), e * value('avogadro'));
    near(value('stefan_boltzmann'), (2 * Math.PI ** 5 * k ** 4) / (15 * h ** 3 * c ** 2));
    near(1 / (value('epsilon_0') * value('mu_0')), c ** 2);
    near(value('vacuum_impedance'), value('mu_0') * c);
    near(value('fine_structure'), e ** 2 / (2 * value('epsilon_0') * h * c));
    near(value('rydberg_constant'), (value('fine_structure') ** 2 * value('electron_mass') * c) / (2 * h));
    for (const name of ['electron_mass', 'proton_mass', 'neutron_mass', 'amu'])
      near(value(name, 1), (value(name) * c ** 2) / e / 1e6);
    for (const name of ['electron_mass', 'proton_mass']) near(value(name, 2), value(name) / value('amu'));
    near(value('standard_gravity', 1), value('standard_gravity') / 0.3048);
  });

  it('converts units as they are', () => {
    const si = (value: number, unit: string) =>
      toSi(value, domain.units.get(unit) ?? { factor: 0, offset: 0 });
    for (const [value, unit, expected] of [
      [0, 'degC', 273.15],
      [32, 'degF', 273.15],
      [212, 'degF', 373.15],
      [1, 'atm', 101325],
      [760, 'Torr', 101325],
      [14.695948775513, 'psi', 101325],
      [3.6, 'kg/h', 0.001],
      [180, 'deg', Math.PI],
      [1, 'kWh', 3.6e6],
    ] as const)
      assert.ok(Math.abs(si(value, unit) / expected - 1) < 1e-9, `${value} ${unit}: ${si(value, unit)}`);
  });
});

describe('what names mean', () => {
  const cases: Readonly<Record<string, string | null>> = {
    t_k: 'K',
    T_bath_K: 'K',
    tempDegC: 'degC',
    mass_flow_g_s: 'g/s',
    massFlowKgS: 'kg/s',
    pressureMPa: 'MPa',
    pressure_mPa: 'mPa',
    PRESSURE_MBAR: 'mbar',
    power_MW: 'MW',
    POWER_MW: null,
    voltage_MV: 'MV',
    shield_supply_K: 'K',
    pressure_in_pa: 'Pa',
    flow_rate_kg_s: 'kg/s',
    celsius: 'degC',
    T_c: null,
    top_k: null,
    progress_bar: null,
    plot_kw: null,
    load_w: null,
    current_a: null,
    w_per_k: null,
    specific_power_W_per_W: null,
    enthalpy_kj_kg: null,
    heat_transfer_w_m2_k: null,
    celsius_to_kelvin: null,
    pressure_unit_bar: null,
    cooling_rate_k: null,
    molar_mass_kg_mol: null,
    temperature: null,
    zero_celsius_as_kelvin: null,
  };
  for (const [name, unit] of Object.entries(cases))
    it(`${name}: ${unit ?? 'no unit'}`, () => assert.equal(names.read(name)?.unit?.name ?? null, unit));

  it('knows quantities, differences and conversions', () => {
    assert.equal(names.read('cm1_t_bath')?.quantity?.name, 'helium_bath_temperature');
    assert.equal(names.read('helium_bath_pressure')?.quantity?.name, 'helium_bath_pressure');
    assert.equal(names.read('bath_temperature_degC')?.quantity ?? null, null);
    assert.equal(names.read('delta_t_k')?.interval, true);
    assert.equal(names.read('BAR_TO_PA')?.conversion?.to.name, 'Pa');
    assert.equal(names.read('PA_PER_BAR')?.conversion?.from.name, 'bar');
    assert.equal(names.read('speed_of_light_m_s')?.constant?.name, 'speed_of_light');
  });

  it('reads any name', () => {
    fc.assert(fc.property(fc.string(), (name) => void names.read(name)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readHeader(text, domain, names)));
  });
});

describe('what headers and comments mean', () => {
  const header = (text: string) => {
    const meaning = readHeader(text, domain, names);
    return (
      meaning && [
        meaning.unit?.name ?? null,
        meaning.quantity?.name ?? null,
        meaning.contradiction?.name ?? null,
      ]
    );
  };
  const bath = 'helium_bath_temperature';
  const cases: Readonly<Record<string, readonly (string | null)[] | null>> = {
    'T_bath [K]': ['K', bath, null],
    'T_bath (mK)': ['mK', bath, null],
    'T_bath / K': ['K', bath, null],
    T_bath: [null, bath, null],
    'bath_temperature_K [mK]': ['K', bath, 'mK'],
    'inlet pressure [bar]': ['bar', null, null],
    'temp (C)': ['degC', null, null],
    'T_bath (sensor 3)': null,
    'grade (C)': null,
    'value [K]': null,
    'price (A)': null,
    name: null,
  };
  for (const [text, expected] of Object.entries(cases))
    it(`header ${text}`, () => assert.deepEqual(header(text), expected));

  const comments: Readonly<Record<string, readonly string[]>> = {
    'bath temperature [K]': ['K'],
    'in bar': ['bar'],
    mbar: ['mbar'],
    'pressure (kPa)': ['kPa'],
    'units: g/s': ['g/s'],
    'temperature in °C, of the vessel': ['degC'],
    '3 bar': [],
    'from bar to Pa [Pa]': [],
    'value(s) of it': [],
    'in a loop': [],
    'was in bar': [],
  };
  for (const [text, expected] of Object.entries(comments))
    it(`comment ${text}`, () =>
      assert.deepEqual(
        unitsOfComment(text, domain).map(({ name }) => name),
        expected,
      ));
});

describe('numbers as they are written', () => {
  it('counts their digits', () => {
    for (const [text, digits] of [
      ['3e8', 1],
      ['3.0e8', 2],
      ['299792458', 9],
      ['299_792_458', 9],
      ['299800000', 4],
      ['0.00820', 3],
      ['1.380649e-23', 7],
      ['5.670374419184429e-8', 15],
    ] as const)
      assert.equal(significantDigits(text), digits, text);
  });

  it('agrees to the digits that are written, rounded or cut off', () => {
    for (const [text, exact, agrees] of [
      ['3e8', 299792458, true],
      ['2.998e8', 299792458, true],
      ['2.99e8', 299792458, true],
      ['2.997e8', 299792458, true],
      ['2.996e8', 299792458, false],
      ['2.9979e8', 299792458, true],
      ['2.99793e8', 299792458, false],
      ['6.62e-34', 6.62607015e-34, true],
      ['6.63e-34', 6.62607015e-34, true],
      ['6.64e-34', 6.62607015e-34, false],
      ['273.15', 273.15, true],
      ['273.16', 273.15, false],
    ] as const)
      assert.equal(agreesToDigits(Number(text), significantDigits(text), exact), agrees, text);
  });

  it('agrees with every rounding and every cut of a number', () => {
    const number = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 12 }), (exact, digits) => {
        const text = exact.toExponential(digits - 1);
        assert.ok(agreesToDigits(Number(text), digits, exact));
        const [mantissa = '', exponent] = exact.toExponential(15).split('e');
        const cut = Number(`${mantissa.slice(0, digits === 1 ? 1 : digits + 1)}e${exponent}`);
        assert.ok(agreesToDigits(cut, digits, exact));
        assert.ok(!agreesToDigits(exact * (1 + 2.1 * 10 ** (1 - digits)), digits, exact));
      }),
    );
  });

  it('writes numbers that mean the same', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (value) => Number(numberText(value)) === value || value === 0,
      ),
    );
    assert.equal(numberText(1.380649e-23), '1.380649e-23');
    assert.equal(numberText(6.02214076e23), '6.02214076e23');
    assert.equal(numberText(299792458), '299792458');
  });
});

describe('tables and packs as texts', () => {
  it('splits lines so that every cell is where it is said to be', () => {
    const cell = fc.stringMatching(/^[a-z0-9 ]{0,8}$/).map((text) => text.trim());
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t'),
        (cells, delimiter) => {
          const line = cells.join(delimiter);
          assert.deepEqual(splitLine(line, delimiter), cells);
          for (const [index, text] of cells.entries()) {
            const start = cellColumn(line, index, delimiter) - 1;
            assert.equal(line.slice(start, start + text.length), text);
          }
        },
      ),
    );
  });

  it('finds the header of a table', () => {
    assert.deepEqual(readTableHead('# made\na;b\n1;2\n'), {
      delimiter: ';',
      cells: ['a', 'b'],
      line: 2,
      commented: false,
    });
    assert.deepEqual(readTableHead('# a, b\n1, 2\n'), {
      delimiter: ',',
      cells: ['a', 'b'],
      line: 1,
      commented: true,
    });
    assert.equal(readTableHead('1,2\n3,4\n'), null);
    assert.equal(readTableHead(''), null);
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readTableHead(text)));
    fc.assert(fc.property(fc.string(), (text) => void unitsOfComment(text, domain)));
    fc.assert(fc.property(fc.string(), (text) => void readPack('x.yaml', text)));
    const yaml = fc.stringMatching(/^(name|units|x|: |\[|\]|\{|\}|- |\n| |&a|\*a|\d){0,30}$/);
    fc.assert(fc.property(yaml, (text) => void readPack('x.yaml', text)));
  });

  it('refuses a pack that is nested too deeply or grows by its aliases', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'
      .split('')
      .map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[at]}`).join(', ')}]\n`)
      .join('')}`;
    for (const text of [bomb, '['.repeat(20_000), 'name: x\nname: y\n']) {
      const reading = readPack('x.yaml', text);
      assert.equal(reading.ok, false);
      if (!reading.ok) assert.match(reading.problems[0] ?? '', /^x\.yaml:\d+:\d+: /);
    }
  });
});
