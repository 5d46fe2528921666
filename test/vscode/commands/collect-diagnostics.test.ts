import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { diagnosticsDocument, sectionOf } from '../diagnostics-document.ts';
import { DeedWorkspace } from './deed-workspace.ts';

describe('the diagnostics', () => {
  let workspace: DeedWorkspace;

  before(async () => {
    workspace = await DeedWorkspace.open();
    await workspace.session.engine();
  });
  afterEach(() => workspace.tidy());

  it('tell versions, settings, definition, engine, runs, log and messages', async () => {
    const { runId } = await workspace.run('mended');
    await vscode.commands.executeCommand('dodeca.runPipeline', {
      folder: workspace.folder,
      pipeline: 'nothing-like-it',
      params: {},
    });
    const text = await diagnosticsDocument();
    assert.ok(sectionOf(text, 'Versions').includes(`VS Code      ${vscode.version}`));
    assert.match(sectionOf(text, 'Versions'), /Dodeca +\d+\.\d+\.\d+/);
    const folder = `Folder ${workspace.session.folder.name}`;
    assert.match(sectionOf(text, folder), /state +connected\nproblem +none/);
    assert.match(sectionOf(text, `${folder}: settings`), /^dodeca\.onWindowClose = "keepRunning"$/m);
    assert.match(sectionOf(text, `${folder}: definition`), /file +dodeca\.yaml\n.*\d pipelines\nproblems +0/);
    assert.match(sectionOf(text, `${folder}: engine`), /version +\d.*\nprocess +\d+, since/);
    assert.match(sectionOf(text, `${folder}: last runs`), new RegExp(`${runId} +mended +failed`));
    assert.match(sectionOf(text, `${folder}: end of .dodeca/engine.log`), /info serves/);
    assert.match(sectionOf(text, 'Messages of the extension'), /warning .*nothing-like-it/);
  });

  it('hold no secret and no home folder', async () => {
    const secret = 'nine pears in a green bowl';
    const known = { folder: workspace.folder, name: 'TOLD' };
    await vscode.commands.executeCommand('dodeca.setSecret', { ...known, value: secret });
    // Names of pipelines get into the messages of the extension, whatever is in them.
    for (const pipeline of [secret, 'password=hunter2-hunter2', `${homedir()}/private`]) {
      const given = { folder: workspace.folder, pipeline, params: {} };
      await vscode.commands.executeCommand('dodeca.runPipeline', given);
    }
    try {
      const text = await diagnosticsDocument();
      const messages = sectionOf(text, 'Messages of the extension');
      assert.match(messages, /\[redacted\]/);
      assert.match(messages, /~\/private/);
      assert.doesNotMatch(text, /nine pears|hunter2/);
      assert.ok(!text.includes(`${homedir()}/`));
    } finally {
      await vscode.commands.executeCommand('dodeca.removeSecret', known);
    }
  });

  it('tell what is wrong with a definition', async () => {
    const file = workspace.path('dodeca.yaml');
    const before = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, before.replace('agents: [slow]', 'agents: [slaw]'));
      const text = await diagnosticsDocument();
      const definition = sectionOf(text, `Folder ${workspace.session.folder.name}: definition`);
      assert.match(definition, /holds +not usable\nproblems +1\ndodeca\.yaml:\d+:\d+: error: .*slaw/);
    } finally {
      writeFileSync(file, before);
      await until('the definition is whole again', async () => workspace.session.view.problem === null);
    }
  });

  it('tell why there is no engine, and start none', async () => {
    const [state, aside] = [workspace.path('.dodeca'), workspace.path('.aside')];
    await vscode.commands.executeCommand('dodeca.stopEngine', { folder: workspace.folder });
    await until('the engine is gone', async () => workspace.session.state === 'idle');
    const engine = `Folder ${workspace.session.folder.name}: engine`;
    assert.match(sectionOf(await diagnosticsDocument(), engine), /^not connected$/m);
    assert.equal(workspace.session.state, 'idle');
    await until('the state is let go of', async () => {
      renameSync(state, aside);
      return true;
    });
    try {
      writeFileSync(state, 'no folder');
      await vscode.commands.executeCommand('dodeca.refresh');
      assert.equal(workspace.session.state, 'failed');
      const text = await diagnosticsDocument();
      assert.match(
        sectionOf(text, `Folder ${workspace.session.folder.name}`),
        /state +failed\nproblem +\.dodeca is not a folder/,
      );
      assert.match(
        text,
        /## Folder \w+: end of .*\n\n```text\nThis could not be read: \.dodeca is not a folder/,
      );
    } finally {
      rmSync(state);
      renameSync(aside, state);
      await vscode.commands.executeCommand('dodeca.refresh');
    }
    assert.equal(workspace.session.state, 'connected');
  });
});
