import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkDependencies,
  isDependencyFile,
} from '../../../../src/agents/security-scanner/dependencies/check-dependencies.ts';
import { compromised } from '../../../../src/agents/security-scanner/dependencies/compromised-packages.ts';
import { looseImage } from '../../../../src/agents/security-scanner/dependencies/dockerfile.ts';
import { isPinned } from '../../../../src/agents/security-scanner/dependencies/git-reference.ts';
import { pipedDownloads } from '../../../../src/agents/security-scanner/dependencies/shell-text.ts';
import { agentFixture, runAgentProcess, valuesOf } from '../agent-process.ts';
import { found } from './planted.ts';

const alone = { exists: () => false };

describe('dependency files', () => {
  it('give every fault that was planted, where it is, and nothing else', async () => {
    const folder = agentFixture('security-scanner/dependencies');
    const run = await runAgentProcess('security-scanner', folder, { secrets: false, calls: false });
    const expected = [
      '.github/workflows/faults.yml:8 unpinned-image warning',
      '.github/workflows/faults.yml:11 unpinned-image warning',
      '.github/workflows/faults.yml:15 untrusted-checkout error',
      '.github/workflows/faults.yml:16 unpinned-action warning',
      '.github/workflows/faults.yml:17 unpinned-action warning',
      '.github/workflows/faults.yml:18 unpinned-image warning',
      '.github/workflows/faults.yml:19 workflow-injection error',
      '.github/workflows/faults.yml:22 workflow-injection error',
      '.github/workflows/faults.yml:22 workflow-injection error',
      '.github/workflows/faults.yml:25 workflow-injection error',
      '.github/workflows/faults.yml:26 pipe-to-shell warning',
      '.github/workflows/faults.yml:28 unpinned-action warning',
      'app/package.json:5 pipe-to-shell warning',
      'app/package.json:8 missing-lock-file warning',
      'app/package.json:9 wildcard-dependency warning',
      'app/package.json:10 wildcard-dependency warning',
      'app/package.json:12 outside-dependency warning',
      'app/package.json:13 unpinned-git-dependency warning',
      'app/package.json:15 insecure-package-source warning',
      'app/package.json:16 compromised-package error',
      'app/package.json:17 compromised-package error',
      'images/Dockerfile:3 unpinned-image warning',
      'images/Dockerfile:4 unpinned-image warning',
      'images/Dockerfile:9 unpinned-image warning',
      'images/Dockerfile:11 pipe-to-shell warning',
      'images/Dockerfile:15 pipe-to-shell warning',
      'images/Dockerfile:17 remote-add info',
      'images/Dockerfile:18 remote-add warning',
      'locked/package-lock.json:9 compromised-package error',
      'locked/package-lock.json:12 compromised-package error',
      'old/package-lock.json:7 compromised-package error',
      'pipenv/Pipfile:2 insecure-package-source warning',
      'pipenv/Pipfile:6 wildcard-dependency warning',
      'pipenv/Pipfile:7 compromised-package error',
      'pipenv/poetry.lock:2 compromised-package error',
      'pnpm/pnpm-lock.yaml:3 compromised-package error',
      'pnpm/pnpm-lock.yaml:5 compromised-package error',
      'python/pyproject.toml:5 unpinned-git-dependency warning',
      'python/pyproject.toml:7 compromised-package error',
      'python/pyproject.toml:12 wildcard-dependency warning',
      'python/pyproject.toml:13 unpinned-git-dependency warning',
      'python/pyproject.toml:18 insecure-package-source warning',
      'python/requirements.txt:2 extra-package-index warning',
      'python/requirements.txt:3 insecure-package-source warning',
      'python/requirements.txt:4 insecure-package-source warning',
      'python/requirements.txt:5 unpinned-requirement info',
      'python/requirements.txt:8 compromised-package error',
      'python/requirements.txt:9 compromised-package error',
      'python/requirements.txt:10 unpinned-git-dependency warning',
      'python/requirements.txt:13 unpinned-git-dependency warning',
      'python/requirements.txt:14 insecure-package-source warning',
      'yarn/yarn.lock:3 compromised-package error',
    ];
    assert.deepEqual(found(run), expected.sort());
    assert.equal(valuesOf(run, 'metric').dependency_findings, expected.length);
  });

  it('are known by their names', () => {
    for (const path of [
      'package.json',
      'a/package-lock.json',
      'requirements.txt',
      'requirements-prod.txt',
      'requirements/base.txt',
      'pyproject.toml',
      'Pipfile',
      'Dockerfile',
      'Dockerfile.prod',
      'app.dockerfile',
      '.github/workflows/ci.yml',
      'action.yaml',
    ])
      assert.ok(isDependencyFile(path), path);
    for (const path of [
      'package.json5',
      'requirements.md',
      'Dockerfile.md',
      'workflows/ci.yml',
      'my-package.json',
      'docker.ts',
    ])
      assert.ok(!isDependencyFile(path), path);
  });

  it('need a lock file where they are an application, in this folder or above', async () => {
    const rulesOf = async (text: object, files: readonly string[] = [], path = 'a/b/package.json') => {
      const beside = { exists: (file: string) => files.includes(file) };
      return (await checkDependencies(path, JSON.stringify(text), beside))?.map(({ rule }) => rule);
    };
    const dependencies = { a: '^1.0.0' };
    assert.deepEqual(await rulesOf({ private: true, dependencies }), ['missing-lock-file']);
    assert.deepEqual(await rulesOf({ scripts: { start: 'node .' }, devDependencies: dependencies }), [
      'missing-lock-file',
    ]);
    assert.deepEqual(await rulesOf({ bin: 'a.js', dependencies }), ['missing-lock-file']);
    assert.deepEqual(await rulesOf({ bin: 'a.js', main: 'b.js', dependencies }), []);
    assert.deepEqual(await rulesOf({ main: 'b.js', dependencies }), []);
    assert.deepEqual(await rulesOf({ private: true }), []);
    for (const lock of ['a/b/yarn.lock', 'a/pnpm-lock.yaml', 'package-lock.json', 'bun.lockb'])
      assert.deepEqual(await rulesOf({ private: true, dependencies }, [lock]), [], lock);
  });

  it('may name a commit or a version, and not a branch', () => {
    for (const reference of [
      'v1',
      'v1.2.3',
      '1.0',
      'release/v1',
      '0123456',
      '0'.repeat(40),
      'semver:^1.0.0',
      'v1.0.0-rc.1',
    ])
      assert.ok(isPinned(reference), reference);
    for (const reference of [undefined, '', 'main', 'master', 'feature-x', 'latest', 'v', 'stable'])
      assert.ok(!isPinned(reference), reference);
    for (const image of ['a', 'a:latest', 'b.c:5000/a', 'b/a:latest'])
      assert.notEqual(looseImage(image), null, image);
    for (const image of ['a:1', 'a:1-alpine', 'b.c:5000/a:1', '$A', '', 'a@sha256:0'])
      assert.equal(looseImage(image), null, image);
  });

  it('have a download that is run told from one that is looked at', () => {
    for (const text of [
      'curl -s https://x | sh',
      'curl https://x|bash',
      'wget -qO- https://x | sudo -E bash -',
      'curl https://x \\\n  | sh',
      'bash <(curl -s https://x)',
      'sh -c "$(wget -qO- https://x)"',
      'curl https://x | /bin/sh',
    ])
      assert.equal(pipedDownloads(text).length, 1, text);
    for (const text of [
      'curl https://x | jq .',
      'curl https://x -o a; sh a',
      'echo "curl https://x | sh"',
      '# curl https://x | sh',
      'curl https://x | shasum',
      'curl https://x && true | sh',
    ])
      assert.equal(pipedDownloads(text).length, 0, text);
  });

  it('have known frauds by the name as the registry compares it, and releases by their version', () => {
    assert.equal(compromised('PyPI', 'Python3.DateUtil', null)?.name, 'python3-dateutil');
    assert.equal(compromised('PyPI', 'jellyfish', '1.0'), null);
    assert.equal(compromised('npm', 'event-stream', '3.3.4'), null);
    assert.equal(compromised('npm', 'event-stream', null), null);
    assert.equal(compromised('npm', 'event-stream', '3.3.6')?.name, 'event-stream');
    assert.equal(compromised('PyPI', 'event-stream', '3.3.6'), null);
  });

  it('are read whatever stands in them', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\n',
      '  ',
      '- ',
      '"dependencies"',
      '"private": true',
      '"a": "*"',
      'FROM a',
      'RUN curl x | sh',
      ' \\\n',
      'ADD http://x y',
      'on: pull_request_target\n',
      'jobs:\n',
      '  a:\n',
      '    steps:\n',
      '      - uses: a/b@main\n',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of a workflow
      '      - run: ${{ github.head_ref }}\n',
      '&a',
      '*a',
      '<<: *a',
      'flask',
      '==1',
      'git+https://x',
      '@',
      '-e ',
      '--extra-index-url ',
      '[project]\n',
      'dependencies = ',
      '__proto__',
      '"__proto__": {"a": 1}',
      '\0',
      'ü',
      '\uFEFF',
      'node_modules/',
      '"version": "1"',
      'constructor',
      '#',
      '$(',
      '\r',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 50 }), async (pieces) => {
        for (const path of [
          'package.json',
          'package-lock.json',
          'yarn.lock',
          'pnpm-lock.yaml',
          'poetry.lock',
          'Pipfile.lock',
          'requirements.txt',
          'pyproject.toml',
          'Pipfile',
          'Dockerfile',
          '.github/workflows/a.yml',
          'action.yml',
        ]) {
          for (const { line, column } of (await checkDependencies(path, pieces.join(''), alone)) ?? [])
            assert.ok(line >= 1 && column >= 1);
        }
      }),
      { numRuns: 500 },
    );
    const deep = `${'{"dependencies":{"a":'.repeat(3000)}1${'}}'.repeat(3000)}`;
    for (const path of ['package.json', 'package-lock.json', '.github/workflows/a.yml', 'pyproject.toml']) {
      await checkDependencies(path, deep, alone);
      await checkDependencies(path, `jobs: ${'['.repeat(5000)}`, alone);
    }
  });
});
