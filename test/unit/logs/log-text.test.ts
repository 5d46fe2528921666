import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EndKeeper } from '../../../src/logs/end-keeper.ts';
import { foldLog } from '../../../src/logs/fold-log.ts';
import { logAddress, logUriParts } from '../../../src/logs/log-address.ts';
import { Pace } from '../../../src/logs/pace.ts';
import { tailLines } from '../../../src/logs/tail-lines.ts';
import { withoutEscapes } from '../../../src/logs/without-escapes.ts';

describe('tailLines', () => {
  it('answers with the last lines, and whether there are others', () => {
    assert.deepEqual(tailLines('a\nb\nc\n', 2), { lines: ['b', 'c'], cut: true });
    assert.deepEqual(tailLines('a\nb\nc', 3), { lines: ['a', 'b', 'c'], cut: false });
    assert.deepEqual(tailLines('\n\n', 5), { lines: ['', ''], cut: false });
    assert.deepEqual(tailLines('', 5), { lines: [], cut: false });
  });

  it('is the end of all lines, for every text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'a', 'bc')), fc.integer({ min: 1, max: 5 }), (all, most) => {
        const text = all.map((line) => `${line}\n`).join('');
        const { lines, cut } = tailLines(text, most);
        assert.deepEqual(lines, all.slice(-most));
        assert.equal(cut, all.length > most);
      }),
    );
  });
});

describe('withoutEscapes', () => {
  it('takes away what only a terminal understands', () => {
    assert.equal(withoutEscapes('\u001b[1;31merror\u001b[0m: x'), 'error: x');
    assert.equal(withoutEscapes('\u001b]0;title\u0007a\u001b[2Kb\u001bMc'), 'abc');
    assert.equal(withoutEscapes('plain [31m'), 'plain [31m');
  });
});

describe('foldLog', () => {
  it('folds runs into stages, and stages into executions', () => {
    const lines = [
      '── run ──',
      'id',
      '── stage a ──',
      '  ─ x',
      '    1',
      '    2',
      '  ─ y',
      '── stage b ──',
      '  ─ z',
      '    3',
      '',
    ];
    assert.deepEqual(foldLog(lines), [
      { start: 0, end: 1 },
      { start: 2, end: 6 },
      { start: 3, end: 5 },
      { start: 7, end: 9 },
      { start: 8, end: 9 },
    ]);
  });

  it('folds the attempts of an execution', () => {
    assert.deepEqual(foldLog(['a', '── attempt 2 ──', 'b', 'c']), [{ start: 1, end: 3 }]);
    assert.deepEqual(foldLog(['── attempt 2 ──', '']), []);
  });
});

describe('EndKeeper', () => {
  it('stays at the end of what grows', () => {
    const keeper = new EndKeeper(true);
    keeper.scrolled(0, 20, 21);
    keeper.scrolled(0, 20, 50);
    assert.equal(keeper.atEnd, true);
    keeper.scrolled(29, 49, 50);
    assert.equal(keeper.atEnd, true);
  });

  it('stays where somebody scrolled to, and at the end when they come back', () => {
    const keeper = new EndKeeper(true);
    keeper.scrolled(80, 99, 100);
    keeper.scrolled(60, 79, 100);
    assert.equal(keeper.atEnd, false);
    keeper.scrolled(70, 89, 200);
    assert.equal(keeper.atEnd, false);
    keeper.scrolled(180, 199, 200);
    assert.equal(keeper.atEnd, true);
  });

  it('does not take lines that went for somebody who scrolled', () => {
    const keeper = new EndKeeper(true);
    keeper.scrolled(80, 99, 100);
    keeper.moved();
    keeper.scrolled(30, 49, 60);
    assert.equal(keeper.atEnd, true);
  });
});

describe('logUriParts', () => {
  const folder = 'file:///work';

  it('reads well', () => {
    const execution = { stage: 'analysis', agent: 'find anomalies' };
    assert.equal(logUriParts({ folder, runId: '01A', execution }).path, '/01A/analysis/find anomalies.log');
    assert.equal(logUriParts({ folder, runId: '01A', execution: null }).path, '/01A/run.log');
  });

  it('is found back, whatever the names are', () => {
    const name = fc.oneof(
      fc.constantFrom('.', '..', 'run', 'a/b', 'a%2Fb', '%', 'x.log', '\\'),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(name, name, (stage, agent) => {
        const address = { folder, runId: '01A', execution: { stage, agent } };
        const parts = logUriParts(address);
        assert.deepEqual(logAddress(parts), address);
        assert.equal(parts.path.split('/').length, 4);
      }),
    );
    assert.deepEqual(logAddress({ path: '/01A/run.log', query: folder }), {
      folder,
      runId: '01A',
      execution: null,
    });
    for (const path of ['', '/', '/a.log', '/a/b.log', '/a/b/c/d.log', '/a/b/c']) {
      assert.equal(logAddress({ path, query: folder }), null, path);
    }
  });
});

describe('Pace', () => {
  it('is the slower the longer a text is, and the longer it takes to arrive', () => {
    let now = 0;
    const pace = new Pace(() => now);
    const soon = pace.waitMs(0);
    assert.ok(soon > 0 && pace.waitMs(1_000_000) > soon);
    pace.sent();
    now = 3000;
    assert.equal(pace.isUnderWay, true);
    pace.arrived();
    assert.equal(pace.isUnderWay, false);
    assert.ok(pace.waitMs(0) >= 6000);
    pace.sent();
    now = 3010;
    pace.arrived();
    assert.equal(pace.waitMs(0), soon);
  });

  it('does not wait for ever for what does not arrive', () => {
    let now = 0;
    const pace = new Pace(() => now);
    pace.sent();
    now = 60_000;
    assert.equal(pace.isUnderWay, false);
    pace.arrived();
    assert.ok(pace.waitMs(0) < 1000);
  });
});
