// npm run -s dodeca -- COMMAND: the command line from the sources; installs nothing and needs no build.
import module from 'node:module';
import path from 'node:path';
import { canRunSources, isInstalled, nodePath, root, runInherited } from './setup.mjs';

const entry = path.join(root, 'src', 'cli.ts');
if (!isInstalled()) {
  process.stderr.write('Dodeca is not set up here yet: run `npm start` or `npm test` once.\n');
  process.exitCode = 3;
} else if (canRunSources()) {
  module.enableCompileCache?.(path.join(root, 'node_modules', '.cache', 'compile'));
  process.argv.splice(1, 1, entry);
  await import('../src/cli.ts');
} else {
  process.exitCode = await runInherited(nodePath(), [entry, ...process.argv.slice(2)]);
}
