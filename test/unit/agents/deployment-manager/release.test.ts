import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { deploymentManager } from '../../../../src/builtin/deployment-manager.ts';
import { type AgentRun, messagesOf, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';
import { everythingIn, type ReleaseRepository, releaseRepository, stateOf } from './release-repository.ts';

const node = JSON.stringify(process.execPath);
/** A command that leaves a trace of its name, and of what it was told, and ends with a code. */
const step = (name: string, code = 0): string => `${node} step.mjs ${name} ${code}`;

const stepProgram = `
import { appendFileSync } from 'node:fs';
const [name, code] = process.argv.slice(2);
const { DODECA_VERSION: version, DODECA_TAG: tag } = process.env;
appendFileSync('trace.log', \`\${name} \${version} \${tag}\\n\`);
console.log('::dodeca {"type":"metric","name":"evil","value":1}');
console.log(name, 'says', process.env.DEPLOY_TOKEN, 'https://me:hidden-word@example.org/');
process.exitCode = Number(code);
`;

const packProgram = `
import { writeFileSync } from 'node:fs';
writeFileSync(process.env.DODECA_PACKAGES + '/parcel.tgz', 'parcel');
`;

const files = {
  'package.json': '{ "name": "parcel", "version": "1.2.3" }\n',
  'CHANGELOG.md': '## 1.2.3 - 2024-01-05\n\n- It.\n',
  '.gitignore': 'trace.log\n',
  'step.mjs': stepProgram,
  'pack.mjs': packProgram,
};

/** What a test needs in order to have a whole release, with little to wait for. */
const whole = {
  dry_run: false,
  build: step('build'),
  pack: `${node} pack.mjs`,
  deploy: { run: step('deploy'), timeout: 60 },
  rollback: { run: step('rollback') },
};

describe('deployment manager: releases', () => {
  let repository: ReleaseRepository;
  let server: Server | undefined;

  beforeEach(async () => {
    repository = await releaseRepository(files);
  });
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    server = undefined;
    await repository.remove();
  });

  /** Answers with these codes, one after another, and then with the last of them. */
  async function endpoint(...codes: number[]): Promise<string> {
    let asked = 0;
    server = createServer((_request, response) => {
      response.writeHead(codes[Math.min(asked++, codes.length - 1)] ?? 500, {
        location: 'http://example.org/',
      });
      response.end();
    });
    const listening = server;
    await new Promise<void>((resolve) => {
      listening.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/health`;
  }

  const trace = async (): Promise<string[]> => {
    const text = await readFile(join(repository.root, 'trace.log'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  };
  const tags = async (): Promise<string> => (await repository.git('tag', '--list', '-n1')).trim();
  const report = async () =>
    JSON.parse(await readFile(join(repository.root, '.dodeca/reports/deployment.json'), 'utf8'));
  const stepsOf = async (): Promise<string[]> =>
    (await report()).steps.map(
      ({ step, outcome }: { step: string; outcome: string }) => `${step} ${outcome}`,
    );

  it('change nothing in a dry run, whatever is configured', async () => {
    const command = fc.constantFrom('step.mjs', step('build'), `${node} pack.mjs`);
    const configuration = fc.record(
      {
        dry_run: fc.constant(true),
        approve: fc.constantFrom('1.2.3', '9.9.9'),
        build: fc.oneof(command, fc.constant(false)),
        pack: fc.oneof(command, fc.constant(false)),
        tag: fc.record(
          { enabled: fc.boolean(), prefix: fc.constantFrom('', 'v', 'x/') },
          { requiredKeys: [] },
        ),
        deploy: fc.record({ run: command, timeout: fc.constantFrom('1s', 10) }, { requiredKeys: ['run'] }),
        health_check: fc.constantFrom({ run: step('check') }, { url: 'http://localhost:1/' }),
        rollback: command,
        version_files: fc.constantFrom(['package.json'], []),
      },
      { requiredKeys: [] },
    );
    await repository.write({ 'changed.txt': 'x', 'step.mjs': `${stepProgram}\n` });
    const { root } = repository;
    const before = await everythingIn(root);
    const status = await repository.git('--no-optional-locks', 'status', '--porcelain');
    await fc.assert(
      fc.asyncProperty(
        configuration,
        fc.constantFrom({}, { approve: '1.2.3' }),
        async (parameters, params) => {
          const run = await repository.release(parameters, params);
          const [state, ...others] = stateOf(run);
          // Whoever switches everything off has nothing to release.
          assert.ok(state === 'planned' || state === 'nothing_to_release', `${state} ${run.errors}`);
          assert.deepEqual(others, [0, 0]);
          assert.deepEqual(await everythingIn(root), before);
          assert.equal(await repository.git('--no-optional-locks', 'status', '--porcelain'), status);
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('are told step by step in a dry run', async () => {
    const run = await repository.release({
      ...whole,
      dry_run: true,
      health_check: { run: 'check', retries: 0 },
    });
    const plan = run.text.slice(run.text.indexOf('Plan'), run.text.indexOf('\n\nReport'));
    assert.deepEqual(
      plan
        .split('\n')
        .slice(1)
        .map((line) => line.trim().replaceAll(/\s+/g, ' ')),
      [
        `build would run: ${whole.build}`,
        `pack would run: ${whole.pack}`,
        'approval would wait for it: dodeca run PIPELINE --param approve=1.2.3',
        `tag would tag: v1.2.3 at ${(await repository.git('rev-parse', 'HEAD')).slice(0, 12)}, “Release 1.2.3”`,
        `deploy would run: ${whole.deploy.run}`,
        'health check would run: check, once',
        `rollback would run if deploying or the health check fails: ${whole.rollback.run}, and the tag v1.2.3 would be removed`,
      ],
    );
    assert.deepEqual(valuesOf(run, 'metric'), { steps_planned: 5, steps_done: 0, findings: 0 });
  });

  it('build and pack, and wait for an approval before anything is tagged', async () => {
    const run = await repository.release(whole);
    assert.deepEqual(stateOf(run), ['waiting_for_approval', 2, 0]);
    assert.deepEqual(await trace(), ['build 1.2.3 v1.2.3']);
    assert.equal(await tags(), '');
    assert.match(run.text, /Waiting for approval\. To go on: dodeca run PIPELINE --param approve=1\.2\.3/);
    const [made] = (await report()).packages;
    assert.equal(made.path, '.dodeca/packages/parcel.tgz');
    assert.equal(made.size, 6);
    assert.equal(made.sha256, createHash('sha256').update('parcel').digest('hex'));
    assert.deepEqual(
      messagesOf(run, 'artifact').map(({ path, kind }) => [path, kind]),
      [
        ['.dodeca/packages/parcel.tgz', 'package'],
        ['.dodeca/reports/deployment.json', 'report'],
      ],
    );
  });

  it('do not take the approval of another version', async () => {
    const run = await repository.release({ ...whole, approve: '1.2.3' }, { approve: '1.2.2' });
    assert.deepEqual(stateOf(run), ['waiting_for_approval', 0, 1]);
    assert.deepEqual(await trace(), []);
    assert.match(
      messagesOf(run, 'log')[0]?.message ?? '',
      /1\.2\.2 was approved, and 1\.2\.3 would be released/,
    );
    const empty = await repository.release({ ...whole, approve: '1.2.3' }, { approve: '' });
    assert.equal(valuesOf(empty, 'output').state, 'deployed');
  });

  it('tag, deploy and see that it works after an approval', async () => {
    const url = await endpoint(503, 302, 200);
    const health_check = { url, retries: 3, interval: '1ms' };
    const run = await repository.release(
      { ...whole, health_check },
      { approve: '1.2.3' },
      { DEPLOY_TOKEN: 'open-sesame' },
    );
    assert.deepEqual(stateOf(run), ['deployed', 5, 0]);
    assert.deepEqual(await trace(), ['build 1.2.3 v1.2.3', 'deploy 1.2.3 v1.2.3']);
    assert.equal(await tags(), 'v1.2.3          Release 1.2.3');
    assert.deepEqual(await stepsOf(), [
      'build done',
      'pack done',
      'tag done',
      'deploy done',
      'health_check done',
    ]);
    const { steps } = await report();
    assert.match(steps[4].says, /answered 200, 3 tries/);
    assert.deepEqual([steps[3].exit_code, steps[3].command], [0, whole.deploy.run]);
    // Nothing that a command prints is a message of the agent, and no secret reaches the report.
    assert.equal(valuesOf(run, 'metric').evil, undefined);
    assert.match(run.text, /^ {4}deploy says open-sesame/m);
    assert.match(steps[3].output, /deploy says \*\*\* https:\/\/\*\*\*@example\.org/);
    assert.doesNotMatch(JSON.stringify(await report()), /open-sesame|hidden-word/);
    // The same once more: the tag is there, and names this commit.
    const again = await repository.release({ ...whole, approve: '1.2.3' });
    assert.deepEqual(stateOf(again), ['deployed', 3, 0]);
  });

  it('roll back where the health check fails, and remove the tag that they made', async () => {
    const health_check = { url: await endpoint(500), retries: 1, interval: 0 };
    const run = await repository.release({ ...whole, health_check, approve: '1.2.3' });
    assert.deepEqual(stateOf(run), ['rolled_back', 4, 1]);
    assert.deepEqual(await trace(), ['build 1.2.3 v1.2.3', 'deploy 1.2.3 v1.2.3', 'rollback 1.2.3 v1.2.3']);
    assert.equal(await tags(), '');
    assert.deepEqual((await stepsOf()).slice(4), ['health_check failed', 'rollback done', 'untag done']);
    assert.match(run.text, /Rolled back: the release failed, and what was deployed was undone\./);
  });

  it('leave a tag that was there before', async () => {
    await repository.git('tag', 'v1.2.3');
    const run = await repository.release({
      ...whole,
      health_check: { run: step('check', 1), retries: 0 },
      approve: '1.2.3',
    });
    assert.deepEqual(stateOf(run), ['rolled_back', 3, 1]);
    assert.match(await tags(), /^v1\.2\.3/);
  });

  it('roll back where deploying fails or takes too long', async () => {
    const failed = await repository.release({ ...whole, deploy: step('deploy', 3), approve: '1.2.3' });
    assert.deepEqual(stateOf(failed), ['rolled_back', 3, 1]);
    assert.equal(await tags(), '');
    const hang = `${node} -e "setInterval(() => {}, 1000)"`;
    const late = await repository.release({
      ...whole,
      deploy: { run: hang, timeout: '300ms' },
      approve: '1.2.3',
    });
    assert.deepEqual(stateOf(late), ['rolled_back', 3, 1]);
    assert.ok((await stepsOf()).includes('deploy timeout'));
  });

  it('fail where building, undoing or tagging fails', async () => {
    const build = await repository.release({ ...whole, build: step('build', 1), approve: '1.2.3' });
    assert.deepEqual(stateOf(build), ['failed', 0, 1]);
    assert.deepEqual(await stepsOf(), ['build failed']);
    const undo = await repository.release({
      ...whole,
      deploy: step('deploy', 1),
      rollback: step('rollback', 1),
      approve: '1.2.3',
    });
    assert.deepEqual(stateOf(undo), ['failed', 3, 1]);
    const none = await repository.release({
      ...whole,
      deploy: step('deploy', 1),
      rollback: null,
      approve: '1.2.3',
    });
    assert.deepEqual(stateOf(none), ['failed', 3, 1]);
    assert.equal(await tags(), '');
    // A tag cannot be where another one is a folder of the same name.
    await repository.git('tag', 'v1.2.3/x');
    const tag = await repository.release({ ...whole, approve: '1.2.3' });
    assert.deepEqual(stateOf(tag), ['failed', 2, 1]);
    assert.match((await report()).steps[2].output, /v1\.2\.3/);
  });

  it('stop before the first step at anything that was found, unless it is ignored', async () => {
    await repository.write({ 'new.txt': 'x' });
    const stopped = await repository.release({ ...whole, approve: '1.2.3' });
    assert.deepEqual(stateOf(stopped), ['failed', 0, 1]);
    assert.deepEqual(await trace(), []);
    const ignored = await repository.release({ ...whole, approve: '1.2.3', ignore: ['dirty-tree'] });
    assert.equal(valuesOf(ignored, 'output').state, 'deployed');
  });

  it('neither detect nor run what is switched off', async () => {
    const off = { dry_run: false, build: false, pack: false, tag: { enabled: false } };
    const nothing: AgentRun = await repository.release(off);
    assert.deepEqual(stateOf(nothing), ['nothing_to_release', 0, 0]);
    assert.deepEqual((await report()).plan, []);
  });

  it('ask nobody but this machine', async () => {
    const message = /^with\.health_check must be a mapping such as/;
    await assertRefused(deploymentManager, repository.root, [
      [{ health_check: { url: 'https://example.org/' } }, message],
      [{ health_check: { url: 'http://127.0.0.1.example.org/' } }, message],
      [{ health_check: { url: 'file:///etc/passwd' } }, message],
      [{ health_check: { url: 'http://a:b@localhost/' } }, message],
      [{ health_check: { url: 'x' } }, message],
      [{ health_check: {} }, message],
    ]);
  });

  it('read their parameters twice as once', () => {
    const once = deploymentManager.parameters.parse({
      ...whole,
      deploy: 'x',
      health_check: { run: 'y', interval: '2m' },
    });
    assert.deepEqual(deploymentManager.parameters.parse(once), once);
    assert.deepEqual(once.deploy, { run: 'x', timeout: 600 });
  });
});
