import { defaultOf, flowText, notesOf } from '../pipeline/schema-notes.ts';
import type { Schema } from './schema-at.ts';

/** What a schema says of a key, in Markdown: meaning, type, default, example. */
export function describeSchema(schema: Schema): string {
  const { description, expects, example } = notesOf(schema);
  const usual = defaultOf(schema);
  const facts = [`${expects.charAt(0).toUpperCase()}${expects.slice(1)}`];
  if (usual.value !== undefined) facts.push(`default \`${flowText(usual.value)}\``);
  else if (usual.required) facts.push('required');
  const shown = example === undefined ? '' : `\n\nExample: \`${flowText(example)}\``;
  return `${description}\n\n${facts.join(', ')}.${shown}`.trim();
}
