// npm run bench:search [-- FOLDER …]: sets everything up, and measures the library's search (test/bench/search/).
import path from 'node:path';
import { install, nodePath, root, runInherited } from './setup.mjs';

install();
const entry = path.join(root, 'test', 'bench', 'search', 'bench-search.ts');
process.exitCode = await runInherited(nodePath(), [entry, ...process.argv.slice(2)]);
