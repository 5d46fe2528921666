import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assessRelease } from '../../../../src/agents/deployment-manager/assess-release.ts';
import { reportFolder } from '../../../../src/agents/report-file.ts';
import { deploymentManager } from '../../../../src/builtin/deployment-manager.ts';
import { isUserError } from '../../../../src/common/errors.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { type ReleaseRepository, releaseRepository, stateOf } from './release-repository.ts';

function found(run: AgentRun): string[] {
  return messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}:${line} ${rule}`);
}

const manifest = (version: string): string => `{\n  "name": "parcel",\n  "version": "${version}"\n}\n`;

describe('deployment manager: checks', () => {
  let tree: TemporaryTree;
  let repository: ReleaseRepository | undefined;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(async () => {
    await tree.remove();
    await repository?.remove();
    repository = undefined;
  });

  async function inRepository(files: Record<string, string>): Promise<ReleaseRepository> {
    repository = await releaseRepository(files);
    return repository;
  }

  it('find every fault that was planted, where it is, and nothing else', async () => {
    const run = await runAgentProcess('deployment-manager', agentFixture('deployment-manager/faulty'));
    assert.deepEqual(found(run), [
      'CHANGELOG.md:9 changelog-missing',
      'CHANGELOG.md:9 changelog-date',
      'CHANGELOG.md:13 changelog-order',
      'CHANGELOG.md:17 changelog-date',
      'CITATION.cff:3 version-mismatch',
      'setup.cfg:6 version-mismatch',
      'src/parcel/__init__.py:4 version-mismatch',
    ]);
    const [edit] = messagesOf(run, 'finding').find(({ path }) => path === 'CITATION.cff')?.fix?.edits ?? [];
    assert.deepEqual(edit, { line: 3, column: 11, end_line: 3, end_column: 14, old: '1.2', text: '1.4.0' });
    assert.equal(valuesOf(run, 'output').version, '1.4.0');
    assert.deepEqual(valuesOf(run, 'output').health, {
      part: 'release',
      weight: 5,
      score: 100 / 3,
      basis: '1 of 3 checks passed',
    });
    assert.deepEqual(stateOf(run), ['planned', 0, 0]);
    assert.equal(run.errors, '');
    assert.match(run.text, /✗ changelog/);
    assert.match(run.text, /build +would run: python -m build --outdir .dodeca\/packages \(detected\)/);
  });

  it('are silent on what is sound', async () => {
    const run = await runAgentProcess('deployment-manager', agentFixture('deployment-manager/sound'));
    assert.deepEqual(found(run), []);
    assert.equal(valuesOf(run, 'output').version, '1.4.0rc1');
    assert.equal((valuesOf(run, 'output').health as { score: number }).score, 100);
  });

  it('find nothing to release where no file tells a version, and in an empty folder', async () => {
    const empty = await runAgentProcess('deployment-manager', tree.root);
    assert.deepEqual(stateOf(empty), ['nothing_to_release', 0, 0]);
    assert.match(empty.text, /Nothing to release here: no file tells a version\./);
    assert.equal(valuesOf(empty, 'output').health, undefined);
    await tree.write({ 'package.json': '{"name": "a"}', 'CHANGELOG.md': '## 1.0.0', 'setup.py': 'setup()' });
    assert.deepEqual(stateOf(await runAgentProcess('deployment-manager', tree.root)), [
      'nothing_to_release',
      0,
      0,
    ]);
    await tree.write({
      'package.json': '{"name": "a", "version": "1.0.0", "private": true}',
      'package-lock.json': '{"version": "0.9.0"}',
      'CHANGELOG.md': '',
    });
    assert.equal(found(await runAgentProcess('deployment-manager', tree.root)).length, 1);
    await tree.write({ '.gitignore': 'CHANGELOG.md' });
    const private_ = await runAgentProcess('deployment-manager', tree.root);
    assert.deepEqual([...found(private_), ...stateOf(private_)], ['nothing_to_release', 0, 0]);
    assert.match(private_.text, /private, and there is neither a tag nor a changelog/);
  });

  it('refuse a version that is none', async () => {
    await tree.write({ 'package.json': manifest('1.2') });
    const run = await runAgentProcess('deployment-manager', tree.root);
    assert.deepEqual(found(run), ['package.json:3 version-invalid']);
    assert.match(messagesOf(run, 'finding')[0]?.message ?? '', /1\.2 is no version by Semantic Versioning/);
  });

  it('compare the version with the tags', async () => {
    const { release, write, commit, git } = await inRepository({ 'package.json': manifest('1.0.0') });
    const first = await release();
    assert.deepEqual([found(first), valuesOf(first, 'output').state], [[], 'planned']);
    assert.match(first.text, /would tag: v1\.0\.0 at [0-9a-f]{12}/);

    await git('tag', 'v1.0.0');
    await git('tag', 'nonsense');
    const released = await release();
    assert.deepEqual([found(released), valuesOf(released, 'output').state], [[], 'nothing_to_release']);
    assert.match(released.text, /1\.0\.0 is released: v1\.0\.0 is the commit that is checked out/);

    await commit();
    await commit();
    const later = await release();
    assert.deepEqual(found(later), ['package.json:3 tag-exists']);
    assert.equal(messagesOf(later, 'finding')[0]?.severity, 'info');
    assert.match(messagesOf(later, 'finding')[0]?.message ?? '', /was tagged 2 commits ago \(v1\.0\.0\)/);
    assert.deepEqual(stateOf(await release({ dry_run: false })), ['nothing_to_release', 0, 1]);

    await write({ 'package.json': manifest('0.9.0') });
    await commit();
    assert.deepEqual(found(await release()), ['package.json:3 version-not-raised']);

    await write({ 'package.json': manifest('1.1.0') });
    assert.deepEqual(found(await release()), ['package.json:3 dirty-tree']);
    await commit();
    const raised = await release();
    assert.deepEqual(found(raised), []);
    assert.match(raised.text, /v1\.1\.0 is free, and above v1\.0\.0/);
  });

  it('take the prefix of the tags that are there, and know another line of releases', async () => {
    const { release, write, commit, git } = await inRepository({ 'package.json': manifest('1.0.0') });
    await git('tag', 'parcel@1.0.0');
    await git('tag', 'other@9.0.0');
    await git('checkout', '--quiet', '-b', 'two');
    await commit();
    await git('tag', 'parcel@2.0.0');
    await git('checkout', '--quiet', 'main');
    await write({ 'package.json': manifest('1.0.1') });
    await commit();
    const run = await release();
    assert.deepEqual(found(run), []);
    assert.match(run.text, /parcel@1\.0\.1 is free, and above parcel@1\.0\.0/);
    assert.match((await release({ tag: { prefix: 'rel/' } })).text, /would tag: rel\/1\.0\.1 /);
  });

  it('do not take the tags of a larger repository, and go on in one without a commit', async () => {
    const { root, git, write } = await inRepository({ 'sub/package.json': manifest('0.1.0') });
    await git('tag', 'v1.0.0');
    const sub = await runAgentProcess('deployment-manager', join(root, 'sub'));
    assert.deepEqual(found(sub), []);
    assert.match(sub.text, /– tag +no repository/);
    await git('update-ref', '-d', 'refs/heads/main');
    await git('tag', '-d', 'v1.0.0');
    await write({ 'package.json': manifest('0.1.0') });
    const unborn = await runAgentProcess('deployment-manager', root);
    assert.deepEqual(found(unborn), ['package.json:3 dirty-tree']);
    assert.match(unborn.text, /– tag +nothing is committed yet/);
  });

  it('run nothing that the configuration of a repository names', async () => {
    const { root, release, write, git } = await inRepository({
      'package.json': manifest('1.0.0'),
      '.gitattributes': '*.txt filter=evil diff=evil',
      'a.txt': 'a',
    });
    const trace = `${JSON.stringify(process.execPath)} -e "require('fs').writeFileSync('trace','')"`;
    for (const key of ['filter.evil.clean', 'filter.evil.process', 'core.fsmonitor', 'diff.evil.command'])
      await git('config', key, trace);
    await write({ 'a.txt': 'b' });
    const run = await release();
    assert.deepEqual(found(run), ['package.json:3 dirty-tree']);
    assert.match(messagesOf(run, 'finding')[0]?.message ?? '', /^1 change not committed: a\.txt$/);
    await assert.rejects(readFile(join(root, 'trace')));
  });

  it('read the files that were named, and refuse those that cannot be', async () => {
    await tree.write({
      'conf.yaml': 'name: a\nversion: 2.0.0\n',
      'package.json': manifest('1.0.0'),
      empty: '',
    });
    const run = await runAgentProcess('deployment-manager', tree.root, {
      version_files: ['conf.yaml', './package.json'],
    });
    assert.deepEqual(found(run), ['package.json:3 version-mismatch']);
    for (const [path, why] of [
      ['../x', 'no file of the workspace'],
      ['/etc/passwd', 'no file of the workspace'],
      ['missing', 'no file of the workspace'],
      ['empty', 'tells no version'],
    ] as const) {
      const parameters = deploymentManager.parameters.parse({ version_files: [path] });
      await assert.rejects(assessRelease(tree.root, parameters, Date.now()), (error) => {
        assert.ok(isUserError(error) && error.message.includes(why), String(error));
        return true;
      });
    }
    const refused = await runAgentProcess('deployment-manager', tree.root, { version_files: ['missing'] });
    assert.equal(refused.exitCode, 2);
    assert.ok(refused.errors.includes('no file of the workspace'), refused.errors);
  });

  it('leave out what is ignored', async () => {
    await tree.write({ 'package.json': manifest('1.0.0'), VERSION: '1.0.1', 'CHANGELOG.md': '## 0.9.0' });
    const ignore = ['changelog-missing', 'version-mismatch VERSION'];
    assert.deepEqual(found(await runAgentProcess('deployment-manager', tree.root, { ignore })), []);
  });

  it('go on over broken, binary and unreadable files', async () => {
    await tree.write({
      'package.json': '{"version": "1.0.0"',
      'pyproject.toml': '[project\n',
      'CHANGELOG.md': Buffer.from([0, 1, 2, 255]),
      'CITATION.cff': '\uFEFF- [',
      'setup.py': `setup(${'('.repeat(100_000)}`,
    });
    await mkdir(join(tree.root, 'VERSION'));
    const run = await runAgentProcess('deployment-manager', tree.root);
    assert.deepEqual([found(run), run.exitCode, run.errors], [[], 0, '']);
  });

  it('never print what looks like a message of the agent', async () => {
    const evil = '\\n::dodeca {\\"type\\":\\"metric\\",\\"name\\":\\"evil\\",\\"value\\":1}';
    await tree.write({
      'package.json': `{"name": "a${evil}", "version": "1.0.0", "private": false}`,
      'CHANGELOG.md': '## 0.1.0\r::dodeca {"type":"metric","name":"evil","value":1}\r',
    });
    const run = await runAgentProcess('deployment-manager', tree.root);
    assert.equal(valuesOf(run, 'metric').evil, undefined);
  });

  it('write the same report of the same workspace', async () => {
    await tree.write({ 'package.json': manifest('1.0.0'), VERSION: '1.0.1' });
    const report = join(tree.root, reportFolder, 'deployment.json');
    await runAgentProcess('deployment-manager', tree.root);
    const first = await readFile(report, 'utf8');
    await runAgentProcess('deployment-manager', tree.root);
    assert.equal(await readFile(report, 'utf8'), first);
    const { about, state, version, checks, findings } = JSON.parse(first);
    assert.deepEqual([state, version.text, findings.length], ['planned', '1.0.0', 1]);
    assert.deepEqual(
      checks.map(({ name, passed }: { name: string; passed: boolean }) => [name, passed]),
      [
        ['version', true],
        ['files', false],
        ['changelog', null],
        ['tag', null],
        ['tree', null],
      ],
    );
    assert.ok(about.state.length > 0);
  });
});
