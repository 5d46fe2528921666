import assert from 'node:assert/strict';
import { builtinAgents } from '../../../src/builtin/builtin-agents.ts';
import { definitionSchema } from '../../../src/pipeline/definition-schema.ts';
import { definitionJsonSchema } from '../../../src/pipeline/json-schema.ts';
import { definitionReference } from '../../../src/pipeline/reference.ts';
import { analyze } from './analyze.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

/** Every key that a mapping of the file may have, with its schema, by path. */
function keysIn(schema: Schema, path: string): [string, Schema][] {
  const inner = [schema.items, ...(schema.anyOf ?? [])].filter((part) => part !== undefined);
  const entries = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, value]): [string, Schema][] => [
      [`${path}.${key}`, value],
      ...keysIn(value, `${path}.${key}`),
    ]),
    ...[...inner, ...entries].flatMap((part) => keysIn(part, `${path}[]`)),
  ];
}

const keys = keysIn(definitionJsonSchema() as Schema, '');

describe('the schemas', () => {
  it('describe every key', () => {
    assert.ok(keys.length > 60);
    assert.deepEqual(
      keys.filter(([, { description }]) => !description).map(([path]) => path),
      [],
    );
  });

  it('show an example of every key', () => {
    assert.deepEqual(
      keys.filter(([, { examples }]) => !examples?.length).map(([path]) => path),
      [],
    );
  });
});

describe('definitionJsonSchema', () => {
  it('is draft 7, refuses unknown keys, and says in words what must stand where', () => {
    const schema = definitionJsonSchema();
    assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
    assert.equal(schema.additionalProperties, false);
    assert.doesNotMatch(JSON.stringify(schema), /"expects"/);
    assert.match(JSON.stringify(schema), /This must be a duration such as 90, 90s, 3m or 1h\./);
  });
});

describe('definitionReference', () => {
  const reference = definitionReference();

  it('has a row for every key, with what must stand there', () => {
    for (const [path] of keys) {
      const key = path.slice(path.lastIndexOf('.') + 1);
      assert.match(reference, new RegExp(`^\\| \`${key}\` \\| \\S`, 'm'), path);
    }
    for (const { name, parameters } of builtinAgents.values()) {
      assert.ok(reference.includes(`### \`builtin:${name}\``));
      for (const key of Object.keys(parameters.shape)) assert.ok(reference.includes(`| \`${key}\` |`), key);
    }
  });

  it('has tables in which every row has five cells', () => {
    const rows = reference.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) assert.equal(row.split(/(?<!\\)\|/).length, 7, row);
  });

  it('shows defaults as they are written', () => {
    assert.match(reference, /\| `grace` \| a duration \| `5s` \|/);
    assert.match(reference, /\| `stages` \| .* \| required \|/);
  });

  it('shows examples of whole blocks that are definitions', () => {
    for (const [name, schema] of Object.entries(definitionSchema.shape)) {
      const row = reference.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      const example = /`([^`]*)` \|$/.exec(row.replaceAll('\\|', '|'))?.[1];
      assert.ok(example, `${name} ${String(schema)}`);
      const agents = name === 'agents' ? '' : 'agents: { cryo_optimizer: { run: x } }\n';
      const { problems } = analyze(`${agents}${name}: ${example}\n`);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
        name,
      );
    }
  });
});
