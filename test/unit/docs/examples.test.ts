import assert from 'node:assert/strict';
import { findProgram } from '../../../src/process/find-program.ts';
import { findPython } from '../../../src/process/find-python.ts';
import { withWorkspace } from '../../harness/test-workspace.ts';
import { filesIn, root, textOf } from './documents.ts';

/** The examples are for Python and a shell of Unix. */
const canRun =
  process.platform !== 'win32' &&
  findPython(root, process.env).command !== null &&
  findProgram('bash', process.env) !== null;
const example = canRun ? it : it.skip;

describe('examples in documents', () => {
  example('README.md: the definition is valid, runs, and takes the second time what it kept', async () => {
    const files = filesIn('README.md');
    assert.deepEqual(Object.keys(files).sort(), ['agents/count.sh', 'agents/fetch.py', 'dodeca.yaml']);
    await withWorkspace(null, files, async (workspace) => {
      await workspace.expect(0, 'validate');
      const first = await workspace.run(0, 'nightly');
      assert.equal(first.events.at(-1)?.type, 'run.finished');
      const second = await workspace.expect(0, 'run', 'nightly');
      assert.match(second.stdout, /count\/count +cached +same inputs as in run/);
      assert.ok(workspace.has('site/count.txt'));
      const third = await workspace.expect(0, 'run', 'nightly', '--param', 'least=5');
      assert.match(third.stdout, /publish\/publish +skipped/);
      assert.match(third.stdout, /announce\/announce +skipped/);
    });
  });

  example('docs/agents.md: agents take a lock and hand a value on', async () => {
    const definition = `
agents:
  migrate: { file: agents/migrate.py }
  check: { file: agents/check.py }
pipelines:
  main: { stages: [{ name: one, agents: [migrate] }, { name: two, agents: [check] }] }
`;
    await withWorkspace(definition, filesIn('docs/agents.md'), async (workspace) => {
      const { events } = await workspace.run(0, 'main');
      const types = events.map(({ type }) => type);
      assert.ok(types.includes('lock.acquired') && types.includes('execution.context'));
      const { stdout } = await workspace.expect(0, 'logs', 'last', 'check');
      assert.equal(stdout.trim(), 'tables: 3');
    });
  });

  it('docs/running.md: the event it shows is one line of JSON', () => {
    const block = /```json\n(.*)\n```/.exec(textOf('docs/running.md'))?.[1] ?? '';
    assert.equal((JSON.parse(block) as { type: string }).type, 'run.finished');
  });
});
