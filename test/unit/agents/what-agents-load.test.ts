import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const agents = resolve(import.meta.dirname, '../../../src/agents');

/** Parts that take as long to load as everything else of an agent, and that most runs do not need. */
const heavy: ReadonlySet<string> = new Set([
  '@babel/parser',
  '@rgrove/parse-xml',
  '@secretlint/core',
  '@secretlint/secretlint-rule-preset-recommend',
  'tap-parser',
  'vscode-jsonrpc/node',
  'yaml',
]);

/** What a file loads by itself; types and what is imported when it is needed do not count. */
function loadedBy(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?'([^']+)';/gm);
  return [...statements].map(([, name = '']) => name);
}

/** The packages that a program loads before its first line is run, each with the file that asks for it. */
function packagesOf(entry: string): Map<string, string> {
  const packages = new Map<string, string>();
  const files = [entry];
  const seen = new Set(files);
  for (const file of files) {
    for (const name of loadedBy(file)) {
      if (!name.startsWith('.')) {
        packages.set(name, file);
        continue;
      }
      const next = resolve(dirname(file), name);
      if (!seen.has(next)) files.push(next);
      seen.add(next);
    }
  }
  return packages;
}

describe('what built-in agents load when they start', () => {
  const names = readdirSync(agents).filter((name) => existsSync(join(agents, name, 'main.ts')));

  it('are all of them looked at', () => {
    assert.ok(names.length >= 12);
    for (const name of names) assert.ok(packagesOf(join(agents, name, 'main.ts')).has('zod'), name);
  });

  it('are files of ours where they are loaded later: a package loses its names when it is bundled', () => {
    const sources = readdirSync(agents, { recursive: true, encoding: 'utf8' });
    const later = sources
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(agents, name), 'utf8').matchAll(/\bimport\(\s*'([^']+)'/g)])
      .map(([, name = '']) => name);
    assert.ok(later.length >= 8);
    assert.deepEqual(
      later.filter((name) => !name.startsWith('.')),
      [],
    );
  });

  for (const name of names)
    it(`${name}: no parser of what may not be there, and no connection with the engine`, () => {
      const packages = packagesOf(join(agents, name, 'main.ts'));
      const found = [...packages].filter(([part]) => heavy.has(part));
      assert.deepEqual(found, []);
    });
});
