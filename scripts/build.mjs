// npm run build: one bundle for each entry in src/ and each built-in agent, in dist/.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

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
  // Packages written for CommonJS ask for `require`.
  banner: {
    js: "import { createRequire as dodecaRequire } from 'node:module'; const require = dodecaRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
for (const [room, folder] of Object.entries({ journal: 'journal', cache: 'kernel/cache' })) {
  const migrations = path.join(root, 'src', folder, 'migrations');
  cpSync(migrations, path.join(dist, 'migrations', room), { recursive: true });
}
