// npm run package: builds, and packs the extension into dist/dodeca-VERSION.vsix.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { install, nodePath, root, runInherited } from './setup.mjs';

install();
const node = nodePath();
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
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
          ...['--out', path.join('dist', `dodeca-${version}.vsix`)],
        ],
        { cwd: root },
      )
    : built;
