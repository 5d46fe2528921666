import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { theFolder } from '../dodeca.ts';
import { withDefinition } from './open-definition.ts';

async function hovered(marked: string): Promise<string> {
  let text = '';
  await withDefinition(marked, async ({ document, mark }) => {
    text = await hoverText(document, mark);
  });
  return text;
}

async function hoverText({ uri }: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

describe('Hover in a definition', () => {
  it('explains a key', async () => {
    const text = await hovered('agents:\n  a:\n    run: make\n    gra|ce: 5s\n');
    assert.match(text, /The time between the polite signal/);
    assert.match(text, /5s/);
  });

  it('tells what an agent runs', async () => {
    const text = await hovered(
      'agents:\n  report: { file: agents/report.py }\npipelines:\n  p:\n    stages:\n      - { name: s, agents: [rep|ort] }\n',
    );
    assert.match(text, /agents\/report\.py/);
  });

  it('tells about a stage', async () => {
    const text = await hovered(
      'agents:\n  a: { run: make }\npipelines:\n  p:\n    stages:\n      - { name: first, agents: [a] }\n      - { name: second, agents: [a], needs: [fi|rst] }\n',
    );
    assert.match(text, /first/);
  });

  it('says nothing where there is nothing to say', async () => {
    assert.equal(await hovered('# just| a comment\nagents: {}\n'), '');
  });

  it('tells of earlier runs once there is an engine', async () => {
    const session = await theFolder();
    await session.engine();
    const { runId } = await session.call('run/start', {
      pipeline: 'agent:smoke_tester',
      params: {},
      options: { maxConcurrent: null, keepGoing: false, useCache: true, missingInterpreter: 'fail' },
      secrets: {},
    });
    await until('the end of the run', async () => {
      return session.view.agents.get('smoke_tester')?.report.last?.runId === runId;
    });
    const file = join(session.folder.uri.fsPath, 'orchestrator_config.yaml');
    const document = await vscode.workspace.openTextDocument(file);
    const at = (text: string) => document.positionAt(document.getText().indexOf(text) + 4);
    assert.match(await hoverText(document, at('- smoke_tester')), /Last run: succeeded, \d/);
    assert.match(await hoverText(document, at('"validation"')), /[Cc]ritical path/);
  });
});
