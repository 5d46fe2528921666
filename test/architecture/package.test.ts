import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { posix } from 'node:path';
import { packagedExtension } from '../harness/vscode/packaged-extension.ts';
import { readZip, type ZipEntry } from '../harness/vscode/zip-archive.ts';

const mostBytesOfPackage = 2_000_000;
const mostBytesOfActivation = 200_000;

/** What may be in the package, and nothing else. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(readme\.md|changelog\.md|LICENSE\.txt|package\.json|package\.nls(\.[a-z-]+)?\.json)$/,
  /^extension\/dist\/([\w-]+|agents\/[\w-]+)\.js$/,
  /^extension\/dist\/migrations\/\w+\/\d{4}-[\w-]+\.sql$/,
  /^extension\/docs\/dodeca\.schema\.json$/,
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/media\/(dodeca\.svg|icon\.png|walkthrough\/[\w-]+\.(svg|md))$/,
  /^extension\/syntaxes\/[\w.-]+\.json$/,
  /^extension\/samples\/cryo-linac\/((agents|data|docs|notebooks|tools)\/)?[\w.-]+$/,
];

const staticImport = /\b(?:from|import)"(\.{1,2}\/[^"]+)"/g;

describe('the package', () => {
  let file = '';
  let entries = new Map<string, ZipEntry>();

  before(async () => {
    file = await packagedExtension();
    entries = new Map(readZip(file).map((entry) => [entry.path, entry]));
  });

  const textOf = (path: string): string => {
    const entry = entries.get(path);
    assert.ok(entry, `${path} is in the package`);
    return entry.bytes.toString('utf8');
  };

  /** A file of the bundle and all that it loads at once, not what it loads later. */
  const loadedWith = (path: string, found = new Set<string>()): Set<string> => {
    if (found.has(path)) return found;
    found.add(path);
    for (const [, to = ''] of textOf(path).matchAll(staticImport))
      loadedWith(posix.join(posix.dirname(path), to), found);
    return found;
  };

  const sizeOf = (paths: Iterable<string>): number =>
    [...paths].reduce((sum, path) => sum + (entries.get(path)?.bytes.length ?? 0), 0);

  it('holds what users need, and neither sources nor tests nor maps', () => {
    const paths = [...entries.keys()];
    assert.deepEqual(
      paths.filter((path) => !allowed.some((pattern) => pattern.test(path))),
      [],
    );
    for (const name of ['extension', 'engine', 'spawner', 'cli', 'agents/smoke-tester'])
      assert.ok(entries.has(`extension/dist/${name}.js`), name);
    assert.ok(paths.some((path) => path.endsWith('.sql')));
  });

  it('holds every file that its manifest names', () => {
    const named: string[] = [];
    JSON.parse(textOf('extension/package.json'), (key, value: unknown) => {
      const isPath =
        typeof value === 'string' && /^(\.\/)?[\w-]+\/[\w./-]+\.(js|json|svg|png|md)$/.test(value);
      if (isPath && key !== 'url') named.push(posix.join('extension', value));
      return value;
    });
    assert.ok(named.includes('extension/dist/extension.js'));
    assert.deepEqual(
      named.filter((path) => !entries.has(path)),
      [],
    );
  });

  it('is under 2 MB', () => {
    const bytes = statSync(file).size;
    process.stdout.write(`      the package has ${inKilobytes(bytes)}\n`);
    assert.ok(bytes < mostBytesOfPackage, `${bytes} bytes`);
  });

  it('loads under 200 KB at activation', () => {
    const loaded = loadedWith('extension/dist/extension.js');
    const bytes = sizeOf(loaded);
    process.stdout.write(`      activation loads ${inKilobytes(bytes)} in ${loaded.size} files\n`);
    assert.ok(loaded.size > 1, 'imports were found');
    assert.ok(
      bytes < mostBytesOfActivation,
      [...loaded].map((path) => `${path} ${sizeOf([path])}`).join('\n'),
    );
  });
});

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}
