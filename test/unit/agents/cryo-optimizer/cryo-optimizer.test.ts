import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cryoOptimizer } from '../../../../src/builtin/cryo-optimizer.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

type Run = Awaited<ReturnType<typeof runAgentProcess>>;

function findings(run: Run, path?: string): string[] {
  return messagesOf(run, 'finding')
    .filter((finding) => path === undefined || finding.path === path)
    .map(({ path: file, line, rule }) => `${file}:${line} ${rule}`)
    .sort();
}

/** The faults that a fixture says it has, by the word FAULT and the name of a rule on their lines. */
function planted(root: string, path: string): string[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  return lines
    .flatMap((line, at) => {
      const rule = /FAULT ([a-z-]+)/.exec(line)?.[1];
      return rule === undefined ? [] : [`${path}:${at + 1} ${rule}`];
    })
    .sort();
}

describe('cryo optimizer', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  describe('on a plant with planted faults', () => {
    let plant: TemporaryTree;
    let run: Run;

    before(async () => {
      plant = await temporaryTree();
      await cp(agentFixture('cryo-optimizer/plant'), plant.root, { recursive: true });
      run = await runAgentProcess('cryo-optimizer', plant.root);
    });
    after(() => plant.remove());

    for (const path of ['code/faults.py', 'code/faults.ts']) {
      it(`finds every fault of ${path}, where it is, and nothing else`, () => {
        const faults = planted(agentFixture('cryo-optimizer/plant'), path);
        assert.ok(faults.length >= 10);
        assert.deepEqual(findings(run, path), faults);
      });
    }

    it('is silent about what only looks like a fault', () => {
      for (const path of ['code/sound.py', 'code/sound.tsx', 'data/plain.csv'])
        assert.deepEqual(findings(run, path), []);
    });

    it('finds what is impossible in the data, and units that disagree, once a column', () => {
      const told = messagesOf(run, 'finding')
        .filter(({ path }) => path.startsWith('data/'))
        .map(({ path, line, column, rule }) => `${path}:${line}:${column} ${rule}`);
      assert.deepEqual(told.sort(), [
        'data/bath.csv:4:19 out-of-bounds',
        'data/bath.csv:5:31 out-of-bounds',
        'data/bath.csv:5:37 out-of-bounds',
        'data/flow.csv:1:1 column-unit',
        'data/log.csv:1:6 column-unit',
        'data/log.csv:2:7 out-of-bounds',
        'data/readings.json:4:29 out-of-bounds',
        'data/readings.json:6:31 out-of-bounds',
        'data/readings.jsonl:2:21 out-of-bounds',
        'data/savetxt.csv:3:5 out-of-bounds',
        'data/units-row.csv:1:15 column-unit',
        'data/units-row.csv:5:1 out-of-bounds',
      ]);
    });

    it('says how many values, which, and what they may be', () => {
      const message = (path: string, line: number, column: number) =>
        messagesOf(run, 'finding').find(
          (finding) => finding.path === path && finding.line === line && finding.column === column,
        )?.message ?? '';
      assert.match(
        message('data/bath.csv', 4, 19),
        /has 2 of 4 values outside of 0\.6 to 5\.1953 K.*-1 to 40/,
      );
      assert.match(message('data/bath.csv', 5, 37), /a code for a missing reading/);
      assert.match(message('data/units-row.csv', 5, 1), /values in mK/);
      assert.match(message('data/flow.csv', 1, 1), /`data\/flow\.csv-metadata\.json` says kg\/s/);
    });

    it('names the adjustment that an old constant comes from, as a hint, and offers the value of today', () => {
      const told = messagesOf(run, 'finding').filter(({ rule }) => rule === 'constant-differs');
      const old = told.filter(({ severity }) => severity === 'info').map(({ message }) => message);
      assert.equal(old.filter((message) => message.includes('CODATA 2014')).length, 1);
      assert.ok(old.some((message) => message.startsWith('`k_B`, `electron mass` are CODATA 2014 values')));
      assert.ok(old.some((message) => /`h`, the Planck constant, is the CODATA 2010 value/.test(message)));
      const typo = told.find(({ message }) => message.startsWith('`SPEED_OF_LIGHT`'));
      assert.equal(typo?.severity, 'warning');
      assert.equal(typo?.fix?.edits[0]?.text, '299792458');
    });

    it('counts what it looked at', () => {
      const metrics = valuesOf(run, 'metric');
      assert.equal(metrics.files_checked, 13);
      assert.equal(
        metrics.unit_mismatches,
        messagesOf(run, 'finding').filter(({ rule }) => /unit|conversion/.test(rule ?? '')).length,
      );
      assert.equal(metrics.columns_checked, 16);
      assert.equal(metrics.values_checked, 42);
      assert.equal(metrics.out_of_bounds, 11);
      assert.equal(metrics.constants_checked, 26);
      assert.equal(metrics.constants_wrong, 5);
      assert.equal(metrics.hot_spots_measured, 0);
      const health = valuesOf(run, 'output').health as { part: string; weight: number; score: number };
      assert.equal(health.part, 'domain');
      assert.ok(health.score > 0 && health.score < 100);
      assert.equal(run.exitCode, 0);
      assert.equal(run.errors, '');
    });

    it('gives the same report for the same workspace, which explains itself', async () => {
      const read = () => readFileSync(join(plant.root, '.dodeca/reports/cryo-optimizer.json'), 'utf8');
      const first = read();
      const again = await runAgentProcess('cryo-optimizer', plant.root);
      assert.equal(read(), first);
      for (const one of [run, again])
        assert.deepEqual(
          messagesOf(one, 'artifact').map(({ path }) => path),
          ['.dodeca/reports/cryo-optimizer.json'],
        );
      const report = JSON.parse(first);
      assert.deepEqual(Object.keys(report.about).sort(), [
        'columns',
        'constants',
        'findings',
        'hot_spots',
        'packs',
        'quantities',
        'skipped',
        'summary',
      ]);
      assert.deepEqual(report.packs, ['cryogenics']);
    });
  });

  it('is silent where there is no physics, and says so', async () => {
    await tree.write({
      'a.ts': 'export const timeoutMs = delaySeconds;\nconst width = progressBar + plot_kw;\n',
      'b.py': 'temperature = 0.7\ntop_k = 5\nk = 1.38\nduration_s = duration_ms\n',
      'c.json': '{"temperature": 0.7, "level": 300, "width_mm": -5}',
      'd.csv': 'id,temperature,grade (C)\n1,-400,2\n2,9999,3\n',
    });
    const run = await runAgentProcess('cryo-optimizer', tree.root);
    assert.deepEqual(findings(run), []);
    assert.match(run.text, /^No quantities of the pack were found in 4 files\.$/m);
    assert.equal(valuesOf(run, 'output').health, undefined);
    assert.equal(valuesOf(run, 'metric').quantities_found, 0);
  });

  it('survives an empty workspace, folders named like files, links, odd bytes, and what is broken or deep', async () => {
    assert.equal((await runAgentProcess('cryo-optimizer', tree.root)).exitCode, 0);
    await mkdir(join(tree.root, 'folder.csv'));
    await symlink('folder.csv', join(tree.root, 'link.json'));
    const bom = '\uFEFF';
    await tree.write({
      'broken.py': 'p_pa = p_bar\nt_k = t_c\ndef (\n  x = ))) \n',
      'deep.py': `p_pa = ${'(\n'.repeat(20_000)}p_bar${')\n'.repeat(20_000)}\n`,
      'sum.ts': `const p_pa = ${'p_bar + '.repeat(1000)}p_bar;\n`,
      'deep.json': `${'[{"bath_temperature_K":'.repeat(30_000)}4`,
      'broken.json': '{"bath_temperature_K": 99,,, "x"',
      'quotes.csv': 'bath_temperature_K,note\n4.2,"never closed\n99,x\n',
      'ragged.csv': 'bath_temperature_K,note\n\n4.2\n99,x,y,z\n,\n',
      'header-only.csv': 'bath_temperature_K',
      'latin.csv': Buffer.from('T_bath [K],\xfc\n99,1\n4.2,1\n4.2,1\n', 'latin1'),
      'utf-16.csv': Buffer.from(`${bom}bath_temperature_K\r\n99\r\n`, 'utf16le'),
      'crlf.csv': `${bom}bath_temperature_K,x\r\n4.2,1\r\n99,1\r\n`,
      'names.json': '{"__proto__": {"bath_temperature_K": 99}, "constructor": 1, "toString": 2}',
      'min.js': `p_pa=p_bar;${'x=1;'.repeat(5000)}`,
    });
    const run = await runAgentProcess('cryo-optimizer', tree.root);
    assert.equal(run.exitCode, 0);
    assert.equal(run.errors, '');
    const told = findings(run);
    for (const path of ['latin.csv:2', 'utf-16.csv:2', 'crlf.csv:3', 'names.json:1', 'ragged.csv:4'])
      assert.ok(told.includes(`${path} out-of-bounds`), path);
    assert.ok(told.includes('broken.py:2 unit-mismatch'));
    assert.match(run.text, /1 × minified/);
    assert.match(run.text, /1 × nested too deeply/);
  });

  it('leaves out what the user does not want to hear of', async () => {
    await tree.write({
      'a.py': 'p_pa = p_bar  # dodeca-ignore[unit-mismatch]\np_pa = p_bar\n',
      'old/b.py': 'p_pa = p_bar\n',
    });
    const run = await runAgentProcess('cryo-optimizer', tree.root, { ignore: ['unit-mismatch old/**'] });
    assert.deepEqual(findings(run), ['a.py:2 unit-mismatch']);
    assert.equal(valuesOf(run, 'metric').unit_mismatches, 1);
  });

  it('knows what a pack of the workspace adds', async () => {
    await tree.write({
      'packs/brewery.yaml': `
name: brewery
quantities:
  mash_temperature:
    title: temperature of the mash
    dimension: temperature
    unit: degC
    names: [mash_temperature, t_mash]
    bounds: { low: 30, high: 80, source: enzymes die above }
constants:
  answer: { names: [the_answer], values: [{ value: 42, unit: '1', source: Adams }] }
`,
      'a.csv': 'mash_temperature_degC\n65\n95\n',
      'b.py': 'THE_ANSWER = 41\n',
    });
    const run = await runAgentProcess('cryo-optimizer', tree.root, { packs: ['packs/brewery.yaml'] });
    assert.deepEqual(findings(run), ['a.csv:3 out-of-bounds', 'b.py:1 constant-differs']);
    const without = await runAgentProcess('cryo-optimizer', tree.root);
    assert.deepEqual(findings(without), []);
  });

  it('says where a pack is wrong and what may be meant, with exit code 2', async () => {
    await tree.write({
      'bad.yaml':
        'name: bad\nunits:\n  furlong: { dimension: lenght, factor: 201.168 }\nquantities:\n  x:\n    dimension: temperature\n    unit: Kelvn\n    names: [x]\n',
      'keys.yaml': 'name: bad\nunitss: {}\nquantities:\n  y: { dimension: 5, unit: K, names: [] }\n',
      'yaml.yaml': 'name: [\n',
    });
    const packs = ['bad.yaml', 'keys.yaml', 'yaml.yaml', 'none.yaml', '../up.yaml'];
    const run = await runAgentProcess('cryo-optimizer', tree.root, { packs });
    assert.equal(run.exitCode, 2);
    assert.match(
      run.errors,
      /^bad\.yaml:3:25: the dimension `lenght` is declared nowhere: did you mean `length`\?$/m,
    );
    assert.match(run.errors, /^bad\.yaml:7:11: the unit `Kelvn` is declared nowhere/m);
    assert.match(run.errors, /^keys\.yaml:2:1: `unitss` is not known here: did you mean `units`\?$/m);
    assert.match(run.errors, /^keys\.yaml:4:19: `dimension` must be a dimension, not 5$/m);
    assert.match(run.errors, /^yaml\.yaml:2:1: /m);
    assert.match(run.errors, /^none\.yaml: there is no such file$/m);
    assert.match(run.errors, /^\.\.\/up\.yaml: a pack is a file of the workspace/m);
  });

  it('tells in one message which parameter is wrong', async () => {
    await assertRefused(cryoOptimizer, tree.root, [
      [{ packs: 'x.yaml' }, /^with\.packs/],
      [{ cryogenics: 'yes' }, /^with\.cryogenics/],
      [{ hot_spots: [{ name: 'x' }] }, /^with\.hot_spots/],
    ]);
  });
});
