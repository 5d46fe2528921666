import assert from 'node:assert/strict';
import { type HoverHistory, hoverAt } from '../../../src/language/hover.ts';
import type { AgentReport, PlanReport } from '../../../src/model/report.ts';
import { analyzed, samples } from './marked.ts';

const rich = samples.rich ?? '';

const report: AgentReport = {
  name: 'lint',
  description: null,
  program: 'make lint',
  clusters: ['C4'],
  priority: 3,
  last: { runId: 'r', status: 'timed_out', at: '2026-01-02T03:04:05.000Z', durationMs: 8300 },
  recent: ['timed_out', 'succeeded', 'succeeded'],
};

const plan: PlanReport = {
  pipeline: 'nightly',
  definition: 'x',
  levels: [['quick'], ['slow'], ['last'], ['end']],
  executions: [
    { stage: 'quick', agent: 'lint', needs: [], expectedMs: 2000 },
    { stage: 'quick', agent: 'check', needs: [], expectedMs: 5000 },
    { stage: 'slow', agent: 'unit tests', needs: ['quick'], expectedMs: null },
  ],
  criticalPath: { stages: ['quick', 'last'], expectedMs: 7000 },
  widestLevel: { level: 0, executions: 2 },
  widestAntichain: ['quick'],
  redundantNeeds: [],
  estimate: { makespanMs: 65_000, sequentialMs: 90_000, knownExecutions: 2 },
};

const nothing: HoverHistory = { agent: () => undefined, plan: () => null };
const known: HoverHistory = { agent: (name) => (name === 'lint' ? report : undefined), plan: () => plan };

/** What is said at the mark. */
function said(at: string, history = nothing): string {
  const [before = '', behind = ''] = at.split('|');
  const place = rich.indexOf(before + behind);
  assert.notEqual(place, -1, `${before}${behind} is not in the text`);
  return hoverAt(analyzed(rich), place + before.length, history)?.parts.join('\n\n') ?? '';
}

describe('hoverAt', () => {
  it('explains a key: what it means, its type, its default', () => {
    const text = said('    re|try:');
    assert.match(text, /Further attempts after a failure/);
    assert.match(said('      att|empts: 3'), /All attempts, the first one included\.[^x]*default `3`/);
    assert.match(said('      thre|shold: 0.5'), /The share of the files that must pass/);
    assert.match(said('ver|sion: 1'), /The version of this form/);
  });

  it('tells what an agent runs, where it takes part, and how it did', () => {
    const text = said('agents: [li|nt, check]', known);
    assert.match(text, /\*\*lint\*\*, an agent/);
    assert.match(text, /Runs `make lint`/);
    assert.match(text, /Cluster `C4`/);
    assert.match(text, /Stage `quick` of `nightly`, `end` of `nightly`/);
    assert.match(text, /Last run: timed out, 8\.3 s, 2026-01-0\d/);
    assert.match(text, /Last 3 runs: 1 timed out, 2 succeeded/);
    assert.match(said('agents: [lint, "un|it tests"]'), /Runs `tools\/tests\.py`/);
  });

  it('tells where a stage stands, and whether it is on the critical path', () => {
    const text = said('name: qu|ick', known);
    assert.match(text, /\*\*quick\*\*, stage 1 of 4 of `nightly`/);
    assert.match(text, /2 agents: `lint`, `check`/);
    assert.match(text, /Starts at once/);
    assert.match(text, /Waited for by `slow`, `last`/);
    assert.match(text, /Expected to take 5\.0 s/);
    assert.match(text, /On the critical path/);
    assert.match(
      said('needs: [quick, sl|ow]', known),
      /Starts when `quick` succeeded[^x]*Not on the critical path/,
    );
    assert.match(said('name: e|nd'), /Starts when `last` above it has ended/);
  });

  it('tells about pipelines, clusters and parameters', () => {
    const text = said('pipeline: ni|ghtly', known);
    assert.match(text, /Everything, every night/);
    assert.match(text, /4 stages: `quick`, `slow`, `last`, `end`/);
    assert.match(text, /Parameters: `deep`/);
    assert.match(text, /Expected to take 1 min 05 s/);
    assert.match(text, /Critical path: `quick` → `last`/);
    assert.match(
      said('clusters: [C|4, C3]'),
      /\*\*C4\*\*, a cluster: Checks[^x]*2 agents: `lint`, `unit tests`[^x]*Phase `1`/,
    );
    assert.match(
      said('clusters: [C4, C|3]'),
      /a default cluster: Artifact Analyzer[^x]*1 agent: `artifact_analyzer`/,
    );
    assert.match(said('&& params.de|ep'), /`boolean`, default `false`/);
  });

  it('tells about the names of a condition', () => {
    assert.match(said('when: outp|uts.lint'), /What agents gave that ended before/);
    assert.match(said('when: outputs.li|nt'), /\*\*lint\*\*, an agent/);
    assert.match(said("status.sl|ow == 'succeeded'"), /\*\*slow\*\*, stage 2 of 4/);
    assert.match(said('metrics.che|ck.pass_rate'), /\*\*check\*\*, an agent/);
    assert.equal(said('metrics.check.pass|_rate'), '');
  });

  it('tells about built-in agents', () => {
    assert.match(said('uses: builtin:sm|oke_tester'), /Checks that every source file/);
  });

  it('says nothing of comments and free texts', () => {
    assert.equal(said('# a na|me with a space'), '');
    assert.equal(said('Everything, ev|ery'), '');
  });

  it('makes no marks of the words of a file', () => {
    const text = 'agents:\n  "a*b*": { description: "<b> [x](y)", run: "a `b`" }\n';
    const hover = hoverAt(analyzed(text), text.indexOf('a*b'), nothing)?.parts[0] ?? '';
    assert.match(hover, /\*\*a\\\*b\\\*\*\*/);
    assert.match(hover, /\\<b\\> \\\[x\\\]\\\(y\\\)/);
    assert.match(hover, /Runs `` a `b` ``/);
  });
});
