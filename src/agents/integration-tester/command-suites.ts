import type { TestCommand } from '../../builtin/integration-tester.ts';
import type { Suite } from './suite.ts';
import { shortened } from './test-result.ts';

/** The suites that the user configured. */
export function commandSuites(commands: readonly TestCommand[]): Suite[] {
  return commands.map((command) => ({
    kind: 'command',
    title: shortened(command.name ?? command.run),
    folder: '',
    definedIn: { path: '.' },
    command,
  }));
}
