// npm run bench [-- TOPIC …]: sets everything up, builds, and prints a table for each topic (test/bench/topics/).
import path from 'node:path';
import { install, nodePath, root, runInherited } from './setup.mjs';

install();
const built = await runInherited(nodePath(), [path.join(root, 'scripts', 'build.mjs')]);
process.exitCode =
  built === 0
    ? await runInherited(nodePath(), [path.join(root, 'test', 'bench', 'bench.ts'), ...process.argv.slice(2)])
    : built;
