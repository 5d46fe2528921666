import assert from 'node:assert/strict';
import type { LineageProduction, LineageReport } from '../../../src/model/lineage-report.ts';
import { lineageLines } from '../../../src/report-text/lineage-lines.ts';

const nothing: LineageReport = {
  path: 'src/a.py',
  exists: true,
  status: 'reviewed',
  producedBy: [],
  madeFromIt: [],
  refersTo: [],
  referredBy: [],
  dependents: [],
};

const production: LineageProduction = {
  runId: 'RUN',
  pipeline: 'p',
  stage: 's',
  agent: 'a',
  executionId: 'E',
  at: '2026-11-21T04:15:13.250Z',
  cached: false,
  isCurrent: true,
  inputs: [],
};

describe('lineage for people', () => {
  it('says so where nothing is known', () => {
    assert.deepEqual(lineageLines(nothing), [
      'src/a.py  (reviewed)',
      '',
      'No recorded execution wrote it.',
      '',
      'What depends on it: nothing',
    ]);
    assert.equal(lineageLines({ ...nothing, status: null })[0], 'src/a.py  (not in the library)');
    assert.equal(lineageLines({ ...nothing, exists: false })[0], 'src/a.py  (not there any more)');
  });

  it('says of each execution whether the file is still what it wrote, as far as anybody can tell', () => {
    const told = (isCurrent: boolean | null, cached = false): string =>
      lineageLines({ ...nothing, producedBy: [{ ...production, isCurrent, cached }] })[3] ?? '';
    assert.match(told(true), /^ {2}s\/a in p, run RUN, [\d-]+ [\d:.]+: unchanged since$/);
    assert.match(told(false), /[\d.]+: changed since$/);
    assert.match(told(null), /[\d.]+$/);
    assert.match(told(true, true), /, taken from the cache: unchanged since$/);
  });

  it('marks the inputs that changed, and no other', () => {
    const inputs = [
      { path: 'x', changed: true },
      { path: 'y', changed: false },
      { path: 'z', changed: null },
    ];
    const lines = lineageLines({ ...nothing, producedBy: [{ ...production, inputs }] });
    assert.deepEqual(lines.slice(4, 7), ['    from x  (changed since)', '    from y', '    from z']);
  });

  it('tells references with the places that refer', () => {
    const lines = lineageLines({
      ...nothing,
      refersTo: [{ path: 'src/b.py', line: 3, kind: 'import' }],
      referredBy: [
        { path: 'README.md', line: 7, kind: 'link' },
        { path: 'run.sh', line: 2, kind: 'file' },
      ],
    });
    assert.deepEqual(lines.slice(4, 10), [
      'What it refers to',
      '  imports src/b.py  (line 3)',
      '',
      'What refers to it',
      '  README.md:7  links to it',
      '  run.sh:2  names it',
    ]);
  });

  it('cuts long lists, and says what it left out', () => {
    const dependents = Array.from({ length: 25 }, (_, at) => `d${at}`);
    const lines = lineageLines({ ...nothing, dependents });
    assert.deepEqual(
      [lines[4], lines.length, lines.at(-1)],
      ['What depends on it: 25 files', 26, '  … and 5 more'],
    );
  });
});
