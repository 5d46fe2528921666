import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path, { posix } from 'node:path';
import { promisify } from 'node:util';
import { builtinAgents } from '../../src/builtin/builtin-agents.ts';
import { packagedExtension } from '../harness/vscode/packaged-extension.ts';
import { readZip, type ZipEntry } from '../harness/vscode/zip-archive.ts';

const run = promisify(execFile);

const mostBytesOfPackage = 2_000_000;
const mostBytesOfActivation = 200_000;

/** What may be in the package, and nothing else. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(readme\.md|changelog\.md|LICENSE\.txt|package\.json|package\.nls(\.[a-z-]+)?\.json)$/,
  /^extension\/dist\/([\w-]+|agents\/[\w-]+)\.js$/,
  /^extension\/dist\/migrations\/\w+\/\d{4}-[\w-]+\.sql$/,
  /^extension\/dist\/tree-sitter\/tree-sitter(-\w+)?\.wasm$/,
  /^extension\/dist\/domain-packs\/[\w-]+\.json$/,
  /^extension\/dist\/launchers\/(debugpy_launcher\.py|node-launcher\.cjs)$/,
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
    const agents = Array.from(builtinAgents.keys(), (name) => `agents/${name.replaceAll('_', '-')}`);
    for (const name of ['extension', 'engine', 'spawner', 'cli', ...agents])
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

  it('holds built-in agents that run, with all that they load', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'dodeca-package-'));
    try {
      for (const [name, { bytes }] of entries) {
        if (!name.startsWith('extension/dist/')) continue;
        await mkdir(path.join(folder, posix.dirname(name)), { recursive: true });
        await writeFile(path.join(folder, name), bytes);
      }
      const workspace = path.join(folder, 'workspace');
      await mkdir(workspace);
      // What every one of them has something to read in.
      await writeFile(path.join(workspace, 'a.py'), 'import os\nos.system("ls " + input())\n');
      await writeFile(path.join(workspace, 'b.md'), '# B\n\n[a](missing.md)\n');
      await writeFile(path.join(workspace, 'c.csv'), 't_bath_k,n\n4.2,1\n4.3,2\n');
      // As modules, which the bundles are.
      await writeFile(path.join(folder, 'extension', 'package.json'), '{"type":"module"}');
      for (const name of builtinAgents.keys()) {
        const program = path.join(folder, 'extension/dist/agents', `${name.replaceAll('_', '-')}.js`);
        const { stdout, stderr } = await run(process.execPath, [program], {
          cwd: workspace,
          env: { ...process.env, DODECA_WORKSPACE: workspace, DODECA_INPUT: '' },
        });
        assert.match(stdout, /^::dodeca /m, name);
        assert.equal(stderr, '', name);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
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
