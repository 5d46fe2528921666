import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import { type ProgramCall, shellCommand } from '../shell-command.ts';
import { installCommand, isInstalled, nearestAbove } from './installed-packages.ts';
import { preparePython } from './prepare-python.ts';
import type { Preparation, Prepared, ResultSource } from './prepared-suite.ts';
import type { Suite } from './suite.ts';

/** Arguments longer than this do not fit on a command line of Windows. */
const mostArguments = 24_000;

/** Finds the tools of a suite and says how it is started. */
export async function prepareSuite(suite: Suite, preparation: Preparation): Promise<Prepared> {
  const { workspace, env, folder, number } = preparation;
  const cwd = join(workspace, suite.folder);
  const ready = (call: ProgramCall, results: ResultSource, more = {}): Prepared => ({
    kind: 'ready',
    title: suite.title,
    call,
    env: { ...env, ...more },
    results,
  });
  const skipped = (reason: string): Prepared => ({ kind: 'skipped', title: suite.title, reason });
  switch (suite.kind) {
    case 'command': {
      const { run, format } = suite.command;
      const junit = /^junit:\s*(.+)$/.exec(format)?.[1];
      return ready(
        shellCommand(run, env),
        resultsOf(format, junit === undefined ? '' : join(workspace, junit.trim())),
      );
    }
    case 'npm': {
      const plugged = nearestAbove(cwd, workspace, '.pnp.cjs');
      const manager = plugged ? 'yarn' : 'npm';
      if (findProgram(manager, env) === null) return skipped(`${manager} was not found`);
      if (
        !plugged &&
        suite.dependencies.length > 0 &&
        !suite.dependencies.some((name) => isInstalled(cwd, name))
      )
        return skipped(`dependencies are not installed: run ${installCommand(cwd, workspace)}`);
      return ready(shellCommand(`${manager} test`, env), { kind: 'console' });
    }
    case 'node': {
      const node = findProgram('node', env);
      const program = node ?? process.execPath;
      const files = suite.files.map((path) => relative(cwd, join(workspace, path)));
      if (files.join(' ').length > mostArguments)
        return skipped(
          `${files.length} files are more than fit on a command line: give the package a script "test"`,
        );
      const file = folder.file(`${number}.xml`);
      const reporters = [
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=junit',
      ];
      const args = ['--test', ...reporters, `--test-reporter-destination=${file}`, ...files];
      const more =
        node === null && process.versions.electron !== undefined ? { ELECTRON_RUN_AS_NODE: '1' } : {};
      return ready({ file: program, args }, { kind: 'junit', file }, more);
    }
    case 'python':
      return preparePython(suite, preparation);
    case 'go': {
      const go = findProgram('go', env);
      if (go === null) return skipped('go was not found');
      const { module } = suite;
      // Nothing is downloaded for a test.
      return ready(
        { file: go, args: ['test', '-json', './...'] },
        { kind: 'go', module },
        { GOPROXY: 'off', GOTOOLCHAIN: 'local' },
      );
    }
    default: {
      const cargo = findProgram('cargo', env);
      if (cargo === null) return skipped('cargo was not found');
      const args = ['test', '--no-fail-fast', ...(suite.workspace ? ['--workspace'] : [])];
      const target = existsSync(join(cwd, 'target'))
        ? {}
        : { CARGO_TARGET_DIR: join(workspace, '.dodeca/cache/cargo', suite.folder) };
      return ready(
        { file: cargo, args },
        { kind: 'cargo' },
        { CARGO_NET_OFFLINE: 'true', CARGO_TERM_COLOR: 'never', ...target },
      );
    }
  }
}

function resultsOf(format: string, junitFile: string): ResultSource {
  if (junitFile !== '') return { kind: 'junit', file: junitFile };
  return { kind: format === 'tap' || format === 'exit' ? format : 'console' };
}
