import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/journal/journal.ts';
import type { EventBody } from '../../../src/model/event.ts';
import type { ExecutionEndStatus } from '../../../src/model/status.ts';
import { attempt, finished, ref, started } from './sample-events.ts';

describe('artifacts of runs of which nothing else was noted', () => {
  let folder: string;
  let journal: Journal;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-artifacts-'));
    journal = Journal.open(join(folder, 'journal.db'), {
      clock: { now: () => Date.UTC(2026, 0, 1) },
      groupMs: 60_000,
    });
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A run of one execution that tells of these paths. */
  function run(runId: string, status: ExecutionEndStatus, ...paths: string[]): void {
    const [begin, start, end] = attempt(runId, 's/a', status);
    const own = ref(runId, 's/a');
    const told = paths.map((path): EventBody => ({ type: 'execution.artifact', ...own, path, kind: null }));
    const bodies = [started(runId, ['s/a']), begin, start, ...told, end, finished(runId)];
    for (const body of bodies) if (body !== undefined) journal.append(body);
    journal.commit();
  }

  it('are told with the executions that succeeded, the newest first, each once', () => {
    run('r1', 'succeeded', 'out/a.png', 'out/a.png');
    run('r2', 'failed', 'out/a.png');
    run('r3', 'succeeded', 'out/a.png', 'out/b.png');
    const told = journal.toldArtifacts('out/a.png', 20);
    assert.deepEqual(
      told.map(({ runId }) => runId),
      ['r3', 'r1'],
    );
    assert.deepEqual(told[0], {
      runId: 'r3',
      pipeline: 'p',
      stage: 's',
      agent: 'a',
      executionId: 'r3-s/a',
      at: '2026-01-01T00:00:00.000Z',
      cached: false,
      hash: null,
      inputs: [],
    });
    assert.equal(journal.toldArtifacts('out/a.png', 1).length, 1);
    assert.deepEqual(journal.toldArtifacts('out/c.png', 20), []);
  });
});
