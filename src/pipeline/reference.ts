import type * as z from 'zod';
import { builtinAgents } from '../builtin/builtin-agents.ts';
import { agentSchema, lockPoolSchema } from './agent-schema.ts';
import {
  cacheSchema,
  clusterSchema,
  debugSchema,
  definitionSchema,
  librarySchema,
  limitsSchema,
  phaseSchema,
} from './definition-schema.ts';
import { parameterSchema, pipelineSchema, stageSchema } from './pipeline-schema.ts';
import { defaultOf, flowText, notesOf } from './schema-notes.ts';
import { shapeOf, unwrapped } from './schema-shape.ts';

type Schema = z.core.$ZodType;

/** The blocks of the definition file, in the order in which somebody who writes one needs them. */
const blocks: readonly (readonly [title: string, schema: Schema])[] = [
  ['The file', definitionSchema],
  ['`limits`', limitsSchema],
  ['`cache`', cacheSchema],
  ['`library`', librarySchema],
  ['`debug`', debugSchema],
  ['`agents.<name>`', agentSchema],
  ['`agents.<name>.retry`', agentSchema.shape.retry],
  ['`agents.<name>.breaker`', agentSchema.shape.breaker],
  ['`agents.<name>.resources`', agentSchema.shape.resources],
  ['`agents.<name>.locks[]`', lockPoolSchema],
  ['`agents.<name>.debug`', agentSchema.shape.debug],
  ['`clusters.<id>`', clusterSchema],
  ['`phases.<id>`', phaseSchema],
  ['`pipelines.<name>`', pipelineSchema],
  ['`pipelines.<name>.params.<name>`', parameterSchema],
  ['`pipelines.<name>.stages[]`', stageSchema],
];

const introduction = `# The definition file

\`dodeca.yaml\` in the workspace folder; where there is none, \`orchestrator_config.yaml\`; where there is neither, the
built-in definition. It is YAML 1.2 in UTF-8, one document. A key that is not listed here is an error, and so is a key
that stands twice. Anchors, aliases and the merge key \`<<\` work.

A small one:

\`\`\`yaml
agents:
  report: { file: agents/report.py, timeout: 5m }
pipelines:
  nightly:
    stages:
      - { name: check, agents: [smoke_tester], critical: true }
      - { name: report, agents: [report] }
\`\`\`

* **Durations** are seconds (\`90\`), or have a unit: \`500ms\`, \`90s\`, \`3m\`, \`1h\`, \`7d\`.
* **Sizes** are bytes, or have a unit: \`Ki\`, \`Mi\`, \`Gi\`, \`Ti\` (powers of 1024) or \`K\`, \`M\`, \`G\`, \`T\` (powers of 1000).
* **Patterns** are globs relative to the workspace, with \`/\`; \`!\` in front takes files out again. Those that lead out of
  the workspace are refused.
* **Names** have at most 200 characters. Spaces, quotes and other alphabets are fine, control characters are not.

Built-in agents, the twelve clusters, the phases and the pipeline \`define\` exist in every definition without being
declared; what is declared under the same name replaces them. In the tables, – is no default.
`;

const expressions = `## Conditions

\`when\` holds an expression in CEL, the Common Expression Language, such as
\`outputs.tests.failed == 0 && params.deploy\`. It may read:

* \`params.<name>\`: the parameters of the run
* \`outputs.<agent>.<name>\` and \`metrics.<agent>.<name>\`: what agents said that ended before
* \`inputs.<agent>.<name>\`: the \`with:\` of the agents of this stage
* \`status.<stage>\`: \`succeeded\`, \`failed\`, \`skipped\` or \`cancelled\`, of stages that ended before
* \`attempt\`: 1, since a stage is asked once

An agent that stands in several stages is meant in the one that ended last; \`outputs["stage/agent"].x\` names the stage.
Brackets are needed for every name that is no plain word.

An error, such as a value that is not there, fails the stage. Give a value to take in its place, or ask first:
\`outputs.?a.?n.orValue(0) > 3\`, \`has(outputs.a) && has(outputs.a.n)\`, \`"stage/agent" in outputs\`.

Whole and other numbers mix: \`outputs.a.n + 1 > 3\`. Only a division of two whole numbers that are both written in the
expression gives a whole number: \`7 / 2\` is 3.
`;

/** The reference of the definition file in Markdown, made from the schemas. */
export function definitionReference(): string {
  const builtins = Array.from(
    builtinAgents.values(),
    ({ name, description, parameters }) =>
      `### \`builtin:${name}\`\n\n${description}. Parameters, under \`with:\`:\n\n${table(parameters)}`,
  );
  return [
    introduction,
    ...blocks.map(([title, schema]) => `## ${title}\n\n${notesOf(schema).description}\n\n${table(schema)}`),
    expressions,
    `## Built-in agents\n\n${builtins.join('\n')}`,
  ].join('\n');
}

function table(schema: Schema): string {
  const rows = Object.entries(shapeOf(unwrapped(schema))).map(([key, value]) => {
    const { description, example, expects } = notesOf(value);
    const shown = example === undefined ? '' : code(example);
    return `| \`${key}\` | ${expects} | ${shownDefault(value)} | ${description} | ${shown} |`;
  });
  return `| key | what | default | meaning | example |\n|---|---|---|---|---|\n${rows.map(escaped).join('\n')}\n`;
}

/** A row whose cells may hold bars within code. */
function escaped(row: string): string {
  return row.replace(/`[^`]*`/g, (quoted) => quoted.replaceAll('|', '\\|'));
}

function shownDefault(schema: Schema): string {
  const { value, required } = defaultOf(schema);
  if (value !== undefined) return code(value);
  return required ? 'required' : '–';
}

/** A value as it would be written in a file, on one line. */
function code(value: unknown): string {
  return `\`${flowText(value)}\``;
}
