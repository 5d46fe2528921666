import assert from 'node:assert/strict';
import { endOf, eventsOf, reasonOf } from '../../harness/run-story.ts';
import { withWorkspace } from '../../harness/test-workspace.ts';

const definitionOf = (cooldown: string): string => `
agents:
  shaky: { run: "echo ran >> ran.txt; test -e healed", breaker: { failures: 2, cooldown: ${cooldown} } }
  steady: { run: "exit 0" }
pipelines:
  p: { stages: [ { name: s, agents: [shaky, steady] } ] }
`;

describe('a circuit breaker', () => {
  it('opens after failures in a row, over runs and engines, and says so; others are not concerned', async () => {
    await withWorkspace(definitionOf('1h'), {}, async (workspace) => {
      for (let run = 1; run <= 2; run++) {
        const { events } = await workspace.run(1, 'p');
        assert.equal(reasonOf(events, 'shaky'), 'exit code 1');
      }
      assert.equal(workspace.linesOf('ran.txt').length, 2);
      workspace.write('healed', '');
      const { events } = await workspace.run(1, 'p');
      assert.match(
        reasonOf(events, 'shaky') ?? '',
        /^the circuit of shaky is open after 2 failures in a row; it lets one attempt through at \d{4}-/,
      );
      assert.deepEqual(
        eventsOf(events, 'execution.starting').map(({ agent }) => agent),
        ['steady'],
      );
      assert.equal(endOf(events).executions[0]?.attempts, 0);
      assert.equal(workspace.linesOf('ran.txt').length, 2);
    });
  });

  it('lets a trial through after its cooldown, whose success closes it', async () => {
    await withWorkspace(definitionOf('1ms'), {}, async (workspace) => {
      await workspace.connect();
      for (let run = 1; run <= 3; run++) {
        const { events } = await workspace.run(1, 'p');
        assert.equal(reasonOf(events, 'shaky'), 'exit code 1');
      }
      workspace.write('healed', '');
      await workspace.run(0, 'p');
      assert.equal(workspace.linesOf('ran.txt').length, 4);
    });
  });
});
