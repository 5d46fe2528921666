import assert from 'node:assert/strict';
import { withWorkspace } from '../../harness/test-workspace.ts';

const chatter = `
i=0
while [ ! -e enough ]; do
  i=$((i + 1))
  echo "::dodeca {\\"type\\":\\"metric\\",\\"name\\":\\"n\\",\\"value\\":$i}"
done
`;

const definition = `
agents: { one: { file: chatter.sh }, two: { file: chatter.sh } }
pipelines: { p: { stages: [ { name: all, agents: [one, two], parallel: true } ] } }
`;

describe('a client that joins in the middle of a run', () => {
  it('is told every event behind `lastSeq` of the status, each once, and none before', async () => {
    await withWorkspace(definition, { 'chatter.sh': chatter }, async (workspace) => {
      await workspace.connect();
      const run = workspace.start(['run', 'p', '--json']);
      await run.event('execution.metric');
      const joined = [];
      for (let count = 0; count < 12; count++) {
        const client = await workspace.connect();
        const { lastSeq, activeRuns } = await client.call('engine/status', {});
        assert.equal(activeRuns.length, 1);
        const seen: number[] = [];
        const ended = new Promise<void>((resolve, reject) => {
          client
            .subscribe({ after: lastSeq }, (events) => {
              for (const { seq, type } of events) {
                seen.push(seq);
                if (type === 'run.finished') resolve();
              }
            })
            .catch(reject);
        });
        joined.push({ lastSeq, seen, ended });
      }
      workspace.write('enough', '');
      await Promise.all([run.ended, ...joined.map(({ ended }) => ended)]);
      const last = workspace.journal().at(-1)?.seq ?? 0;
      for (const { lastSeq, seen } of joined) {
        const expected = Array.from({ length: last - lastSeq }, (_, index) => lastSeq + 1 + index);
        assert.deepEqual(seen, expected);
      }
      // They joined at different moments, between events that came all the time.
      assert.ok(new Set(joined.map(({ lastSeq }) => lastSeq)).size > 1);
    });
  });
});
