import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { withDebugger } from '../../harness/dap-debugger.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';
import { withWorkspace } from '../../harness/test-workspace.ts';

type Told = readonly DebugProtocol.Breakpoint[];

describe('what a run stops at', () => {
  const workspace = new DebuggedWorkspace();

  before(async () => void (await workspace.connect()));
  after(() => workspace.dispose());

  it('are breakpoints whose condition is met', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt(
        { at: '- second', condition: 'outputs.first.seen.n > 1' },
        { at: '- third', condition: 'outputs.second.seen.n == 0 && attempt == 1' },
      );
      await debug.launch('p');
      assert.match((await debug.stopped()).top, /^third:/);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
      assert.equal(debug.events('stopped').length, 1);
    }));

  it('is one whose condition cannot be evaluated, and it says why', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt({ at: '- third', condition: 'outputs.second.nothing > 1' });
      await debug.launch('p');
      const { stopped } = await debug.stopped();
      assert.match(stopped.text ?? '', /outputs\.second\.nothing > 1 cannot be evaluated/);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('is one that has been hit so many times, also where others are set meanwhile', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt('name: two', { at: '  first:', hitCondition: '2' });
      await debug.launch('p');
      assert.match((await debug.stopped()).top, /^two:/);
      await debug.breakAt({ at: '  first:', hitCondition: '2' }, '- third');
      await debug.go('continue');
      assert.match((await debug.stopped()).top, /^third:/);
      await debug.go('continue');
      assert.equal((await debug.stopped()).top, `first:${debug.lineOf('name: three')}`);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('are no log points: they tell what they see, and where they stand', () =>
    withDebugger(workspace, async (debug) => {
      await debug.breakAt({ at: '- third', logMessage: 'n is {outputs.second.seen.n}, {{all}}' });
      await debug.launch('p');
      assert.equal(await debug.terminated(), 0);
      assert.equal(debug.events('stopped').length, 0);
      const logged = debug
        .events('output')
        .map(({ body }) => body as DebugProtocol.OutputEvent['body'])
        .find(({ output }) => output.startsWith('n is'));
      assert.equal(logged?.output, 'n is 0, {all}\n');
      assert.equal(logged?.source?.path, debug.definition);
      assert.equal(logged?.line, debug.lineOf('- third'));
    }));

  it('are agents by their names', () =>
    withDebugger(workspace, async (debug) => {
      const { breakpoints } = (await debug.ask('setFunctionBreakpoints', {
        breakpoints: [{ name: 'third' }, { name: 'three/first' }, { name: 'secnd' }, { name: 'one/third' }],
      })) as { breakpoints: Told };
      await debug.launch('p');
      const { stopped, top } = await debug.stopped();
      assert.match(top, /^third:/);
      assert.deepEqual(
        [stopped.reason, stopped.hitBreakpointIds],
        ['function breakpoint', [breakpoints[0]?.id]],
      );
      await debug.go('continue');
      assert.equal((await debug.stopped()).top, `first:${debug.lineOf('name: three')}`);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
      // Which agents there are is known when the workspace is.
      const changed = debug
        .events('breakpoint')
        .map(({ body }) => (body as DebugProtocol.BreakpointEvent['body']).breakpoint);
      assert.deepEqual(
        changed.map(({ id, verified, message }) => [id, verified, message]),
        [
          [breakpoints[2]?.id, false, 'there is no agent secnd: did you mean second?'],
          [breakpoints[3]?.id, false, 'no stage one has the agent third'],
        ],
      );
    }));

  it('are attempts that fail, when it is asked to', () =>
    withDebugger(workspace, async (debug) => {
      await debug.ask('setExceptionBreakpoints', { filters: ['failed', 'retried'] });
      await debug.launch('failing');
      const retried = await debug.stopped();
      assert.deepEqual(
        [retried.stopped.reason, retried.stopped.description],
        ['exception', 'Paused on failure'],
      );
      assert.match(retried.top, /^shaky:/);
      assert.match(retried.stopped.text ?? '', /exit code 3/);
      await debug.go('continue');
      const failed = await debug.stopped();
      assert.match(failed.top, /^broken:/);
      const { threadId } = failed.stopped;
      const info = await debug.ask('exceptionInfo', { threadId });
      assert.deepEqual([info.exceptionId, info.breakMode], ['failed', 'always']);
      assert.match(String(info.description), /exit code 3/);
      await debug.outputs('│ this is broken, attempt 1');
      assert.equal(await debug.evaluate('outputs.broken.seen.n'), '0');
      assert.match(await debug.refusal('exceptionInfo', { threadId: 99 }), /does not stand at a failure/);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 1);
    }));

  it('are attempts that take too long, when it is asked to', () =>
    withDebugger(workspace, async (debug) => {
      await debug.ask('setExceptionBreakpoints', { filters: ['timed_out'] });
      await debug.launch('late');
      const { stopped, top } = await debug.stopped();
      assert.match(top, /^endless:/);
      const info = await debug.ask('exceptionInfo', { threadId: stopped.threadId });
      assert.equal(info.exceptionId, 'timed_out');
      await debug.go('continue');
      assert.equal(await debug.terminated(), 1);
    }));

  it('are no attempts whose filter has a condition that is not met', () =>
    withDebugger(workspace, async (debug) => {
      const { breakpoints } = (await debug.ask('setExceptionBreakpoints', {
        filters: [],
        filterOptions: [
          { filterId: 'retried', condition: 'attempt > 1' },
          { filterId: 'failed', condition: 'metrics.' },
          { filterId: 'raised' },
        ],
      })) as { breakpoints: Told };
      assert.deepEqual(
        breakpoints.map(({ verified }) => verified),
        [true, false, false],
      );
      assert.match(breakpoints[1]?.message ?? '', /the condition is wrong/);
      assert.match(breakpoints[2]?.message ?? '', /there is no filter raised: there are failed, retried/);
      await debug.launch('failing');
      assert.equal(await debug.terminated(), 1);
      assert.equal(debug.events('stopped').length, 0);
    }));

  it('can be set while it runs', () =>
    withDebugger(workspace, async (debug) => {
      workspace.hold();
      await debug.launch('slowly');
      await debug.outputs('▶ begin/slow');
      await debug.breakAt('name: end');
      workspace.letGo();
      assert.match((await debug.stopped()).top, /^end:/);
      await debug.go('continue');
      assert.equal(await debug.terminated(), 0);
    }));

  it('are told where they were moved to, with the reason where they cannot stop', () =>
    withDebugger(workspace, async (debug) => {
      const [moved, wrong] = await debug.breakAt('    file: note.js', {
        at: 'name: two',
        condition: 'outputs',
      });
      assert.deepEqual([moved?.verified, moved?.line], [true, debug.lineOf('  first:')]);
      assert.equal(wrong?.verified, false);
      assert.match(wrong?.message ?? '', /must give true or false, not map/);
    }));

  it('are told by the definition as it is on disk now', () =>
    withWorkspace('pipelines:\n  p:\n    stages: [{ name: s, agents: [a] }]\n', {}, async (changing) => {
      await withDebugger(changing, async (debug) => {
        const lineOf = async () => (await debug.breakAt('name: s'))[0]?.line;
        assert.equal(await lineOf(), 3);
        changing.write('dodeca.yaml', `# A comment.\n${changing.read('dodeca.yaml')}`);
        assert.equal(await lineOf(), 4);
      });
    }));

  it('are not told of in any other file', () =>
    withDebugger(workspace, async (debug) => {
      const set = async (path: string) => {
        const body = await debug.ask('setBreakpoints', { source: { path }, breakpoints: [{ line: 1 }] });
        const [told] = body.breakpoints as Told;
        assert.equal(told?.verified, false);
        return told?.message ?? '';
      };
      assert.match(await set(join(workspace.path, 'note.js')), /only in the definition of its workspace/);
      assert.match(await set(join(workspace.path, 'orchestrator_config.yaml')), /is not read/);
      await debug.ask('launch', { pipeline: 'q', workspace: workspace.path });
      assert.match(await set('/elsewhere/dodeca.yaml'), /only in the definition of its workspace/);
      assert.match(await set(''), /only in the definition of its workspace/);
    }));

  it('are not told of in a definition that cannot be read', () =>
    withWorkspace('agents: [\n', {}, async (broken) => {
      await withDebugger(broken, async (debug) => {
        const body = await debug.ask('setBreakpoints', {
          source: { path: debug.definition },
          breakpoints: [{ line: 1 }],
        });
        const [told] = body.breakpoints as Told;
        assert.equal(told?.verified, false);
        assert.match(told?.message ?? '', /cannot be read: line \d+: /);
        assert.match(
          await debug.refusal('launch', { pipeline: 'p', workspace: broken.path }),
          /^The definition is wrong: dodeca\.yaml:\d+: /,
        );
      });
    }));

  it('are counted from 0, and in files that are named by addresses, where the client does so', () =>
    withDebugger(
      workspace,
      async (debug) => {
        const path = pathToFileURL(debug.definition).href;
        const line = debug.lineOf('- third') - 1;
        const body = await debug.ask('setBreakpoints', { source: { path }, breakpoints: [{ line }] });
        const [told] = body.breakpoints as Told;
        assert.deepEqual([told?.verified, told?.line, told?.column], [true, line, 12]);
        assert.equal(told?.source?.path, path);
        await debug.launch('p');
        const { frames } = await debug.stopped();
        assert.deepEqual([frames[0]?.line, frames[0]?.column, frames[0]?.source?.path], [line, 12, path]);
        await debug.go('continue');
        assert.equal(await debug.terminated(), 0);
      },
      { initialize: { linesStartAt1: false, columnsStartAt1: false, pathFormat: 'uri' } },
    ));

  it('are stages of the built-in definition where the workspace has none', () =>
    withWorkspace(null, { 'a.js': '1;\n' }, async (bare) => {
      await withDebugger(bare, async (debug) => {
        await debug.launch('quick_test', { stopOnEntry: true });
        const { frames } = await debug.stopped();
        const [top] = frames;
        assert.equal(top?.source?.path, undefined);
        const { sourceReference } = top?.source ?? {};
        const { content, mimeType } = await debug.ask('source', {
          source: top?.source,
          sourceReference,
        });
        assert.equal(mimeType, 'text/x-yaml');
        const line = String(content).split('\n')[(top?.line ?? 0) - 1];
        assert.match(line ?? '', /name: smoke_test, agents: \[smoke_tester\]/);
        const body = await debug.ask('setBreakpoints', {
          source: top?.source,
          breakpoints: [{ line: top?.line, column: (top?.column ?? 0) + 1 }],
        });
        assert.equal((body.breakpoints as Told)[0]?.verified, true);
        await debug.go('continue');
        assert.equal((await debug.stopped()).frames[0]?.name, 'smoke_tester');
        assert.match(await debug.refusal('source', { sourceReference: 7 }), /no source 7/);
        await debug.go('continue');
        assert.equal(await debug.terminated(), 0);
      });
    }));
});
