// npm start: sets everything up and runs the pipeline `run_pipeline`, on the sample or on --workspace DIR.
import path from 'node:path';
import { install, nodePath, root, runInherited } from './setup.mjs';

install();
const given = process.argv.slice(2);
const named = given.some((argument) => argument === '--workspace' || argument.startsWith('--workspace='));
const sample = path.join(root, 'samples', 'cryo-linac');
const workspace = named ? [] : ['--workspace', path.relative(process.cwd(), sample) || '.'];
const args = [
  path.join(root, 'src', 'cli.ts'),
  'run',
  'run_pipeline',
  '--skip-missing',
  ...workspace,
  ...given,
];
const code = await runInherited(nodePath(), args);
if (!named && code !== 2) {
  process.stderr.write(
    '\nOpen it in VS Code: npm run code   Run your own folder: npm start -- --workspace DIR\n',
  );
}
process.exitCode = code;
