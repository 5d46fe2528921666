import assert from 'node:assert/strict';
import { spawnerMark } from '../../../src/process/end-spawners.ts';
import { findByEnvironment } from '../../../src/process/find-by-environment.ts';
import { endOf, eventsOf } from '../../harness/run-story.ts';
import { type TestWorkspace, withWorkspace } from '../../harness/test-workspace.ts';

const worker = `
echo "$DODECA_AGENT $DODECA_ATTEMPT $PPID" >> starts
setsid sleep 601 >/dev/null 2>&1 &
echo '::dodeca {"type":"output","name":"n","value":1}'
echo "$DODECA_AGENT" >> ends
`;

const names = Array.from({ length: 110 }, (_, index) => `a${index}`);

const definition = `
limits: { concurrency: 6 }
agents:
${names.map((name) => `  ${name}: { file: worker.sh, grace: 0 }`).join('\n')}
pipelines: { p: { stages: [ { name: all, agents: [${names.join(', ')}], parallel: true } ] } }
`;

describe('a run of many executions', function () {
  this.timeout(120_000);

  const spawners = (workspace: TestWorkspace): Promise<readonly number[]> =>
    findByEnvironment(spawnerMark(workspace.path));

  it('leaves no process behind, those that start others included', async () => {
    await withWorkspace(definition, { 'worker.sh': worker }, async (workspace) => {
      const { events } = await workspace.run(0, 'p');
      assert.equal(endOf(events).executions.length, names.length);
      assert.equal(eventsOf(events, 'execution.output').length, names.length);
      assert.deepEqual(await workspace.leftovers(), []);
      while (workspace.engines().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      assert.deepEqual(await spawners(workspace), []);
      const parents = new Set(workspace.linesOf('starts').map((line) => line.split(' ')[2]));
      // Elsewhere starting a process is no fork, and the engine does it all.
      if (process.platform === 'linux') assert.ok(parents.size > 1, [...parents].join(' '));
    });
  });

  it('has its processes ended by `stop`, also where all of them hang and nothing runs', async () => {
    // Elsewhere there is nothing that starts others.
    if (process.platform !== 'linux') return;
    await withWorkspace(definition, { 'worker.sh': worker }, async (workspace) => {
      await workspace.connect();
      await workspace.run(0, 'p');
      const left = await spawners(workspace);
      assert.ok(left.length > 0);
      for (const pid of [...left, workspace.enginePid()]) process.kill(pid, 'SIGSTOP');
      // As the command line does it, with less patience.
      const patience = { answerMs: 300, signalMs: 300 };
      assert.deepEqual(await workspace.stop(patience), { stopped: true, forced: true });
      assert.deepEqual(await spawners(workspace), []);
    });
  });

  it('loses nothing and begins nothing twice when its engine is killed, again and again', async () => {
    await withWorkspace(definition, { 'worker.sh': worker }, async (workspace) => {
      let words = ['run', 'p'];
      for (let kill = 0; kill < 3; kill++) {
        const run = workspace.start([...words, '--json']);
        let ends = 0;
        const enough = run.event('execution.finished', () => ++ends > 28);
        await Promise.race([enough.catch(() => undefined), run.ended]);
        workspace.killEngine();
        const { code, events } = await run.ended;
        assert.equal(code, 3);
        assert.deepEqual(await workspace.leftovers(), []);
        words = ['resume', endOf(events).runId];
      }
      const { events } = await workspace.expect(0, ...words, '--json');
      assert.equal(endOf(events).status, 'succeeded');
      const starts = workspace.linesOf('starts').map((line) => line.split(' ').slice(0, 2).join(' '));
      assert.equal(new Set(starts).size, starts.length);
      assert.deepEqual([...new Set(workspace.linesOf('ends'))].sort(), [...names].sort());
      assert.deepEqual(await workspace.leftovers(), []);
    });
  });
});
