import { addImport, namesTypesOnly } from './script-imports.ts';
import type { ScriptWalk } from './script-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** Reads what an `export` says, but for the declaration in it. */
export function readExport(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  walk.isModule = true;
  const source = node.childForFieldName('source');
  const clause = node.namedChildren.find((child) => child?.type === 'export_clause') ?? null;
  const specifiers = clause?.namedChildren.filter((child) => child?.type === 'export_specifier') ?? [];
  if (source !== null) {
    const { row, column } = node.startPosition;
    const forTypes = /^export\s+type\b/.test(walk.text.slice(node.startIndex, node.startIndex + 40));
    const typesOnly = forTypes || (clause !== null && namesTypesOnly(walk.textOf(clause)));
    const module = walk.text.slice(source.startIndex + 1, source.endIndex - 1);
    if (module !== '') addImport(walk, row, column, module, typesOnly ? 'type' : 'eager');
    return;
  }
  for (const specifier of specifiers) {
    const name = specifier?.childForFieldName('name');
    if (!name) continue;
    const written = walk.textOf(name);
    const alias = specifier?.childForFieldName('alias');
    exportName(walk, written, alias ? walk.textOf(alias).replace(/^["']|["']$/g, '') : written);
  }
  const declaration = node.childForFieldName('declaration');
  const value = declaration ?? node.childForFieldName('value') ?? lastChild(node);
  if (value === null || value === clause) return;
  const isDefault = node.children.some(
    (child) => child !== null && (child.type === 'default' || child.type === '='),
  );
  if (declaration === null) exportValue(walk, value, 'default', node);
  else {
    const said = walk.before(node.startIndex);
    const decorators = [...said.decorators, ...decoratorsOf(walk, node)];
    walk.outer = {
      declaration: value.startIndex,
      start: node.startIndex,
      exported: true,
      isDefault,
      ambient: false,
      said: { ...said, decorators },
    };
  }
}

/** `declare function a(): void` */
export function readAmbient(walk: ScriptWalk): undefined {
  const node = walk.cursor.currentNode;
  const outer = walk.outerOf(node.startIndex);
  const declaration = lastChild(node)?.startIndex ?? -1;
  walk.outer = {
    start: node.startIndex,
    exported: false,
    isDefault: false,
    said: walk.before(node.startIndex),
    ...outer,
    declaration,
    ambient: true,
  };
}

/** The names of the decorators that a declaration begins with. */
export function decoratorsOf(walk: ScriptWalk, node: SyntaxNode): string[] {
  const found: string[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.type === 'decorator') found.push(walk.decoratorAt(child.startIndex, child.endIndex));
    else if (child.isNamed && child.type !== 'comment') break;
  }
  return found;
}

function lastChild(node: SyntaxNode): SyntaxNode | null {
  return node.namedChild(node.namedChildCount - 1);
}

/** Something at the top that is exported under a name; the first export of it counts. */
function exportName(walk: ScriptWalk, name: string, as: string): void {
  if (!walk.exportedNames.has(name)) walk.exportedNames.set(name, as);
}

/** A value that is exported: a name of something, a function, a class or an object of such. */
export function exportValue(walk: ScriptWalk, value: SyntaxNode, as: string, statement: SyntaxNode): void {
  switch (value.type) {
    case 'identifier':
      exportName(walk, walk.textOf(value), as);
      return;
    case 'object':
      exportMembers(walk, value, as);
      return;
    default: {
      const { row, column } = value.startPosition;
      walk.expected = {
        at: value.startIndex,
        name: as,
        qualifiedName: as,
        line: row + 1,
        column: column + 1,
        start: statement.startIndex,
        exported: true,
        exportedAs: as,
        ...walk.before(statement.startIndex),
      };
    }
  }
}

function exportMembers(walk: ScriptWalk, object: SyntaxNode, as: string): void {
  const isAll = as === 'default';
  walk.expectedHolder = { at: object.startIndex, qualifiedName: isAll ? '' : as, via: null, exported: true };
  if (!isAll) return;
  for (const member of object.namedChildren) {
    if (member?.type === 'shorthand_property_identifier') {
      const name = walk.textOf(member);
      exportName(walk, name, name);
    } else if (member?.type === 'pair') {
      const key = member.childForFieldName('key');
      const value = member.childForFieldName('value');
      if (key && value?.type === 'identifier') exportName(walk, walk.textOf(value), walk.textOf(key));
    }
  }
}
