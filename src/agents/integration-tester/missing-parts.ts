import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from './installed-packages.ts';
import type { Suite } from './suite.ts';
import { countTests, type Reading, type TestCase } from './test-result.ts';

/** What a suite could not find because it was never installed here: that says nothing of the workspace. */
export interface MissingParts {
  /** Why the suite as a whole could not run; null where it could. */
  readonly reason: string | null;
  /** The tests, those that could not be loaded for want of a package as skipped. */
  readonly reading: Reading | null;
}

/**
 * Tells tests that failed from tests that could not run, since a program or a package is not installed.
 *
 * @param output of a suite that ended with an error, without escape sequences
 */
export function findMissingParts(
  suite: Suite,
  workspace: string,
  reading: Reading | null,
  output: string,
  exitCode: number | null,
): MissingParts {
  const cwd = join(workspace, suite.folder);
  const isOwn = (name: string) => ownModule(name, cwd, workspace);
  if (reading !== null && reading.tests.length > 0) {
    const tests = reading.tests.map((test) => {
      const name = test.status === 'failed' ? missingPackage(test, cwd, isOwn) : null;
      return name === null
        ? test
        : { ...test, status: 'skipped' as const, message: `${name} is not installed`, detail: '' };
    });
    const excused = tests.filter(({ status }, index) => status !== reading.tests[index]?.status);
    if (excused.length === 0)
      return {
        reason: reading.counts.failed === 0 ? missingProgram(suite, cwd, output, exitCode, isOwn) : null,
        reading,
      };
    if (countTests(tests).passed + countTests(tests).failed === 0 && reading.counts.passed === 0)
      return {
        reason: notInstalled(excused.map(({ message }) => (message ?? '').replace(/ is not installed$/, ''))),
        reading: null,
      };
    const { passed, failed, skipped } = reading.counts;
    const counts = {
      passed,
      failed: Math.max(0, failed - excused.length),
      skipped: skipped + excused.length,
    };
    return { reason: null, reading: { ...reading, tests, counts } };
  }
  // What several commands run may lack a tool only after the tests.
  if (reading !== null && reading.counts.failed > 0) return { reason: null, reading };
  return { reason: missingProgram(suite, cwd, output, exitCode, isOwn), reading };
}

function notInstalled(names: readonly string[]): string {
  const all = [...new Set(names)].sort();
  const more = all.length > 5 ? ` and ${all.length - 5} more` : '';
  return `dependencies are not installed: ${all.slice(0, 5).join(', ')}${more}`;
}

/** The package for want of which a test could not even be loaded; null where that is not its trouble. */
function missingPackage(
  { message, detail }: TestCase,
  cwd: string,
  isOwn: (name: string) => boolean,
): string | null {
  const said = `${message ?? ''}\n${detail}`;
  const python = /\b(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?/
    .exec(said)?.[1]
    ?.split('.')[0];
  if (python !== undefined) return isOwn(python) ? null : python;
  const node = packageOf(/Cannot find (?:module|package) '([^']+)'/.exec(said)?.[1]);
  return node === null || isInstalled(cwd, node) || isOwn(node) ? null : node;
}

/** The package of a specifier: `@a/b` of `@a/b/c`; null for paths and what Node brings. */
function packageOf(specifier: string | undefined): string | null {
  if (specifier === undefined || /^(\.|\/|[a-zA-Z]:|#|node:|file:)/.test(specifier)) return null;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function missingProgram(
  suite: Suite,
  cwd: string,
  output: string,
  exitCode: number | null,
  isOwn: (name: string) => boolean,
): string | null {
  const last = output.slice(-64 * 1024);
  switch (suite.kind) {
    case 'npm': {
      const program =
        /^sh: (?:\d+: |line \d+: )?([\w@./-]+): (?:command )?not found$/m.exec(last)?.[1] ??
        /^'?"?([\w@./-]+)"?'? is not recognized as an internal or external command/m.exec(last)?.[1] ??
        /^(?:\S*\/)?(?:ba|da|z)?sh: (?:line \d+: )?([\w@./-]+): command not found$/m.exec(last)?.[1];
      if (program !== undefined) return `${program} was not found: it is not installed`;
      const name = packageOf(/Cannot find (?:module|package) '([^']+)'/.exec(last)?.[1]);
      return name === null || isInstalled(cwd, name) ? null : notInstalled([name]);
    }
    case 'python': {
      const options = /^.*error: unrecognized arguments: (.+)$/m.exec(last)?.[1];
      if (options !== undefined) return `pytest does not know ${options}: a plugin of it is not installed`;
      const plugin = /ImportError: Error importing plugin "([^"]+)": No module named/.exec(last)?.[1];
      if (plugin !== undefined) return notInstalled([plugin]);
      const module = /^(?:E\s+)?ModuleNotFoundError: No module named '([\w.]+)'/m
        .exec(last)?.[1]
        ?.split('.')[0];
      const needs =
        /^ImportError while loading conftest/m.test(last) && module !== undefined && !isOwn(module);
      return needs ? notInstalled([module]) : null;
    }
    case 'cargo':
      if (
        /^error: (?:failed to (?:get|download|load source)|no matching package|unable to update)/m.test(
          last,
        ) ||
        /you may want to run.*without.*--offline|network-offline|Could not resolve host/i.test(last)
      )
        return 'dependencies are not downloaded: run cargo fetch';
      if (/^error: (?:rustup could not choose|toolchain '.*' is not installed)/m.test(last))
        return 'Rust has no toolchain';
      return null;
    case 'go':
      if (
        /module lookup disabled by GOPROXY=off|missing go\.sum entry|no required module provides package/.test(
          output,
        )
      )
        return 'dependencies are not downloaded: run go mod download';
      return /go\.mod requires go >=/.test(output) ? 'it needs a newer Go' : null;
    case 'command':
      return exitCode === 127 ? 'a program that it calls was not found' : null;
    default:
      return null;
  }
}

/** Whether a module could be the workspace's own, so that its absence is a fault. */
function ownModule(name: string, cwd: string, workspace: string): boolean {
  const places = [
    cwd,
    join(cwd, 'src'),
    join(cwd, 'lib'),
    join(cwd, 'tests'),
    join(cwd, 'test'),
    workspace,
    join(workspace, 'src'),
  ];
  return places.some((place) => existsSync(join(place, name)) || existsSync(join(place, `${name}.py`)));
}
