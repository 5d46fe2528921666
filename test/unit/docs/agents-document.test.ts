import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { agentMessageSchema } from '../../../src/agent-protocol/message.ts';
import { importanceFormula, importanceWeights } from '../../../src/agents/artifact-analyzer/importance.ts';
import { qualityFormula, qualityWeights } from '../../../src/agents/artifact-analyzer/quality.ts';
import { agentEnvironment } from '../../../src/kernel/executor/agent-environment.ts';
import type { Job } from '../../../src/kernel/executor/executor.ts';
import { agentMethods } from '../../../src/rpc/methods.ts';
import { codesIn, root, tableOf, textOf } from './documents.ts';

const file = 'docs/agents.md';

/** The words of a text, with signs written as formulas in code write them. */
function words(text: string): string {
  return text.replaceAll('×', '*').replaceAll('`', '').replace(/\s+/g, ' ');
}

describe('docs/agents.md', () => {
  it('has every message with its fields', () => {
    const told = tableOf(file, 'type', 'fields', 'what becomes of it').map(([type = '', fields = '']) => [
      codesIn(type)[0],
      fields.split(', ').map((field) => field.replaceAll('`', '')),
    ]);
    const real = agentMessageSchema.options.map(({ shape }) => [
      shape.type.value,
      Object.entries(shape)
        .filter(([name]) => name !== 'type')
        .map(([name, schema]) => `${name}${schema.safeParse(undefined).success ? '?' : ''}`),
    ]);
    assert.deepEqual(Object.fromEntries(told), Object.fromEntries(real));
  });

  it('has every variable that an agent is given', () => {
    const job: Pick<Job, 'env' | 'runId' | 'executionId' | 'attempt' | 'ask'> & { agent: { name: string } } =
      {
        env: {},
        runId: '',
        executionId: '',
        attempt: 1,
        agent: { name: '' },
        ask: { socket: '', token: '' },
      };
    const given = agentEnvironment({}, job as Job, { workspace: '', input: '' });
    const told = tableOf(file, 'variable', 'value').flatMap(([name = '']) => codesIn(name));
    assert.deepEqual(told.sort(), Object.keys(given).sort());
  });

  it('has every method that an agent may call, with its parameters', () => {
    const told = tableOf(file, 'method', 'parameters', 'answer')
      .filter(([name]) => name !== '`initialize`')
      .map(([name = '', parameters = '']) => [codesIn(name)[0], codesIn(parameters)]);
    const real = Object.entries(agentMethods).map(([name, { params }]) => {
      const { shape } = params as unknown as { shape: object };
      return [name, Object.keys(shape)];
    });
    assert.deepEqual(Object.fromEntries(told), Object.fromEntries(real));
  });

  it('has every extension that chooses an interpreter', () => {
    const source = readFileSync(path.join(root, 'src/kernel/executor/interpreters.ts'), 'utf8');
    const real = [...source.matchAll(/case '(\.\w+)':/g)].map((match) => match[1]);
    const told = tableOf(file, 'extension', 'runs with').flatMap(([extensions = '']) => codesIn(extensions));
    assert.ok(real.length > 10);
    assert.deepEqual(told.sort(), real.sort());
  });

  it('has the formulas as the code has them', () => {
    const page = 'docs/agents/artifact-analyzer.md';
    const weightsOf = (head: string) =>
      tableOf(page, 'part', 'weight', head).map(([part = '', weight = '', meaning = '']) => ({
        part: codesIn(part)[0] ?? '',
        weight: Number(weight),
        meaning: words(meaning),
      }));
    const ofQuality = weightsOf('0 to 100');
    assert.deepEqual(Object.fromEntries(ofQuality.map(({ part, weight }) => [part, weight])), qualityWeights);
    for (const { meaning } of ofQuality)
      for (const number of meaning.match(/\d+/g) ?? [])
        assert.match(qualityFormula, new RegExp(`\\b${number}\\b`), meaning);
    const ofImportance = weightsOf('0 to 1');
    assert.deepEqual(
      Object.fromEntries(ofImportance.map(({ part, weight }) => [part, weight])),
      importanceWeights,
    );
    for (const { part, weight, meaning } of ofImportance)
      assert.ok(importanceFormula.includes(`${part} (${weight}): ${meaning}`), meaning);
    const limits = /critical from (\d+), high from (\d+), medium from (\d+), low below/;
    assert.deepEqual(
      limits.exec(words(textOf(page)).replaceAll('*', ''))?.slice(1),
      limits.exec(importanceFormula)?.slice(1),
    );
  });
});
