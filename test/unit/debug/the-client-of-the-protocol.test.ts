import assert from 'node:assert/strict';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { commandEnvironment } from '../../harness/command-line.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';
import { programFile } from '../../harness/program-file.ts';
import { sourceNode } from '../../harness/source-node.ts';

const adapter = programFile('debug-adapter');

// The client that the makers of the protocol test adapters with; it was not made for this one.
describe('the client that tests debug adapters', () => {
  const workspace = new DebuggedWorkspace();
  const path = `${workspace.path}/dodeca.yaml`;
  const lines = workspace.read('dodeca.yaml').split('\n');
  const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text)) + 1;
  const launch = { pipeline: 'p', workspace: workspace.path } as DebugProtocol.LaunchRequestArguments;
  let client: DebugClient;

  before(async () => void (await workspace.connect()));
  beforeEach(async () => {
    client = new DebugClient(sourceNode, adapter, 'dodeca', { env: commandEnvironment() });
    client.defaultTimeout = 30_000;
    await client.start();
  });
  afterEach(() => client.stop());
  after(() => workspace.dispose());

  it('is refused what the adapter does not know', async () => {
    await client.initializeRequest();
    await assert.rejects(client.send('illegalRequest'), /There is no request illegalRequest/);
    await assert.rejects(client.send('restart'), /There is no request restart/);
  });

  it('runs a pipeline to its end', async () => {
    await Promise.all([
      client.configurationSequence(),
      client.launch(launch),
      client.waitForEvent('terminated'),
    ]);
  });

  it('hits a breakpoint', async () => {
    await client.hitBreakpoint(launch, { path, line: lineOf('- third') });
    const ended = client.waitForEvent('exited');
    await client.continueRequest({ threadId: 3 });
    assert.equal((await ended).body.exitCode, 0);
  });

  it('hits a breakpoint where it was moved to', async () => {
    const line = lineOf('name: two');
    await client.hitBreakpoint(
      launch,
      { path, line: lineOf('needs nothing') },
      { path, line },
      { path, line },
    );
  });

  it('stops on entry, and steps from there', async () => {
    await Promise.all([
      client.configurationSequence(),
      client.launch({ ...launch, stopOnEntry: true } as DebugProtocol.LaunchRequestArguments),
      client.assertStoppedLocation('entry', { path, line: lineOf('name: one, agents: [first]') }),
    ]);
    await Promise.all([
      client.nextRequest({ threadId: 1 }),
      client.assertStoppedLocation('step', { path, line: lineOf('name: two') }),
    ]);
    await Promise.all([client.terminateRequest(), client.waitForEvent('terminated')]);
  });
});
