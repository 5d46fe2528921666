import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { messagePrefix } from '../../../src/agent-protocol/message-prefix.ts';
import { at } from './numbers.ts';
import { useSample } from './sample-copy.ts';

const inOrder = [
  'load_telemetry',
  'cooling_capacity',
  'find_anomalies',
  'optimizer',
  'window_sweep',
  'write_report',
];

describe('samples/cryo-linac: the agents, started by hand', () => {
  const sample = useSample();

  it('run in order, and speak to people then', () => {
    // A third of the day: two of them measure for as long as there are rows.
    sample().keepRows(480);
    for (const agent of inOrder) {
      const result = sample().run([`agents/${agent}.py`]);
      assert.deepEqual([result.status, result.stderr], [0, ''], agent);
      assert.ok(!result.stdout.includes(messagePrefix), agent);
      assert.ok(result.stdout.trim().length > 0, agent);
    }
  });
});

describe('samples/cryo-linac: the agents', () => {
  const sample = useSample();

  it('makes the same data from the same seed, byte for byte', () => {
    const result = sample().run(['tools/generate_data.py', '--out', 'again']);
    assert.equal(result.status, 0, result.stderr);
    const names = fs.readdirSync(path.join(sample().folder, 'again/data'));
    const committed = fs
      .readdirSync(path.join(sample().folder, 'data'))
      .filter((name) => name !== 'README.md');
    assert.deepEqual(names.toSorted(), committed.toSorted());
    let bytes = 0;
    for (const name of names) {
      const again = sample().read(`again/data/${name}`);
      assert.ok(again === sample().read(`data/${name}`), `${name} differs`);
      bytes += Buffer.byteLength(again);
    }
    assert.ok(bytes < 600_000, `${bytes} bytes of data`);
  });

  it('has programs that Python 3.8 can read, without a warning', () => {
    const files = ['agents', 'tools'].flatMap((folder) =>
      fs
        .readdirSync(path.join(sample().folder, folder))
        .flatMap((name) => (name.endsWith('.py') ? [`${folder}/${name}`] : [])),
    );
    assert.ok(files.length >= inOrder.length + 1);
    const compiled = sample().run(['-m', 'py_compile', ...files]);
    assert.deepEqual([compiled.status, compiled.stderr], [0, '']);
    const parsed = sample().evaluate(`
import ast, pathlib
files = ${JSON.stringify(files)}
print(len([ast.parse(pathlib.Path(f).read_text(encoding="utf-8"), f, feature_version=(3, 8)) for f in files]))`);
    assert.equal(parsed, files.length);
  });

  it('finds its workspace from anywhere, and says in every result of the data that it is synthetic', () => {
    const result = sample().run(['../agents/cooling_capacity.py'], { cwd: 'docs' });
    assert.equal(result.status, 0, result.stderr);
    for (const agent of ['load_telemetry', 'cooling_capacity', 'find_anomalies']) {
      assert.ok(
        sample()
          .said(agent)
          .some((m) => m.type === 'progress' && m.percent === 100),
        agent,
      );
      assert.match(JSON.stringify(sample().outputs(agent)), /"synthetic":true/);
    }
    assert.match(result.stdout, /synthetic data/);
    assert.match(sample().read('data/sector-1.csv'), /^# synthetic/);
  });

  it('writes a report from the outputs of this run only, each number traced', () => {
    const outputs = {
      load_telemetry: sample().outputs('load_telemetry'),
      cooling_capacity: sample().outputs('cooling_capacity'),
      find_anomalies: sample().outputs('find_anomalies'),
    };
    // Left by an older run: it must not get into the report of this one.
    sample().write('out/cryo_optimizer.json', '{"comparison": {}}');
    const input = path.join(sample().folder, 'input.json');
    fs.writeFileSync(input, JSON.stringify({ with: {}, params: {}, outputs }));
    const result = sample().run(['agents/write_report.py'], {
      env: { DODECA_RUN_ID: 'run-2', DODECA_INPUT: input, DODECA_WORKSPACE: sample().folder },
    });
    assert.equal(result.status, 0, result.stderr);
    const figure = z.object({ value: z.number(), agent: z.string(), pointer: z.string() });
    const report = z
      .object({
        run: z.literal('run-2'),
        synthetic: z.literal(true),
        missing: z.array(z.string()),
        data: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
        figures: z.array(figure).min(40),
      })
      .parse(JSON.parse(sample().read('out/report.json')));
    assert.deepEqual(report.missing, ['cryo_optimizer']);
    for (const { value, agent, pointer } of report.figures)
      assert.equal(at(at(outputs, `/${agent}`), pointer), value);
    const text = sample().read('out/report.md');
    assert.match(text, /synthetic/);
    assert.match(text, /Not in this report: cryo_optimizer/);
  });

  it('has a notebook whose cells run', () => {
    const result = sample().run(
      [
        '-c',
        'import json, pathlib; nb = json.loads(pathlib.Path("overview.ipynb").read_text(encoding="utf-8"))\n' +
          'for cell in nb["cells"]:\n    if cell["cell_type"] == "code": exec("".join(cell["source"]))',
      ],
      { cwd: 'notebooks' },
    );
    assert.deepEqual([result.status, result.stderr], [0, '']);
    assert.match(result.stdout, /sector_4: +\d+ W\/W, Carnot 149 W\/W/);
  });
});
