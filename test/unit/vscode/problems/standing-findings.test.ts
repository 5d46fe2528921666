import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DodecaEvent } from '../../../../src/model/event.ts';
import { StandingFindings } from '../../../../src/vscode/problems/standing-findings.ts';

let seq = 0;

function event(type: 'execution.starting' | 'cache.hit', agent: string, executionId: string): DodecaEvent {
  seq += 1;
  const ref = { runId: 'r', executionId, stage: 's', agent, attempt: 1 };
  const stamp = { seq, at: '2026-11-21T00:00:00.000Z' };
  return type === 'cache.hit'
    ? { ...stamp, ...ref, type, key: 'k', reason: 'same inputs' }
    : { ...stamp, ...ref, type, reason: null };
}

function finding(agent: string, executionId: string, path: string, message: string): DodecaEvent {
  seq += 1;
  return {
    ...{ seq, at: '2026-11-21T00:00:00.000Z', runId: 'r', executionId, stage: 's', agent, attempt: 1 },
    ...{ type: 'execution.finding', path, line: 1, column: null, severity: 'warning', rule: null, message },
  };
}

const report = (agent: string, executionId: string, ...messages: string[]) => ({
  ...{ agent, executionId, stage: 's', runId: 'r', more: 0 },
  findings: messages.map((message) => ({
    ...{ path: 'a', line: 1, column: null, severity: 'warning' as const, rule: null, message },
  })),
});

/** What stands, as `path agent message`. */
function standing(findings: StandingFindings): string[] {
  findings.touchAll();
  return findings
    .takeChanges(Number.POSITIVE_INFINITY)
    .flatMap(({ path, findings: all }) => all.map(({ agent, message }) => `${path} ${agent} ${message}`))
    .sort();
}

describe('StandingFindings', () => {
  it('keeps the findings of an agent until it begins again', () => {
    const findings = new StandingFindings();
    findings.apply(event('execution.starting', 'lint', '1'));
    findings.apply(finding('lint', '1', 'a', 'x'));
    findings.apply(finding('test', '2', 'a', 'y'));
    assert.deepEqual(standing(findings), ['a lint x', 'a test y']);
    findings.apply(event('execution.starting', 'lint', '3'));
    assert.deepEqual(standing(findings), ['a test y']);
    findings.apply(finding('lint', '3', 'b', 'z'));
    assert.deepEqual(standing(findings), ['a test y', 'b lint z']);
  });

  it('takes those that the cache tells again for those of a new run', () => {
    const findings = new StandingFindings();
    findings.apply(finding('lint', '1', 'a', 'x'));
    findings.apply(event('cache.hit', 'lint', '2'));
    findings.apply(finding('lint', '2', 'a', 'y'));
    assert.deepEqual(standing(findings), ['a lint y']);
  });

  it('leaves out what an execution tells that another one has followed', () => {
    const findings = new StandingFindings();
    findings.apply(event('execution.starting', 'lint', '1'));
    findings.apply(event('execution.starting', 'lint', '2'));
    findings.apply(finding('lint', '1', 'a', 'late'));
    assert.deepEqual(standing(findings), []);
  });

  it('begins with what the engine knows, and shows nothing twice', () => {
    const findings = new StandingFindings();
    findings.ask();
    findings.apply(finding('lint', '1', 'a', 'x'));
    findings.apply(event('execution.starting', 'test', '5'));
    findings.load([report('lint', '1', 'w', 'x'), report('test', '4', 'old')]);
    findings.apply(finding('lint', '1', 'a', 'x'));
    assert.deepEqual(standing(findings), ['a lint w', 'a lint x']);
    findings.ask();
    findings.load([]);
    assert.deepEqual(standing(findings), []);
  });

  it('hands changes over in portions, each file whole and once', () => {
    const findings = new StandingFindings();
    for (let n = 0; n < 30; n++) findings.apply(finding('lint', '1', `f${n % 10}`, `m${n}`));
    const files: string[] = [];
    while (findings.hasChanges) {
      const portion = findings.takeChanges(8);
      assert.ok(portion.length > 0 && portion.length <= 2);
      for (const { path, findings: all } of portion) {
        assert.equal(all.length, 3);
        files.push(path);
      }
    }
    assert.deepEqual(files.sort(), [...new Set(files)]);
    assert.equal(files.length, 10);
    findings.apply(event('execution.starting', 'lint', '2'));
    assert.deepEqual(findings.takeChanges(1), [{ path: 'f0', findings: [] }]);
  });

  it('keeps a thousand of an agent and no more', () => {
    const findings = new StandingFindings();
    for (let n = 0; n < 1200; n++) findings.apply(finding('lint', '1', 'a', `m${n}`));
    assert.equal(standing(findings).length, 1000);
  });

  it('shows with every portion taken what stands in the end', () => {
    const agent = fc.constantFrom('a', 'b');
    const id = fc.constantFrom('1', '2', '3');
    const step = fc.oneof(
      fc.tuple(fc.constant('begin'), agent, id, fc.constant('')),
      fc.tuple(fc.constant('cached'), agent, id, fc.constant('')),
      fc.tuple(fc.constant('find'), agent, id, fc.constantFrom('x', 'y', 'z')),
      fc.tuple(fc.constant('take'), agent, id, fc.constant('')),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const findings = new StandingFindings();
        const shown = new Map<string, readonly { readonly agent: string; readonly message: string }[]>();
        const take = (most: number): void => {
          for (const { path, findings: all } of findings.takeChanges(most)) shown.set(path, all);
        };
        for (const [what, name, executionId, path] of steps) {
          if (what === 'begin') findings.apply(event('execution.starting', name, executionId));
          if (what === 'cached') findings.apply(event('cache.hit', name, executionId));
          if (what === 'find') findings.apply(finding(name, executionId, path, `${executionId}${path}`));
          if (what === 'take') take(1);
        }
        take(Number.POSITIVE_INFINITY);
        const drawn = [...shown].flatMap(([path, all]) =>
          all.map(({ agent: by, message }) => `${path} ${by} ${message}`),
        );
        assert.deepEqual(drawn.sort(), standing(findings));
      }),
    );
  });
});
