import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { readEndpoint } from '../../../../src/agents/monitoring-agent/endpoint.ts';
import { monitoringAgent } from '../../../../src/builtin/monitoring-agent.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';
import { fakeEngine } from '../fake-engine.ts';

const name = 'monitoring-agent';
/** One look, and no alert that depends on the machine the test runs on. */
const still = {
  duration: 0,
  thresholds: { load_per_core: null, memory_used: null, disk_free: null, engine_memory: null },
};

function findings(run: Awaited<ReturnType<typeof runAgentProcess>>): string[] {
  return messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}:${line} ${rule}`);
}

describe('monitoring agent', () => {
  let tree: TemporaryTree;
  let server: Server;
  let at: string;
  const requests: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
      const send = (status: number, body = '', headers = {}) => response.writeHead(status, headers).end(body);
      if (request.url === '/health') send(200, '{"status":"ok"}');
      else if (request.url === '/moved') send(302, '', { location: '/health' });
      else if (request.url === '/away') send(302, '', { location: 'http://192.0.2.1/' });
      else if (request.url === '/round') send(302, '', { location: '/round' });
      else if (request.url === '/odd') send(302, '', { location: 'http://[' });
      else if (request.url === '/hang') request.on('close', () => response.destroy());
      else if (request.url === '/drop') request.socket.destroy();
      else send(503, 'no');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(async () => {
    tree = await temporaryTree();
    requests.length = 0;
  });
  afterEach(() => tree.remove());

  it('watches without any configuration, and writes what it saw', async () => {
    const run = await runAgentProcess(name, tree.root, { duration: '200ms', interval: '100ms' });
    assert.equal(run.exitCode, 0, run.errors);
    const outputs = valuesOf(run, 'output');
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(monitoringAgent.figures).sort());
    assert.equal(outputs.samples, 3);
    assert.equal(outputs.endpoints_checked, 0);
    assert.equal(outputs.queue_depth, null);
    assert.equal(outputs.hold_seconds_max, null);
    const share = outputs.memory_used_share as number;
    assert.ok(share > 0 && share < 1);
    const report = JSON.parse(await readFile(join(tree.root, '.dodeca/reports/monitoring.json'), 'utf8'));
    assert.equal(report.samples.length, 3);
    assert.match(report.no_engine, /started by hand/);
    assert.deepEqual(messagesOf(run, 'log'), []);
  });

  it('checks endpoints as they are written, and finds those that are down where the definition names them', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const port = (closed.address() as AddressInfo).port;
    await new Promise((resolve) => closed.close(resolve));
    const gone = `tcp://127.0.0.1:${port}`;
    await tree.write({
      'dodeca.yaml': `agents:
  watch:
    uses: monitoring_agent
    with:
      endpoints:
        - ${at}/health
        - ${gone}
        - url: "${at}/broken"
          name: broken
`,
    });
    const run = await runAgentProcess(name, tree.root, {
      ...still,
      endpoints: [
        `${at}/health`,
        gone,
        { url: `${at}/broken`, name: 'broken' },
        { url: `${at}/health`, expect_status: 200, expect_text: '"ok"', timeout: '5s' },
        { url: `${at}/health`, expect_text: 'absent' },
        { url: `${at}/broken`, expect_status: 503 },
        { url: `${at}/moved`, expect_text: 'ok' },
        { url: `${at}/moved`, expect_status: 302 },
        `${at}/round`,
        `${at}/away`,
        `${at}/odd`,
        `${at}/drop`,
        { url: `${at}/hang`, timeout: '100ms' },
        { url: `${at}/health`, max_ms: 0 },
        { url: at.replace('http', 'tcp') },
        'http://no-such-host.invalid:1/',
      ],
      tries: 1,
    });
    const told = messagesOf(run, 'finding').map(({ rule, line, message }) => `${line} ${rule} ${message}`);
    const expected = [
      /^6 endpoint-down .*its answer does not hold "absent"/,
      /^7 endpoint-down tcp:.*nothing listens there/,
      /^8 endpoint-down broken is down: it answers with status 503 instead of 200 to 399/,
      /^undefined endpoint-down .*\/drop is down: it hung up/,
      /^undefined endpoint-down .*\/hang is down: no answer within 0\.1 s/,
      /^undefined endpoint-down .*no-such-host\.invalid is not known/,
      /^6 endpoint-slow .*above its max_ms, 0/,
    ];
    for (const pattern of expected)
      assert.equal(told.filter((text) => pattern.test(text)).length, 1, `${pattern} in ${told.join('\n')}`);
    assert.equal(told.length, expected.length, told.join('\n'));
    assert.ok(messagesOf(run, 'finding').every(({ path }) => path === 'dodeca.yaml'));
    const { endpoints_checked, endpoints_down, alerts } = valuesOf(run, 'metric');
    assert.deepEqual([endpoints_checked, endpoints_down, alerts], [16, 6, 7]);
    assert.equal(run.exitCode, 0);
  });

  it('asks nobody but this machine', async () => {
    const message = /is not on the loopback; only endpoints of this machine are checked$/;
    for (const url of [
      'http://10.0.0.1/',
      'http://0.0.0.0:80/',
      'tcp://192.0.2.1:80',
      'http://[::ffff:192.0.2.1]/',
      'http://169.254.169.254/latest',
      'http://3232235777/',
    ])
      await assert.rejects(readEndpoint(url), { code: 'endpoint.not-local', message }, url);
    const endpoints = [`${at}/health`, 'tcp://192.0.2.1:80'];
    const run = await runAgentProcess(name, tree.root, { ...still, endpoints });
    assert.equal(run.exitCode, 2);
    assert.match(run.errors.trimEnd(), message);
    assert.deepEqual(requests, []);
  });

  it('keeps passwords to itself', async () => {
    const url = `${at}/broken`.replace('//', '//user:secret@');
    const run = await runAgentProcess(name, tree.root, { ...still, endpoints: [url], tries: 1 });
    assert.match(requests[0] ?? '', /^GET \/broken Basic /);
    const report = await readFile(join(tree.root, '.dodeca/reports/monitoring.json'), 'utf8');
    assert.doesNotMatch(run.text + JSON.stringify(run.messages) + report, /secret/);
  });

  it('points to its report where there is no definition, and fails only when asked to', async () => {
    const endpoints = [`${at}/broken`];
    const run = await runAgentProcess(name, tree.root, { ...still, endpoints, tries: 2 });
    assert.deepEqual(findings(run), ['.dodeca/reports/monitoring.json:undefined endpoint-down']);
    assert.equal(run.exitCode, 0);
    assert.equal(requests.length, 2);
    const strict = { ...still, endpoints, fail_on_alert: true };
    assert.equal((await runAgentProcess(name, tree.root, strict)).exitCode, 1);
    const ignoring = await runAgentProcess(name, tree.root, { ...strict, ignore: ['endpoint-down'] });
    assert.deepEqual([ignoring.exitCode, valuesOf(ignoring, 'metric').alerts], [0, 0]);
  });

  it('raises alerts of the machine and of the engine at the line that uses it', async () => {
    await tree.write({ 'orchestrator_config.yaml': 'agents:\n  watch:\n    uses: monitoring_agent\n' });
    const held = [{ agent: 'load', reason: 'waits for a lock', sinceMs: 20_000 }];
    const engine = await fakeEngine({
      'engine/systems': () => ({
        kernel: { queued: 3, held },
        metrics: { engineResidentBytes: 2 ** 30, queueDepth: 3 },
      }),
    });
    try {
      const thresholds = {
        ...still.thresholds,
        memory_used: 0,
        disk_free: '8191Ti',
        queue_depth: 2,
        hold_seconds: '10s',
        engine_memory: '1Mi',
      };
      const run = await runAgentProcess(name, tree.root, { duration: 0, thresholds }, engine.env);
      assert.deepEqual(
        findings(run),
        ['memory', 'memory', 'disk', 'queue', 'hold'].map(
          (what) => `orchestrator_config.yaml:3 alert-${what}`,
        ),
      );
      assert.match(
        run.text,
        /engine {2}3 waiting, 1 held back, 1 GiB\n +load: held for 20\.0 s, waits for a lock/,
      );
      const { queue_depth, hold_seconds_max, engine_memory_bytes } = valuesOf(run, 'metric');
      assert.deepEqual([queue_depth, hold_seconds_max, engine_memory_bytes], [3, 20, 2 ** 30]);
    } finally {
      await engine.close();
    }
  });

  it('says once that an engine tells nothing', async () => {
    const engine = await fakeEngine({});
    try {
      const parameters = { duration: '100ms', interval: '50ms' };
      const run = await runAgentProcess(name, tree.root, parameters, engine.env);
      assert.equal(run.exitCode, 0);
      assert.deepEqual(
        messagesOf(run, 'log').map(({ level }) => level),
        ['warning'],
      );
      assert.equal(valuesOf(run, 'output').queue_depth, null);
    } finally {
      await engine.close();
    }
  });

  it('tells in one message which parameter is wrong', async () => {
    await assertRefused(monitoringAgent, tree.root, [
      [{ endpoints: [{ name: 'x' }] }, /^with\.endpoints must be a list of addresses/],
      [{ tries: 0 }, /^with\.tries must be a whole number/],
      [{ interval: 0 }, /^with\.interval must be a duration from 50ms/],
      [{ thresholds: { memory_used: 2 } }, /^with\.thresholds must be a mapping/],
      [{ thresholds: { speed: 2 } }, /^with\.thresholds must be a mapping/],
      [{ duration: 'long' }, /^with\.duration must be a duration/],
    ]);
  });

  it('tells in one message which address is wrong', async () => {
    const message = /^with\.endpoints: "nonsense" must be an address such as [^\n]*$/;
    for (const [endpoint, expected] of [
      ['nonsense', message],
      ['ftp://127.0.0.1/', /^[^\n]*must be an address such as[^\n]*$/],
      ['tcp://127.0.0.1', /^[^\n]*needs a port$/],
      [
        { url: 'tcp://127.0.0.1:1', expect_text: 'x' },
        /^[^\n]*can expect neither a status nor a text[^\n]*$/,
      ],
    ] as const) {
      const { endpoints } = monitoringAgent.parameters.parse({ endpoints: [endpoint] });
      assert.equal(endpoints.length, 1);
      for (const read of endpoints)
        await assert.rejects(readEndpoint(read), { code: 'endpoint.invalid', message: expected });
    }
    const run = await runAgentProcess(name, tree.root, { ...still, endpoints: ['nonsense'] });
    assert.equal(run.exitCode, 2);
    assert.match(run.errors.trimEnd(), message);
  });

  it('reads its parameters the same a second time', () => {
    const once = monitoringAgent.parameters.parse({
      duration: '1m',
      endpoints: ['tcp://localhost:1', { url: 'http://localhost/', timeout: '3s' }],
      thresholds: { disk_free: '5Gi', hold_seconds: '2m' },
    });
    assert.deepEqual(monitoringAgent.parameters.parse(once), once);
  });
});
