import { parseDocument } from 'yaml';
import type { RunDefinition } from '../../../src/model/definition.ts';
import { analyzeDefinition } from '../../../src/pipeline/analyze-definition.ts';
import { buildPlan } from '../../../src/pipeline/build-plan.ts';
import { selectRun } from '../../../src/pipeline/select-run.ts';
import { median, timed } from '../samples.ts';
import { figure, ratio, type Topic } from '../topic.ts';

const rounds = 5;

/** How long it takes to understand a definition, and to plan it. */
export const planning: Topic = {
  async *tables() {
    const rows: string[][] = [];
    let perStage = 0;
    for (const count of [50, 500, 2000, 5000, 20_000]) {
      const run = definitionOf(chain(count));
      const ms = await middle(() => buildPlan(run, () => null), count < 1000 ? 51 : rounds);
      perStage ||= ms / count;
      rows.push([String(count), figure(ms), figure((1000 * ms) / count), ratio(ms / count, perStage)]);
    }
    yield {
      title: `planning from the parsed definition, four needs a stage (median)`,
      rows: [['stages', 'ms', 'µs a stage', 'to 50 stages, a stage'], ...rows],
      goal: '50 stages under 1 ms warm, 20,000 stages under 500 ms, linear',
    };

    const parsing: string[][] = [];
    for (const count of [50, 2000, 20_000]) {
      const text = chain(count);
      const once = count > 10_000 ? 1 : rounds;
      const bare = await middle(() => parseDocument(text, { uniqueKeys: false }), once);
      // Quadratic: once is enough for the largest.
      const parse = (): unknown => parseDocument(text);
      const unique = count > 10_000 ? await timed(parse) : await middle(parse, once);
      const ours = await middle(() => definitionOf(text), once);
      parsing.push([
        `${count}`,
        `${figure(text.length / 1024)} KiB`,
        figure(bare),
        `${figure(unique)} (${ratio(unique, bare)})`,
        `${figure(ours)} (${ratio(ours, bare)})`,
      ]);
    }
    yield {
      title: 'reading the text: yaml alone, yaml with its own uniqueKeys (quadratic), and all checks (ms)',
      rows: [
        ['agents and stages', 'text', 'yaml', 'yaml, uniqueKeys', 'dodeca: parsed, checked, resolved'],
        ...parsing,
      ],
    };
  },
};

async function middle(work: () => unknown, times: number): Promise<number> {
  work(); // Warm.
  const samples: number[] = [];
  for (let time = 0; time < times; time++) samples.push(await timed(work));
  return median(samples);
}

/** A definition of so many agents, each in a stage of its own that needs four of the ten before it. */
function chain(count: number): string {
  const lines = ['version: 1', 'agents:'];
  for (let index = 0; index < count; index++) lines.push(`  agent_${index}: { run: "true", timeout: 60 }`);
  lines.push('pipelines:', '  measured:', '    stages:');
  for (let index = 0; index < count; index++) {
    const needs = [1, 3, 6, 10].filter((back) => back <= index).map((back) => `stage_${index - back}`);
    lines.push(`      - { name: stage_${index}, agents: [agent_${index}], needs: [${needs.join(', ')}] }`);
  }
  return `${lines.join('\n')}\n`;
}

function definitionOf(text: string): RunDefinition {
  const machine = { cores: 2, memory: 2 ** 33 };
  const { definition, problems } = analyzeDefinition(
    { file: 'dodeca.yaml', text },
    { machine, fileExists: () => true },
  );
  const selected = definition && selectRun(definition, 'measured');
  if (!selected?.ok) throw new Error(problems[0]?.message ?? 'no such pipeline');
  return selected.value;
}
