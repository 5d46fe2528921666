import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from '../../harness/dap-client.ts';
import { withDebugger } from '../../harness/dap-debugger.ts';
import { findDebugpyPython } from '../../harness/debugpy-python.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const program = `import json
answer = 6 * 7
print('::dodeca ' + json.dumps({'type': 'output', 'name': 'answer', 'value': answer}))
`;

// Two adapters, as a client starts them: one for the pipeline, and the one that it asks for.
describe('stepping into a Python agent', function () {
  this.timeout(120_000);
  let workspace: TestWorkspace | null = null;

  before(async function () {
    const python = await findDebugpyPython();
    if (python === null) this.skip();
    const agent = `{ file: agent.py, interpreter: ${JSON.stringify(python)} }`;
    const definition = `agents:\n  py: ${agent}\npipelines:\n  p:\n    stages: [{ name: s, agents: [py] }]\n`;
    workspace = new TestWorkspace(definition, { 'agent.py': program });
  });

  after(() => workspace?.dispose());

  it('opens a session that stops on the first line of the file, and the pipeline goes on behind it', async () => {
    assert.ok(workspace);
    const initialize = { supportsStartDebuggingRequest: true };
    await withDebugger(
      workspace,
      async (debug) => {
        await debug.launch('p', { stopOnEntry: true });
        await debug.stopped();
        await debug.go('stepIn');
        await debug.stopped();
        await debug.go('stepIn');
        const { configuration } = (await debug.reverse('startDebugging')).arguments as {
          configuration: { type: string; runtime: string; waits: boolean };
        };
        assert.deepEqual(
          [configuration.type, configuration.runtime, configuration.waits],
          ['dodeca', 'python', true],
        );
        const child = new DapClient({ initialize });
        try {
          await child.initialize();
          await child.event('initialized');
          const source = { path: `${workspace?.path}/agent.py` };
          // As VS Code does: breakpoints on their way while the session is not yet a relay.
          await child.ask('setBreakpoints', { source, breakpoints: [{ line: 3 }] });
          await child.ask('configurationDone');
          await child.ask('attach', configuration);
          const first = await child.event<DebugProtocol.StoppedEvent>('stopped');
          const { threadId } = first;
          const topLine = async () => {
            const { stackFrames } = await child.ask('stackTrace', { threadId });
            return (stackFrames as DebugProtocol.StackFrame[])[0];
          };
          assert.equal((await topLine())?.line, 1);
          await child.ask('continue', { threadId });
          const second = await child.event<DebugProtocol.StoppedEvent>('stopped');
          assert.equal(second.reason, 'breakpoint');
          const top = await topLine();
          assert.deepEqual([top?.line, top?.source?.path], [3, source.path]);
          const { result } = await child.ask('evaluate', { expression: 'answer', frameId: top?.id });
          assert.equal(result, '42');
          await child.ask('continue', { threadId });
          await child.event('terminated');
        } finally {
          await child.dispose();
        }
        assert.equal(await debug.terminated(), 0);
      },
      { initialize },
    );
  });
});
