// npm run build: one bundle for each entry in src/ and each built-in agent, in dist/.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { parse as parseYaml } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
rmSync(dist, { recursive: true, force: true });

const entries = readdirSync(path.join(root, 'src')).filter((name) => name.endsWith('.ts'));
const agents = readdirSync(path.join(root, 'src', 'agents')).filter((name) =>
  existsSync(path.join(root, 'src', 'agents', name, 'main.ts')),
);

await build({
  entryPoints: [
    ...entries.map((name) => ({ in: path.join(root, 'src', name), out: name.replace(/\.ts$/, '') })),
    ...agents.map((name) => ({
      in: path.join(root, 'src', 'agents', name, 'main.ts'),
      out: `agents/${name}`,
    })),
  ],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  chunkNames: '[name]-[hash]',
  platform: 'node',
  external: ['vscode'],
  target: 'node22.16',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  // Packages written for CommonJS ask for `require` and `__filename`.
  banner: {
    js: [
      "import { createRequire as dodecaRequire } from 'node:module';",
      "import { fileURLToPath as dodecaPath } from 'node:url';",
      'const require = dodecaRequire(import.meta.url);',
      'const dodecaFilename = dodecaPath(import.meta.url);',
    ].join(' '),
  },
  define: { __filename: 'dodecaFilename' },
  logLevel: 'warning',
});
for (const [room, folder] of Object.entries({
  journal: 'journal',
  cache: 'kernel/cache',
  library: 'library',
})) {
  const migrations = path.join(root, 'src', folder, 'migrations');
  cpSync(migrations, path.join(dist, 'migrations', room), { recursive: true });
}
// What agents are started by under their debuggers.
const launchers = path.join(root, 'src', 'kernel', 'executor', 'launchers');
for (const name of ['debugpy_launcher.py', 'node-launcher.cjs'])
  cpSync(path.join(launchers, name), path.join(dist, 'launchers', name));
mkdirSync(path.join(dist, 'domain-packs'));
const pack = path.join(root, 'src', 'agents', 'cryo-optimizer', 'cryogenics.yaml');
// JSON is read in a tenth of the time, and every run of the agent reads it.
writeFileSync(
  path.join(dist, 'domain-packs', 'cryogenics.json'),
  JSON.stringify(parseYaml(readFileSync(pack, 'utf8'))),
);
// The parser of syntax trees and the languages that it reads.
const grammars = path.dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
mkdirSync(path.join(dist, 'tree-sitter'));
for (const name of ['', '-python', '-javascript', '-typescript', '-tsx'])
  cpSync(
    path.join(grammars, `tree-sitter${name}.wasm`),
    path.join(dist, 'tree-sitter', `tree-sitter${name}.wasm`),
  );
