import type { CodeOutline } from './outline.ts';
import { type Visit, type VisitTable, visitTable } from './outline-walk.ts';
import { readAssignment, readDeclaration, readVariable } from './script-assignments.ts';
import { enterDeclaration, enterExpression, enterMethod, enterSignature } from './script-definitions.ts';
import { readAmbient, readExport } from './script-exports.ts';
import { readCall, readImport } from './script-imports.ts';
import { enterObject, readField, readPair } from './script-members.ts';
import { decideWhatIsPublic } from './script-publicity.ts';
import { ScriptWalk } from './script-walk.ts';
import type { NodeType, SyntaxNode } from './syntax-parser.ts';

/** The visits of JavaScript or TypeScript for a parser's numbers of nodes. */
export function scriptTable(types: readonly NodeType[]): VisitTable<ScriptWalk> {
  return visitTable(types, visits, leaves);
}

/** The outline of a file of JavaScript or TypeScript. */
export function scriptOutline(text: string, root: SyntaxNode, table: VisitTable<ScriptWalk>): CodeOutline {
  const walk = new ScriptWalk(text, root);
  walk.run(table);
  decideWhatIsPublic(walk);
  return walk.finish();
}

const leaves = [
  'identifier',
  'property_identifier',
  'private_property_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'type_identifier',
  'predefined_type',
  'number',
  'string',
  'regex',
  'this',
  'super',
  'true',
  'false',
  'null',
  'undefined',
  'empty_statement',
  'jsx_text',
  'hash_bang_line',
  'import',
];

const decide = (walk: ScriptWalk): undefined => walk.decide();
const nest = (walk: ScriptWalk): undefined => walk.nest();
const forTypes = (walk: ScriptWalk): undefined => walk.within({ importKind: 'type' }) as undefined;

const visits: Readonly<Record<string, Visit<ScriptWalk>>> = {
  comment(walk) {
    walk.takeComment();
    return 'skip';
  },
  decorator(walk) {
    walk.takeDecorator();
    return undefined;
  },
  import_statement: readImport,
  export_statement: readExport,
  ambient_declaration: readAmbient,
  call_expression: readCall,
  lexical_declaration: readDeclaration,
  variable_declaration: readDeclaration,
  variable_declarator: readVariable,
  assignment_expression: readAssignment,
  object: enterObject,
  pair: readPair,
  field_definition: readField,
  public_field_definition: readField,
  function_declaration: (walk) => enterDeclaration(walk, 'function'),
  generator_function_declaration: (walk) => enterDeclaration(walk, 'function'),
  function_signature: (walk) => enterDeclaration(walk, 'function'),
  class_declaration: (walk) => enterDeclaration(walk, 'class'),
  abstract_class_declaration: (walk) => enterDeclaration(walk, 'class'),
  internal_module: (walk) => enterDeclaration(walk, 'namespace'),
  module: (walk) => enterDeclaration(walk, 'namespace'),
  interface_declaration(walk) {
    enterDeclaration(walk, 'interface');
    return forTypes(walk);
  },
  type_alias_declaration(walk) {
    enterDeclaration(walk, 'type');
    return forTypes(walk);
  },
  enum_declaration: (walk) => enterDeclaration(walk, 'enum'),
  function_expression: enterExpression,
  generator_function: enterExpression,
  arrow_function: enterExpression,
  class: enterExpression,
  method_definition: enterMethod,
  method_signature: enterSignature,
  abstract_method_signature: enterSignature,
  type_annotation: passTypes,
  type_arguments: passTypes,
  implements_clause: forTypes,
  if_statement(walk) {
    walk.decide();
    return walk.cursor.startIndex === walk.elseIf ? undefined : walk.nest();
  },
  else_clause(walk) {
    const { firstNamedChild } = walk.cursor.currentNode;
    if (firstNamedChild?.type === 'if_statement') walk.elseIf = firstNamedChild.startIndex;
    return undefined;
  },
  for_statement: decideDeeper,
  for_in_statement: decideDeeper,
  while_statement: decideDeeper,
  do_statement: decideDeeper,
  try_statement: nest,
  switch_statement: (walk) => walk.enterSwitch(),
  switch_case: (walk) => walk.decideCase(),
  catch_clause: decide,
  ternary_expression: decide,
  ' &&': decide,
  ' ||': decide,
  ' ??': decide,
  ' &&=': decide,
  ' ||=': decide,
  ' ??=': decide,
};

/** Nothing in types matters but what they import. */
function passTypes(walk: ScriptWalk): 'skip' | undefined {
  return walk.importsByCall ? forTypes(walk) : 'skip';
}

function decideDeeper(walk: ScriptWalk): undefined {
  walk.decide();
  walk.nest();
}
