import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { commonPipelines } from '../../../src/pipeline/merge-defaults.ts';
import { until } from '../../harness/vscode/until.ts';
import { DeedWorkspace } from '../commands/deed-workspace.ts';

/** Runs a task to its end; answers with its exit code. */
async function exitCode(task: vscode.Task): Promise<number | undefined> {
  const ended = Promise.withResolvers<number | undefined>();
  let execution: vscode.TaskExecution | undefined;
  const listening = vscode.tasks.onDidEndTaskProcess((end) => {
    if (end.execution === execution) ended.resolve(end.exitCode);
  });
  try {
    execution = await vscode.tasks.executeTask(task);
    return await ended.promise;
  } finally {
    listening.dispose();
  }
}

/** What the terminal that is active shows, line by line, once a part of it is there. */
async function linesWith(part: string): Promise<string[]> {
  let lines: string[] = [];
  return await until(
    `the terminal to show ${part}`,
    async () => {
      lines = await terminalLines();
      return lines.some((line) => line.includes(part)) && lines;
    },
    async () => lines.join('\n'),
  );
}

async function terminalLines(): Promise<string[]> {
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
  const text = await vscode.env.clipboard.readText();
  return text
    .split(/\r?\n/)
    .map((line) =>
      line
        .trimEnd()
        .replace(/ +\d+(\.\d+)? (ms|s)\b/g, ' DURATION')
        .replace(/\b[0-9A-Z]{26}\b/g, 'RUN'),
    )
    .filter((line) => line !== '');
}

describe('tasks', () => {
  let workspace: DeedWorkspace;

  before(async () => {
    workspace = await DeedWorkspace.open();
  });
  afterEach(async () => {
    await workspace.tidy();
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  const offered = () => vscode.tasks.fetchTasks({ type: 'dodeca' });
  const offeredTask = async (name: string): Promise<vscode.Task> => {
    const task = (await offered()).find((candidate) => candidate.name === name);
    assert.ok(task, name);
    return task;
  };

  it('are offered for every pipeline, before there is an engine', async () => {
    const wasConnected = workspace.session.state === 'connected';
    const tasks = await offered();
    assert.deepEqual(
      tasks
        .filter(({ name }) => !commonPipelines.has(name))
        .map(({ name, source, detail, group, definition }) => [name, source, detail, group, definition]),
      [
        ['good', 'dodeca', 'Ends well', undefined, { type: 'dodeca', pipeline: 'good' }],
        ['long', 'dodeca', 'only', undefined, { type: 'dodeca', pipeline: 'long' }],
        ['mended', 'dodeca', 'before → then', undefined, { type: 'dodeca', pipeline: 'mended' }],
      ],
    );
    const builtin = tasks.map(({ name }) => name).filter((name) => commonPipelines.has(name));
    assert.deepEqual(builtin, [...commonPipelines]);
    assert.equal(workspace.session.state === 'connected', wasConnected);
  });

  it('are those of the engine once it is there, and of the definition as it is', async () => {
    await workspace.session.engine();
    const file = workspace.path('dodeca.yaml');
    const before = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, before.replace('  good:', '  better:'));
      await until('the new name', async () => (await offered()).some(({ name }) => name === 'better'));
    } finally {
      writeFileSync(file, before);
    }
    await until('the old name', async () => (await offered()).some(({ name }) => name === 'good'));
  });

  it('run the pipeline, tell its progress line by line, and end with its result', async () => {
    assert.equal(await exitCode(await offeredTask('good')), 0);
    const lines = await linesWith('good succeeded');
    const from = lines.findIndex((line) => line.startsWith('good'));
    assert.deepEqual(lines.slice(from, from + 8), [
      'good  2 executions  run RUN',
      '  ▶ first/quick',
      '  ✓ first/quick DURATION',
      '  ▶ second/quick',
      '  ✓ second/quick DURATION',
      '  ✓  first/quick   succeeded DURATION',
      '  ✓  second/quick  succeeded DURATION',
      '  ✓ good succeeded in DURATION: 2 succeeded; 0 findings   run RUN',
    ]);
  });

  it('fail where the run does', async () => {
    assert.equal(await exitCode(await offeredTask('mended')), 1);
    await linesWith('  ✗ then/fragile DURATION  exit code 1');
  });

  it('cancel the run when they are terminated', async () => {
    const execution = await vscode.tasks.executeTask(await offeredTask('long'));
    const active = await until('the run goes on', async () =>
      workspace.session.view.active().find(({ view }) => view?.counts().get('running') === 1),
    );
    execution.terminate();
    const run = await workspace.ended(active.summary.runId);
    assert.equal(run.status, 'cancelled');
    assert.match(run.reason ?? '', /its task was ended/);
  });

  it('go on when another engine has taken the place of one that died', async () => {
    const code = exitCode(await offeredTask('long'));
    await until('the run goes on', async () =>
      workspace.session.view.active().find(({ view }) => view?.counts().get('running') === 1),
    );
    const { pid } = await workspace.session.call('engine/status', {});
    process.kill(pid, 'SIGKILL');
    assert.equal(await code, 1);
    await linesWith('long interrupted');
  });

  it('are taken from tasks.json, for agents and clusters too', async () => {
    const tasks = [
      { type: 'dodeca', pipeline: 'agent:teller', label: 'tell' },
      { type: 'dodeca', pipeline: 'cluster:C1', label: 'side by side' },
      { type: 'dodeca', pipeline: 'nothing-like-it', label: 'wrong' },
      { type: 'dodeca', pipeline: 'good', params: { no: 1 }, label: 'given' },
    ];
    const file = vscode.Uri.joinPath(workspace.session.folder.uri, '.vscode', 'tasks.json');
    const text = JSON.stringify({ version: '2.0.0', tasks });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    try {
      const find = (name: string) =>
        until(`the task ${name}`, async () =>
          (await vscode.tasks.fetchTasks()).find((task) => task.name === name),
        );
      assert.equal(await exitCode(await find('tell')), 0);
      assert.equal(await exitCode(await find('side by side')), 0);
      const [last] = [...workspace.session.view.runs.values()];
      assert.equal(last?.summary.pipeline, 'cluster:C1');
      assert.equal(await exitCode(await find('wrong')), 1);
      await linesWith('nothing-like-it');
      assert.equal(await exitCode(await find('given')), 1);
    } finally {
      rmSync(file.fsPath, { force: true });
    }
  });
});
