// node scripts/run-source.mjs FILE WORDS: sets everything up, and runs a source by the Node that can.
import { install, nodePath, root, runInherited } from './setup.mjs';

install();
process.exitCode = await runInherited(nodePath(), process.argv.slice(2), { cwd: root });
