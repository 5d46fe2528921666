// npm run docs: writes the documents that are made from the sources.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { definitionJsonSchema } from '../src/pipeline/json-schema.ts';
import { definitionReference } from '../src/pipeline/reference.ts';

const root = path.resolve(import.meta.dirname, '..');

/** The documents that are made from the sources, by their paths in the project. */
export function generatedDocuments(): ReadonlyMap<string, string> {
  const schema = 'docs/dodeca.schema.json';
  return new Map([
    ['docs/definition.md', reference()],
    [schema, formatted(schema, JSON.stringify(definitionJsonSchema()))],
  ]);
}

function reference(): string {
  const [title, ...rest] = definitionReference().trimEnd().split('\n');
  const note =
    '<!-- Made by `npm run docs` from the schemas in src/pipeline. Change those, not this file. -->';
  return `${[title, '', note, ...rest].join('\n')}\n`;
}

/** A file as the linter wants it. */
function formatted(file: string, text: string): string {
  const biome = path.join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'format', `--stdin-file-path=${file}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} could not be formatted: ${stderr}`);
  return stdout;
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, text] of generatedDocuments()) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    process.stdout.write(`${file}\n`);
  }
}
