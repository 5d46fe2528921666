import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { ruleDetails } from '../../../../src/agents/security-scanner/rule-details.ts';
import { sarifLog } from '../../../../src/agents/security-scanner/sarif.ts';
import type { ReportedFinding } from '../../../../src/agents/security-scanner/security-report.ts';
import { securityScanner } from '../../../../src/builtin/security-scanner.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { agentFixture, messagesOf, runAgentProcess } from '../agent-process.ts';
import { sarifSchema } from './sarif-schema.ts';

type Log = z.output<typeof sarifSchema>;

function readLog(workspace: string): Log {
  return sarifSchema.parse(
    JSON.parse(readFileSync(join(workspace, '.dodeca/reports/security.sarif'), 'utf8')),
  );
}

describe('the report in SARIF', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('is what the schema allows, and has every finding with its place and its fix', async () => {
    for (const name of ['calls', 'dependencies']) {
      const folder = agentFixture(`security-scanner/${name}`);
      const run = await runAgentProcess('security-scanner', folder);
      const findings = messagesOf(run, 'finding');
      const [{ results, tool }] = readLog(folder).runs;
      assert.deepEqual(
        results.map(({ ruleId, message, locations: [{ physicalLocation }] }) => [
          ruleId,
          message.text,
          decodeURIComponent(physicalLocation.artifactLocation.uri),
          physicalLocation.region.startLine,
          physicalLocation.region.startColumn,
        ]),
        findings.map(({ rule, message, path, line, column }) => [rule, message, path, line, column]),
      );
      assert.equal(
        results.filter(({ fixes }) => fixes !== undefined).length,
        findings.filter(({ fix }) => fix).length,
      );
      assert.deepEqual(
        tool.driver.rules.map(({ id }) => id),
        Object.keys(securityScanner.rules),
      );
    }
  });

  it('knows a finding again after lines were moved and indented, and tells equal ones apart', async () => {
    const text = 'export function f(x) {\n  eval(x);\n  eval(x);\n  eval(x + 1);\n}\n';
    const printsOf = async (content: string) => {
      await tree.write({ 'src/a.js': content });
      await runAgentProcess('security-scanner', tree.root);
      const [{ results }] = readLog(tree.root).runs;
      return results.map(({ partialFingerprints }) => partialFingerprints['dodecaFinding/v1']);
    };
    const before = await printsOf(text);
    assert.equal(new Set(before).size, 3);
    assert.deepEqual(await printsOf(`// one\n\n${text.replaceAll('  eval', '\teval')}`), before);
    const [first, second, third] = await printsOf(text.replace('x + 1', 'x + 2'));
    assert.deepEqual([first, second], before.slice(0, 2));
    assert.notEqual(third, before[2]);
  });

  it('has names of files as addresses, whatever they are', async function () {
    if (process.platform === 'win32') this.skip();
    const names = ['a b', 'ünï', '100%', 'c#d', 'e?f', '[g]', 'h:i', '-n', "quote'"];
    for (const name of names) await tree.write({ [`src/${name}.js`]: 'function f(x) { eval(x); }' });
    await runAgentProcess('security-scanner', tree.root);
    const [{ results }] = readLog(tree.root).runs;
    const uris = results.map(
      ({ locations: [{ physicalLocation }] }) => physicalLocation.artifactLocation.uri,
    );
    assert.deepEqual(uris.map(decodeURIComponent).sort(), names.map((name) => `src/${name}.js`).sort());
  });

  it('is refused by the schema where it is wrong', () => {
    const finding: ReportedFinding = {
      rule: 'secret',
      severity: 'error',
      path: 'a.ts',
      line: 1,
      column: 1,
      end_line: 1,
      end_column: 5,
      message: 'x',
      part: 'secrets',
      fingerprint: '0'.repeat(32),
    };
    assert.ok(sarifSchema.safeParse(sarifLog([finding])).success);
    for (const wrong of [
      { line: 0 },
      { end_line: 0 },
      { end_column: 0 },
      { message: '' },
      { path: '../a.ts' },
      { path: '' },
      { fingerprint: 'x' },
    ]) {
      assert.ok(!sarifSchema.safeParse(sarifLog([{ ...finding, ...wrong }])).success, JSON.stringify(wrong));
    }
    assert.ok(!sarifSchema.safeParse(sarifLog([finding, finding])).success);
  });

  it('says of every rule what to do, and how grave it is', () => {
    for (const [name, { advice, cwe, score }] of Object.entries(ruleDetails)) {
      assert.ok(advice.endsWith('.') || advice.endsWith(')'), name);
      assert.ok(cwe > 0 && score > 0 && score <= 10, name);
    }
    assert.deepEqual(Object.keys(ruleDetails), Object.keys(securityScanner.rules));
  });
});
