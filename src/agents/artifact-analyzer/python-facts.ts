import type { PythonAnswer, PythonSession } from '../python-session.ts';
import { type CodeFacts, type ImportKind, type ImportStatement, nothingMeasured } from './facts.ts';

/** What the interpreter measures of a file. */
export async function pythonFacts(session: PythonSession, path: string): Promise<CodeFacts> {
  return readAnswer(await session.ask({ path }));
}

/** The modules of the interpreter's standard library; empty where it does not know them (before 3.10). */
export async function standardModules(session: PythonSession): Promise<ReadonlySet<string>> {
  const answer = await session.ask({ standard: true });
  const modules = answer.ok ? answer.value.modules : [];
  return new Set(Array.isArray(modules) ? modules.map(String) : []);
}

type ImportRow = [string, number, string[], number, number, ImportKind];

function readAnswer(answer: PythonAnswer): CodeFacts {
  if (!answer.ok) return { ...nothingMeasured, parses: false };
  const { parses, imports, definitions, documented, longest, entry } = answer.value;
  if (parses !== true) return parses === false ? { ...nothingMeasured, parses: false } : nothingMeasured;
  return {
    parses: true,
    imports: (imports as ImportRow[]).map(importOf),
    definitions: Number(definitions),
    documented: Number(documented),
    longestFunction: Number(longest),
    entryPoint: entry === true,
  };
}

function importOf([module, level, names, line, column, kind]: ImportRow): ImportStatement {
  return { module, level, names, line, column, kind };
}

/**
 * The imports of a Python file read line by line, where there is no interpreter: good for usual code, blind to what
 * stands behind a `;` and taken in by an example in a text of several lines. Nothing else is measured.
 */
export function pythonFactsByLines(text: string): CodeFacts {
  const imports: ImportStatement[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    const [, indent, rest] = /^(\s*)((?:import|from)\s.*)$/.exec(line) ?? [];
    if (indent === undefined || rest === undefined) continue;
    const place = { line: index + 1, column: indent.length + 1 };
    const kind: ImportKind = indent === '' ? 'eager' : 'deferred';
    const from = /^from\s+(\.*)\s*([\w.]*)\s+import\s+(.*)$/.exec(rest);
    if (from !== null) {
      const listed = from[3]?.startsWith('(') ? listInBrackets(lines, index, from[3]) : (from[3] ?? '');
      const names = namesOf(listed);
      if (names.length > 0)
        imports.push({ module: from[2] ?? '', level: from[1]?.length ?? 0, names, ...place, kind });
      continue;
    }
    for (const module of namesOf(rest.replace(/^import\s+/, ''))) {
      imports.push({ module, level: 0, names: [], ...place, kind });
    }
  }
  const entryPoint = /^if\s+__name__\s*==\s*['"]__main__['"]/m.test(text);
  return { ...nothingMeasured, imports, entryPoint };
}

function listInBrackets(lines: readonly string[], start: number, first: string): string {
  let listed = first;
  for (let at = start + 1; !listed.includes(')') && at < lines.length && at < start + 200; at++) {
    listed += ` ${lines[at]?.replace(/#.*$/, '')}`;
  }
  return listed.replace(/[()]/g, ' ');
}

function namesOf(list: string): string[] {
  return list
    .replace(/#.*$|\\\s*$/, '')
    .split(',')
    .map((part) => part.trim().split(/\s+as\s+/)[0] ?? '')
    .filter((name) => /^[\p{L}_*][\p{L}\p{N}_.]*$/u.test(name));
}
