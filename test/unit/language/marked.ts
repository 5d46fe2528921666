import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analysis, analyzeDefinition } from '../../../src/pipeline/analyze-definition.ts';
import { defaultDefinitionText } from '../../../src/pipeline/default-definition.ts';

/** A text without its mark `|`, and where that stood. Where `|` itself is needed, `‸` marks. */
export function unmarked(marked: string): { readonly text: string; readonly offset: number } {
  const mark = marked.includes('‸') ? '‸' : '|';
  const offset = marked.indexOf(mark);
  if (offset === -1) throw new Error(`no mark in ${marked}`);
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** A machine and a workspace that are the same everywhere, in which the files named exist. */
export function analyzed(text: string, files: readonly string[] = []): Analysis {
  return analyzeDefinition(
    { file: 'dodeca.yaml', text },
    { fileExists: (path) => files.includes(path), machine: { cores: 4, memory: 8 * 2 ** 30 } },
  );
}

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Definitions of every kind: the sample, the built-in one, one that is wrong all over, one with everything in it. */
export const samples: Readonly<Record<string, string>> = {
  sample: read('samples/cryo-linac/orchestrator_config.yaml'),
  builtin: defaultDefinitionText,
  bad: read('test/fixtures/pipeline/bad.yaml'),
  rich: `version: 1
env: { MODE: full }
agents:
  lint:
    run: make lint
    locks: [database, { name: licence, slots: 2 }]
    retry:
      attempts: 3
      on: [failed]
  "unit tests":   # a name with a space
    file: 'tools/tests.py'
    inputs:
      - "src/**"
  check:
    uses: builtin:smoke_tester
    with:
      threshold: 0.5
clusters:
  C4: { name: Checks, agents: [lint, "unit tests"] }
phases:
  "1": { clusters: [C4, C3], pipeline: nightly }
pipelines:
  nightly:
    description: >-
      Everything, every
      night
    params:
      deep: { type: boolean, default: false }
    stages:
      - name: quick
        agents: [lint, check]
        parallel: true
      - name: slow
        agents:
          - "unit tests"
        needs: [quick]
        when: outputs.lint.n > 1 && params.deep
      - { name: last, agents: [check], needs: [quick, slow], when: "outputs[\\"unit tests\\"].n > 1 && status.slow == 'succeeded' && outputs['quick/check'].n > 0" }
      - name: end
        agents: [lint]
        when: >-
          metrics.check.pass_rate > 0.5 &&
          "unit tests" in outputs
`,
};
