import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { groundTruth } from './ground-truth.ts';
import { useSample } from './sample-copy.ts';

describe('samples/cryo-linac: the telemetry', () => {
  const sample = useSample();

  it('finds exactly the defects that were planted in the files', () => {
    const { defects } = groundTruth.parse(JSON.parse(sample().read('data/ground_truth.json')));
    const expected = defects.map(({ file, line, rule }) => ({ path: file, line, rule }));
    assert.deepEqual(sample().findings('load_telemetry'), expected);
  });

  it('names the line and the kind of every defect of a file', () => {
    const lines = sample().read('data/sector-1.csv').split('\n');
    const row = (i: number) => lines[2 + i] ?? '';
    const text = [
      ...lines.slice(0, 2),
      row(0),
      row(1).replace(/,[^,]*$/, ',n/a'),
      'yesterday,1,2,3,4,5,6,7',
      row(3),
      row(2),
      '',
      `${row(4)},9`,
      row(6),
      row(7).replace(/,[^,]*$/, ',9999'),
      row(9),
    ];
    const defects = sample().evaluate(`
import pathlib, tempfile, plant as p
with tempfile.TemporaryDirectory() as folder:
  plant = p.load_plant()
  p.WORKSPACE = pathlib.Path(folder)
  (p.WORKSPACE / "data").mkdir()
  (p.WORKSPACE / "data" / "sector-1.csv").write_text(${JSON.stringify(text.join('\r\n'))})
  read = p.read_telemetry(plant, plant.sectors[0])
  print(json.dumps([len(read.rows), read.missing_samples, [[d.line, d.rule] for d in read.defects]]))`);
    assert.deepEqual(defects, [
      6,
      2,
      [
        [4, 'not-a-number'],
        [5, 'bad-time'],
        [7, 'out-of-order'],
        [9, 'ragged-row'],
        [10, 'gap'],
        [11, 'out-of-range'],
        [12, 'gap'],
      ],
    ]);
  });

  it('tells in one message what is wrong with the data or a setting', () => {
    const header = sample().read('data/sector-1.csv').split('\n').slice(0, 2);
    const cases: [text: string | null, agent: string, settings: object, expected: RegExp][] = [
      [null, 'cooling_capacity', {}, /^data\/sector-1\.csv is missing\. Make it with: /],
      ['', 'load_telemetry', {}, /^data\/sector-1\.csv:1: the file is empty/],
      ['a,b\n1,2\n', 'load_telemetry', {}, /^data\/sector-1\.csv:1: the columns are a, b; expected time, /],
      [`${header.join('\n')}\n`, 'cooling_capacity', {}, /has no row with every reading/],
      [`${header.join('\n')}\n`, 'load_telemetry', {}, /only 0\.0% of its rows can be used/],
      [
        `${header.join('\n')}\n`,
        'find_anomalies',
        { window: 60 },
        /`window` is 60; it must be an odd number/,
      ],
      [
        `${header.join('\n')}\n`,
        'find_anomalies',
        { threshold: 'high' },
        /`threshold` is 'high'; it must be a number/,
      ],
    ];
    const whole = sample().read('data/sector-1.csv');
    try {
      for (const [text, agent, settings, expected] of cases) {
        if (text === null) fs.rmSync(path.join(sample().folder, 'data/sector-1.csv'));
        else sample().write('data/sector-1.csv', text);
        sample().write('input.json', JSON.stringify({ with: settings, params: {}, outputs: {} }));
        const result = sample().run([`agents/${agent}.py`], {
          env: { DODECA_INPUT: path.join(sample().folder, 'input.json') },
        });
        assert.equal(result.status, 1, agent);
        assert.match(result.stderr, expected);
        assert.doesNotMatch(result.stderr, /Traceback/);
      }
    } finally {
      sample().write('data/sector-1.csv', whole);
    }
  });
});
