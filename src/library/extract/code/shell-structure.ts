import type { SourceLines } from '../source-lines.ts';
import type { CodeDefinition, CodeStructure } from './code-structure.ts';

/** The functions of a shell script, and what it reads in. */
export function shellStructure(lines: SourceLines): CodeStructure {
  const definitions: CodeDefinition[] = [];
  const imports: CodeStructure['imports'][number][] = [];
  for (let line = 1; line <= lines.count; line++) {
    const indent = lines.indent(line);
    if (indent === -1 || indent > 8) continue;
    const written = lines.line(line).slice(0, 300);
    const source = /^\s*(?:source|\.)\s+["']?([^\s"';&|]{1,200})/.exec(written)?.[1];
    if (source !== undefined) imports.push({ kind: 'import', target: source, line });
    const name =
      /^\s*(?:function\s+)?([\w:.-]+)\s*\(\s*\)\s*[{(]?/.exec(written)?.[1] ??
      /^\s*function\s+([\w:.-]+)\s*\{?/i.exec(written)?.[1];
    if (name === undefined) continue;
    let endLine = line;
    if (!/\}\s*$/.test(written)) {
      for (let next = line + 1; next <= lines.count; next++) {
        const own = lines.indent(next);
        if (own > indent || own === -1) continue;
        const closes = '})'.includes(lines.text.charAt(lines.start(next) + own));
        if (closes) endLine = next;
        else if (lines.text.charAt(lines.start(next) + own) === '{') continue;
        break;
      }
    }
    definitions.push({
      kind: 'function',
      name,
      within: null,
      line,
      startLine: line,
      endLine,
      signature: null,
    });
    line = Math.max(line, endLine);
  }
  return { definitions, imports, doc: null };
}
