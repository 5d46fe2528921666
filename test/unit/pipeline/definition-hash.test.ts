import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { definitionHash } from '../../../src/pipeline/definition-hash.ts';
import { selectRun } from '../../../src/pipeline/select-run.ts';
import { analyze } from './analyze.ts';

function hashOf(text: string): string {
  const { definition, problems } = analyze(text);
  assert.ok(definition, JSON.stringify(problems));
  const run = selectRun(definition, 'p');
  assert.ok(run.ok);
  return definitionHash(run.value);
}

const content = {
  env: { ONE: '1', TWO: '2' },
  redact: ['aa+', 'bb+'],
  limits: { concurrency: 2, memory: '1Gi' },
  agents: {
    a: { run: 'x', timeout: '90s', locks: ['l', { name: 'm', slots: 2 }], with: { x: 1, y: { z: [1, 2] } } },
    b: { run: 'y', retry: { attempts: 2, on: ['failed', 'timed_out'] }, env: { P: '1', Q: '2' } },
    unused: { run: 'z' },
  },
  clusters: { C20: { agents: ['a', 'b'], concurrency: 1 }, C21: { agents: ['unused'], concurrency: 1 } },
  pipelines: {
    p: {
      params: { one: { type: 'integer', default: 1 }, two: { default: 'x' } },
      stages: [
        { name: 's', agents: ['a'], needs: [] },
        { name: 't', agents: ['b', 'a'], needs: ['s'], parallel: true },
        { name: 'u', agents: ['b'], needs: ['s', 't'] },
      ],
    },
  },
};

/** The same value with the keys of every mapping in another order. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, member]) => ({ key, member, rank: random() }));
  entries.sort((x, y) => x.rank - y.rank);
  return Object.fromEntries(entries.map(({ key, member }) => [key, shuffled(member, random)]));
}

describe('definitionHash', () => {
  const hash = hashOf(stringify(content));

  it('is 64 hexadecimal digits', () => assert.match(hash, /^[0-9a-f]{64}$/));

  it('ignores the order of keys, indentation, quotes and comments', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 64, maxLength: 64 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
        (ranks, indent, quotes) => {
          let at = 0;
          const random = () => ranks[at++ % ranks.length] as number;
          const text = stringify(shuffled(content, random), {
            indent,
            defaultStringType: quotes,
            defaultKeyType: 'PLAIN',
          });
          assert.equal(hashOf(`# comment\n\n${text}\n`), hash);
        },
      ),
      { numRuns: 50 },
    );
  });

  const changed = (change: (copy: typeof content) => void): string => {
    const copy = structuredClone(content);
    change(copy);
    return hashOf(stringify(copy));
  };

  const same: readonly (readonly [string, (copy: typeof content) => void])[] = [
    ['another way to write a duration', (c) => (c.agents.a.timeout = '1.5m')],
    ['another way to write a size', (c) => (c.limits.memory = '1024Mi')],
    [
      'a default that is written',
      (c) => Object.assign(c.agents.a, { priority: 'medium', grace: '5s', cache: false }),
    ],
    ['another order of what has none', (c) => c.redact.reverse() && c.agents.b.retry.on.reverse()],
    ['another order of locks', (c) => c.agents.a.locks.reverse()],
    ['another order of needs', (c) => c.pipelines.p.stages[2]?.needs?.reverse()],
    ['an agent that the pipeline does not run', (c) => (c.agents.unused.run = 'changed')],
    [
      'another pipeline',
      (c) => Object.assign(c.pipelines, { q: { stages: [{ name: 's', agents: ['a'] }] } }),
    ],
  ];
  for (const [name, change] of same) it(`ignores ${name}`, () => assert.equal(changed(change), hash));

  const different: readonly (readonly [string, (copy: typeof content) => void])[] = [
    ['a command', (c) => (c.agents.a.run = 'changed')],
    ['a timeout', (c) => (c.agents.a.timeout = '91s')],
    ['a parameter of an agent', (c) => (c.agents.a.with.y.z = [2, 1])],
    ['the environment', (c) => (c.env.ONE = '2')],
    ['the order of stages', (c) => c.pipelines.p.stages.reverse()],
    ['the order of agents in a stage', (c) => c.pipelines.p.stages[1]?.agents.reverse()],
    ['a need', (c) => c.pipelines.p.stages[2]?.needs?.pop()],
    ['the limit of a cluster', (c) => (c.clusters.C20.concurrency = 2)],
    ['a default of a parameter', (c) => (c.pipelines.p.params.one.default = 2)],
    ['a limit', (c) => (c.limits.concurrency = 3)],
    ['a pattern', (c) => c.redact.pop()],
  ];
  for (const [name, change] of different) it(`sees ${name}`, () => assert.notEqual(changed(change), hash));
});
