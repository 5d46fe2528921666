import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { BuiltinAgent } from '../../../src/builtin/builtin-agent.ts';
import { builtinAgents } from '../../../src/builtin/builtin-agents.ts';
import { formatProblem } from '../../../src/model/problem.ts';
import { defaultOf, flowText } from '../../../src/pipeline/schema-notes.ts';
import { analyze } from '../pipeline/analyze.ts';
import { codesIn, root, tableOf, textOf } from './documents.ts';

const index = 'docs/builtin-agents.md';
const fileOf = ({ name }: BuiltinAgent) => `docs/agents/${name.replaceAll('_', '-')}.md`;
const agents = [...builtinAgents.values()];

/** The first code of the first cell of each row, with the cells behind it. */
function rowsOf(file: string, ...head: string[]): Record<string, readonly string[]> {
  const rows = tableOf(file, ...head);
  return Object.fromEntries(
    rows.flatMap(([first = '', ...rest]) => codesIn(first).map((name) => [name, rest])),
  );
}

/** The words of a text without its signs. */
function words(text: string): string {
  return text.replaceAll('`', '').replace(/\s+/g, ' ').trim();
}

describe('the reference of the built-in agents', () => {
  it('has a page for each, and no other', () => {
    assert.deepEqual(
      readdirSync(path.join(root, 'docs', 'agents')).sort(),
      agents.map((agent) => path.basename(fileOf(agent))).sort(),
    );
  });

  for (const agent of agents) {
    describe(agent.name, () => {
      const file = fileOf(agent);

      it('is named at the top, and has its precision', () => {
        assert.match(textOf(file), new RegExp(`^# ${agent.name}\n`));
        assert.match(textOf(file), /\n## Precision\n/);
      });

      it('has every parameter with its default', () => {
        const told = rowsOf(file, 'parameter', 'default');
        assert.deepEqual(Object.keys(told).sort(), Object.keys(agent.parameters.shape).sort());
        for (const [name, schema] of Object.entries(agent.parameters.shape)) {
          const { value } = defaultOf(schema as Parameters<typeof defaultOf>[0]);
          if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
          if (typeof value === 'object') continue;
          assert.ok(words(told[name]?.[0] ?? '').includes(flowText(value)), `${name}: ${flowText(value)}`);
        }
      });

      it('has every rule with its severity', () => {
        const names = Object.keys(agent.rules);
        if (names.length === 0) return;
        const told = rowsOf(file, 'rule', 'severity', 'meaning');
        assert.deepEqual(Object.keys(told).sort(), names.sort());
        for (const name of names)
          assert.ok(told[name]?.[0]?.includes(agent.rules[name]?.severity ?? ''), name);
      });

      it('has every figure', () => {
        const told = rowsOf(file, 'figure', 'meaning');
        assert.deepEqual(Object.keys(told).sort(), Object.keys(agent.figures).sort());
      });
    });
  }

  it('shows definitions that are right', () => {
    let shown = 0;
    for (const file of [index, ...agents.map(fileOf)]) {
      for (const [, text = ''] of textOf(file).matchAll(/```yaml\n([\s\S]*?)```/g)) {
        if (!/^(agents|pipelines|clusters|version):/m.test(text)) continue;
        shown += 1;
        const errors = analyze(text).problems.filter(({ severity }) => severity === 'error');
        assert.deepEqual(errors.map(formatProblem), [], file);
      }
    }
    assert.ok(shown > 8, `${shown} definitions`);
  });

  it('lists them all, with their pages', () => {
    const told = tableOf(index, 'agent', 'cluster').map(([name = '']) => /\[`(\w+)`\]\(([^)]+)\)/.exec(name));
    assert.deepEqual(
      told.map((match) => [match?.[1], `docs/${match?.[2]}`]).sort(),
      agents.map((agent) => [agent.name, fileOf(agent)]).sort(),
    );
  });

  it('has the parts of the health with their weights and formulas', () => {
    const told = tableOf(index, 'part', 'weight', 'agent', 'score').map((row) => row.map(words));
    const real = agents.flatMap(({ name, health }) =>
      health ? [[health.part, String(health.weight), name, words(health.formula)]] : [],
    );
    assert.deepEqual(told.sort(), real.sort());
  });
});
