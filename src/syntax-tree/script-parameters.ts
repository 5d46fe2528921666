import type { Parameter } from './outline.ts';
import type { OutlineWalk } from './outline-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/**
 * The parameters of a function of JavaScript or TypeScript.
 *
 * @param typedOutside whether the variable that holds the function has a type
 */
export function scriptParameters(
  fn: SyntaxNode,
  walk: OutlineWalk,
  typedOutside: boolean,
): readonly Parameter[] {
  const single = fn.childForFieldName('parameter');
  const nodes = single === null ? (fn.childForFieldName('parameters')?.namedChildren ?? []) : [single];
  const result: Parameter[] = [];
  for (const node of nodes) {
    if (node === null || node.type === 'comment' || node.type === 'decorator') continue;
    const read = parameter(node, walk, typedOutside);
    if (read !== null) result.push(read);
  }
  return result;
}

function parameter(node: SyntaxNode, walk: OutlineWalk, typedOutside: boolean): Parameter | null {
  // TypeScript wraps each parameter; JavaScript has the pattern alone.
  const wrapped = node.type === 'required_parameter' || node.type === 'optional_parameter';
  const outer = wrapped ? node.childForFieldName('pattern') : node;
  if (outer === null || outer.type === 'this') return null;
  const assigned = outer.type === 'assignment_pattern';
  let pattern = assigned ? (outer.childForFieldName('left') ?? outer) : outer;
  const rest = pattern.type === 'rest_pattern';
  if (rest) pattern = pattern.firstNamedChild ?? pattern;
  const annotation = wrapped ? node.childForFieldName('type') : null;
  return {
    name: patternName(pattern, walk),
    kind: rest ? 'rest' : 'positional',
    typed: annotation !== null || typedOutside,
    type: annotation && withoutColon(walk.textOf(annotation)),
    hasDefault:
      assigned || node.type === 'optional_parameter' || (wrapped && node.childForFieldName('value') !== null),
  };
}

function patternName(pattern: SyntaxNode, walk: OutlineWalk): string {
  if (pattern.type === 'object_pattern') return '{}';
  if (pattern.type === 'array_pattern') return '[]';
  return walk.textOf(pattern);
}

/** The type of an annotation: `string` of `: string`. */
export function withoutColon(annotation: string): string {
  return annotation.replace(/^:\s*/, '');
}
