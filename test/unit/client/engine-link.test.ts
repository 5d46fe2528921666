import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import { EngineLink, type LinkState } from '../../../src/client/engine-link.ts';
import { commandEnvironment } from '../../harness/command-line.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  long: { run: 'sleep 30' }
pipelines:
  p: { stages: [{ name: s, agents: [long] }] }
`;

const options = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
} as const;

describe('the link to an engine', () => {
  let workspace: TestWorkspace;
  let link: EngineLink;
  const states: LinkState[] = [];
  const crashes: boolean[] = [];
  const clients: EngineClient[] = [];

  beforeEach(() => {
    workspace = new TestWorkspace(definition);
    for (const list of [states, crashes, clients]) list.length = 0;
    link = new EngineLink({
      workspace: workspace.path,
      connect: { client: 'test', linger: true, env: commandEnvironment() },
      onConnected: async (client) => {
        clients.push(client);
      },
      onState: (state) => states.push(state),
      onCrash: (restarted) => crashes.push(restarted),
    });
  });

  afterEach(async () => {
    link.dispose();
    await workspace.dispose();
  });

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleep(5);
  }

  it('starts no engine by looking for one', async () => {
    assert.equal(await link.join(), null);
    assert.deepEqual(states, ['connecting', 'idle']);
    assert.equal(workspace.has('.dodeca/engine.json'), false);
  });

  it('is one connection, whoever asks and however often', async () => {
    const [one, two, three] = await Promise.all([link.join(), link.engine(), link.engine()]);
    assert.equal(two, three);
    assert.ok(one === null || one === two);
    assert.equal(clients.length, 1);
    assert.equal((await (await link.engine()).call('engine/status', {})).clients, 1);
  });

  it('starts an engine once more that died, and says so', async () => {
    const client = await link.engine();
    await client.call('run/start', { pipeline: 'p', params: {}, options, secrets: {} });
    const { pid } = client.info;
    workspace.killEngine();
    await until(() => crashes.length > 0);
    assert.deepEqual(crashes, [true]);
    const next = await link.engine();
    assert.notEqual(next.info.pid, pid);
    const [run] = await next.call('run/list', { limit: 1, archived: false });
    assert.equal(run?.status, 'interrupted');
    assert.equal(link.state, 'connected');
  });

  it('does not start one again and again', async () => {
    await link.engine();
    workspace.killEngine();
    await until(() => crashes.length === 1);
    workspace.killEngine();
    await until(() => crashes.length === 2);
    assert.deepEqual(crashes, [true, false]);
    assert.equal(link.state, 'failed');
    assert.match(link.error?.message ?? '', /connection to the engine is lost/);
    // Whoever asks for it has it again.
    await link.engine();
    assert.equal(link.state, 'connected');
  });

  it('leaves an engine alone that was stopped', async () => {
    await link.engine();
    await workspace.expect(0, 'stop');
    await until(() => link.state === 'idle');
    assert.deepEqual(crashes, []);
    assert.equal(workspace.has('.dodeca/engine.json'), false);
    await link.engine();
    assert.equal(clients.length, 2);
  });

  it('says why there is no engine', async () => {
    workspace.write('.dodeca', 'a file where a folder should be');
    await assert.rejects(link.engine(), { name: 'UserError' });
    assert.equal(link.state, 'failed');
    assert.ok(link.error);
  });
});
