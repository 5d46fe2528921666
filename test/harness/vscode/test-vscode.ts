// npm run test:vscode: the tests in test/vscode/, inside the extension host of a real VS Code.
import { globSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isUserError, UserError } from '../../../src/common/errors.ts';
import { type Launch, launches, usualLaunch } from '../../vscode/launches.ts';
import { findChromium } from './chromium.ts';
import { parseHostOptions } from './host-options.ts';
import { launchHost } from './launch-host.ts';
import { packagedExtension } from './packaged-extension.ts';
import { SpecPrinter } from './spec-printer.ts';
import { currentRelease, floorRelease, vscodeHome } from './vscode-home.ts';

const folder = resolve(import.meta.dirname, '..', '..', 'vscode');

/** The folder of a test. */
function folderOf(spec: string): string {
  return relative(folder, spec).split(sep)[0] ?? '';
}

/** The window that a test runs in. */
function launchOf(spec: string): Launch {
  return launches.find(({ tests }) => tests.includes(folderOf(spec))) ?? usualLaunch;
}

async function main(words: readonly string[]): Promise<number> {
  const options = parseHostOptions(words);
  const asked = options.paths.map((path) => resolve(path));
  const specs = globSync('**/*.test.ts', { cwd: folder })
    .map((spec) => join(folder, spec))
    .filter(
      (spec) => asked.length === 0 || asked.some((path) => spec === path || spec.startsWith(path + sep)),
    )
    .sort();
  if (specs.length === 0) throw new UserError('usage', 'No test in test/vscode/ has such a path.');
  await packagedExtension();
  if (process.env.DODECA_TEST_VSCODE === undefined) {
    await vscodeHome(options.floor ? floorRelease : currentRelease);
    await findChromium();
  }
  const printer = new SpecPrinter((line) => process.stdout.write(`${line}\n`));
  for (const launch of launches) {
    const place = (spec: string): number => launch.tests.indexOf(folderOf(spec));
    const own = specs
      .filter((spec) => launchOf(spec) === launch)
      .sort((one, other) => place(one) - place(other));
    if (own.length === 0 || (options.launches.length > 0 && !options.launches.includes(launch.name)))
      continue;
    if (interrupted) break;
    process.stdout.write(`\n  ${launch.name}\n`);
    if (launch.trust === true && process.env.DODECA_TEST_VSCODE !== undefined) {
      printer.tell({ type: 'skipped', title: 'test-electron makes a desktop trust every folder', depth: 0 });
      continue;
    }
    await launchHost({
      launch,
      specs: own,
      floor: options.floor,
      ...(options.grep !== undefined && { grep: options.grep }),
      tell: (event) => printer.tell(event),
    });
  }
  printer.finish();
  if (interrupted) return 130;
  return printer.failed === 0 ? 0 : 1;
}

// test-electron hands Ctrl-C on to the window that is open; the windows after it are not opened then.
let interrupted = false;
process.on('SIGINT', () => {
  interrupted = true;
});
process.on('SIGTERM', () => process.emit('SIGINT'));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isUserError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
