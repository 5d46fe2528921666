import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDefinition } from '../../../src/pipeline/load-definition.ts';

const good = 'pipelines: { p: { stages: [{ name: s, agents: [smoke_tester] }] } }\n';

describe('loadDefinition', () => {
  let workspace = '';
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'dodeca-definition-'));
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));

  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(workspace, name), content);
  const problems = () => loadDefinition(workspace).problems.map(({ file, code }) => `${file} ${code}`);
  const messages = () => loadDefinition(workspace).problems.map(({ message }) => message);

  it('takes dodeca.yaml before orchestrator_config.yaml before the built-in definition', () => {
    assert.equal(loadDefinition(workspace).file, null);
    assert.ok(loadDefinition(workspace).definition?.pipelines.some(({ name }) => name === 'run_pipeline'));
    write('orchestrator_config.yaml', good);
    assert.equal(loadDefinition(workspace).file, 'orchestrator_config.yaml');
    write('dodeca.yaml', good);
    const { file, definition } = loadDefinition(workspace);
    assert.equal(file, 'dodeca.yaml');
    assert.equal(definition?.file, 'dodeca.yaml');
    assert.equal(definition.pipelines[0]?.name, 'p');
  });

  it('does not go on to the next file where the first is wrong', () => {
    write('orchestrator_config.yaml', good);
    write('dodeca.yaml', '');
    assert.deepEqual(problems(), ['dodeca.yaml empty-definition']);
  });

  it('looks for scripts below the workspace, from the folder the agent starts in', () => {
    mkdirSync(join(workspace, 'sub'));
    write('sub/here.py', '');
    write(
      'dodeca.yaml',
      'agents: { a: { file: here.py, cwd: sub }, b: { file: here.py }, c: { file: sub } }\n',
    );
    const { problems: found, definition } = loadDefinition(workspace);
    assert.deepEqual(
      found.map(({ code, column }) => `${code} ${column}`),
      ['missing-script 54', 'missing-script 76'],
    );
    assert.ok(definition);
  });

  it('tells a folder in place of the file', () => {
    mkdirSync(join(workspace, 'dodeca.yaml'));
    assert.deepEqual(problems(), ['dodeca.yaml unreadable']);
    assert.match(messages()[0] ?? '', /it is a folder/);
    assert.equal(loadDefinition(workspace).definition, null);
  });

  it('tells what is not UTF-8, and how to help it', () => {
    write('dodeca.yaml', Buffer.from([0x61, 0xff, 0xfe, 0x00]));
    assert.deepEqual(messages(), ['this file cannot be read: it is not a text in UTF-8']);
    write('dodeca.yaml', Buffer.from(`\ufeff${good}`, 'utf16le'));
    assert.deepEqual(messages(), ['this file cannot be read: it is written in UTF-16: save it as UTF-8']);
  });

  it('reads UTF-8 with a byte order mark', () => {
    write('dodeca.yaml', `\ufeff${good}`);
    assert.deepEqual(problems(), []);
  });

  it('tells a file that is too large without reading it', () => {
    write('dodeca.yaml', Buffer.alloc(33 * 1024 * 1024, 0x20));
    assert.deepEqual(messages(), ['this file cannot be read: it is larger than 32 MiB']);
  });

  it('tells a file that may not be read', function () {
    if (process.platform === 'win32') this.skip();
    write('dodeca.yaml', good);
    chmodSync(join(workspace, 'dodeca.yaml'), 0);
    // The superuser may read everything.
    assert.deepEqual(problems(), process.getuid?.() === 0 ? [] : ['dodeca.yaml unreadable']);
  });

  it('does not wait for a pipe', function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [join(workspace, 'dodeca.yaml')]);
    assert.deepEqual(messages(), ['this file cannot be read: it is not an ordinary file']);
  });

  it('takes a workspace that is not there for an empty one', () => {
    assert.equal(loadDefinition(join(workspace, 'nowhere')).file, null);
  });
});
