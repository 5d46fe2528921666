// npm run package: builds, and packs the extension into dist/dodeca-VERSION.vsix.
import { readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { install, nodePath, root, runInherited } from './setup.mjs';

install();
const node = nodePath();
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const began = new Date();
const file = path.join('dist', `dodeca-${version}.vsix`);
const built = await runInherited(node, [path.join(root, 'scripts', 'build.mjs')], { cwd: root });
process.exitCode =
  built === 0
    ? await runInherited(
        node,
        [
          path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce'),
          'package',
          ...['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'],
          ...['--readme-path', 'docs/editor.md'],
          ...['--out', file],
        ],
        { cwd: root },
      )
    : built;
// Whoever asks whether it is up to date compares with this: a file that was edited meanwhile may not be in it.
if (process.exitCode === 0) utimesSync(path.join(root, file), began, began);
