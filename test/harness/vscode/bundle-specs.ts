import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..', '..', '..');

/** Sources find their neighbours by `import.meta`, which a bundle would take for its own place. */
const placesOfSources: Plugin = {
  name: 'places of sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', `require('node:url').pathToFileURL(${JSON.stringify(path)}).href`),
    }));
  },
};

const options: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22.16',
  sourcemap: 'inline',
  external: ['vscode', 'esbuild', 'playwright-core', 'mocha'],
  mainFields: ['module', 'main'],
  plugins: [placesOfSources],
  logLevel: 'error',
};

/** Bundles the tests, and what runs them, for the extension host. */
export async function bundleSpecs(specs: readonly string[], folder: string): Promise<HostBundles> {
  const outfiles: HostBundles = { entry: join(folder, 'entry.cjs'), specs: join(folder, 'specs.cjs') };
  await Promise.all([
    build({
      ...options,
      entryPoints: [join(import.meta.dirname, 'host-entry.ts')],
      outfile: outfiles.entry,
    }),
    build({
      ...options,
      stdin: {
        contents: specs.map((spec) => `import ${JSON.stringify(spec)};`).join('\n'),
        resolveDir: root,
        loader: 'js',
      },
      outfile: outfiles.specs,
    }),
  ]);
  return outfiles;
}

/** What the extension host loads. */
export interface HostBundles {
  readonly entry: string;
  readonly specs: string;
}
