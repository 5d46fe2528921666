import type { Parameter, ParameterKind } from './outline.ts';
import type { OutlineWalk } from './outline-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/**
 * The parameters of a Python function, without the receiver.
 *
 * @param hasReceiver whether the first positional one is `self` or `cls`
 */
export function pythonParameters(
  list: SyntaxNode | null,
  walk: OutlineWalk,
  hasReceiver: boolean,
): readonly Parameter[] {
  const result: { -readonly [K in keyof Parameter]: Parameter[K] }[] = [];
  let kind: ParameterKind = 'positional';
  for (const node of list?.namedChildren ?? []) {
    switch (node?.type) {
      case 'positional_separator':
        for (const before of result) before.kind = 'positional-only';
        break;
      case 'keyword_separator':
        kind = 'keyword-only';
        break;
      case 'identifier':
      case 'typed_parameter':
      case 'default_parameter':
      case 'typed_default_parameter':
      case 'tuple_pattern':
      case 'list_splat_pattern':
      case 'dictionary_splat_pattern': {
        const read = parameter(node, walk, kind);
        if (read.kind === 'rest') kind = 'keyword-only';
        result.push(read);
        break;
      }
    }
  }
  const receiver = hasReceiver && (result[0]?.kind === 'positional' || result[0]?.kind === 'positional-only');
  return receiver ? result.slice(1) : result;
}

function parameter(node: SyntaxNode, walk: OutlineWalk, kind: ParameterKind): Parameter {
  const type = node.childForFieldName('type');
  const named =
    node.childForFieldName('name') ?? (node.type === 'typed_parameter' ? node.firstNamedChild : node);
  const written = named === null ? '' : walk.textOf(named);
  const stars = /^\**/.exec(written)?.[0].length ?? 0;
  return {
    name: named?.type === 'tuple_pattern' ? '[]' : written.slice(stars).trim(),
    kind: stars === 0 ? kind : stars === 1 ? 'rest' : 'keyword-rest',
    typed: type !== null,
    type: type && walk.textOf(type),
    hasDefault: node.childForFieldName('value') !== null,
  };
}
