import assert from 'node:assert/strict';
import { AloneWatch } from '../../../src/server/alone-watch.ts';
import { until } from '../../harness/scripted-workspace.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('AloneWatch', () => {
  let runs: number;
  let cancelled: number;
  let watch: AloneWatch;

  beforeEach(() => {
    runs = 1;
    cancelled = 0;
    watch = new AloneWatch({
      aloneMs: 0,
      activeRuns: () => runs,
      cancelRuns: () => {
        cancelled += 1;
      },
    });
    watch.joined();
  });

  afterEach(() => watch.dispose());

  it('cancels when the last client has left and wished so', async () => {
    watch.left('cancel');
    await until(() => cancelled === 1, 'the runs to be cancelled');
  });

  it('goes by the wish of the last one that left', async () => {
    watch.joined();
    watch.left('cancel');
    await turn();
    watch.left('keep');
    await turn();
    assert.equal(cancelled, 0);
  });

  it('is not turned round by somebody who only looked in', async () => {
    watch.left('cancel');
    watch.joined();
    watch.left(null);
    await until(() => cancelled === 1, 'the runs to be cancelled');
  });

  it('keeps the runs of clients that never said a wish', async () => {
    watch.joined();
    watch.left('cancel');
    watch.left(null);
    await turn();
    assert.equal(cancelled, 0);
  });

  it('cancels nothing when somebody comes back, or nothing runs, or the engine leaves', async () => {
    watch.left('cancel');
    watch.joined();
    await turn();
    assert.equal(cancelled, 0);
    runs = 0;
    watch.left('cancel');
    await turn();
    assert.equal(cancelled, 0);
    runs = 1;
    watch.joined();
    watch.left('cancel');
    watch.dispose();
    await turn();
    assert.equal(cancelled, 0);
  });

  it('cancels what was still being prepared, until somebody is there', async () => {
    watch.left('cancel');
    await until(() => cancelled === 1, 'the runs to be cancelled');
    watch.check();
    assert.equal(cancelled, 2);
    watch.joined();
    watch.check();
    assert.equal(cancelled, 2);
  });
});
