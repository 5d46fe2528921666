import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { codesIn, root, tableOf } from './documents.ts';

interface EventShape {
  /** The fields that events of this type alone have. */
  readonly fields: string[];
  /** Whether it carries the ids of an execution. */
  readonly ofExecution: boolean;
}

/** Every event by its type, read off the union itself. */
function eventShapes(): Map<string, EventShape> {
  const file = path.join(root, 'src', 'model', 'event.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const union = source.statements.find(
    (statement): statement is ts.TypeAliasDeclaration =>
      ts.isTypeAliasDeclaration(statement) && statement.name.text === 'EventBody',
  )?.type;
  assert.ok(union && ts.isUnionTypeNode(union));
  return new Map(union.types.map((member) => shapeOf(member, source)));
}

function shapeOf(member: ts.TypeNode, source: ts.SourceFile): [string, EventShape] {
  const node = ts.isParenthesizedTypeNode(member) ? member.type : member;
  const parts = ts.isIntersectionTypeNode(node) ? node.types : [node];
  const fields = parts.flatMap((part) => (ts.isTypeLiteralNode(part) ? [...part.members] : []));
  const named = fields.map((field) => ({
    name: field.name?.getText(source) ?? '',
    type: ts.isPropertySignature(field) ? (field.type?.getText(source) ?? '') : '',
  }));
  const type = named.find(({ name }) => name === 'type')?.type.replaceAll("'", '') ?? '';
  const ofExecution = parts.some((part) => ts.isTypeReferenceNode(part));
  return [type, { fields: named.map(({ name }) => name).filter((name) => name !== 'type'), ofExecution }];
}

describe('the table of events in docs/running.md', () => {
  const told = new Map(
    tableOf('docs/running.md', 'type', 'fields', 'told').map(([type = '', fields = '']) => [
      codesIn(type)[0] ?? '',
      { fields: codesIn(fields), ofExecution: type.includes('†') },
    ]),
  );

  it('has every event with its fields, and no other', () => {
    const shapes = eventShapes();
    assert.ok(shapes.size > 25);
    assert.deepEqual(Object.fromEntries(told), Object.fromEntries(shapes));
  });
});
