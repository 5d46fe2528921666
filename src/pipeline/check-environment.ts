import type { AnalysisContext } from './analysis-context.ts';
import { entriesOf, writtenText, type YamlNode } from './yaml-node.ts';

/** Tells names of environment variables that no system accepts. */
export function checkEnvironment({ problems }: AnalysisContext, node: YamlNode | undefined): void {
  for (const [name, { key }] of entriesOf(node)) {
    if (name === '') problems.error('bad-env-name', key, 'the name of an environment variable is empty');
    else if (/[=\0]/.test(name)) {
      const message = `${JSON.stringify(name)} cannot be an environment variable: a name holds no \`=\` and no U+0000`;
      problems.error('bad-env-name', key, message);
    }
  }
}

/** Environment variables as they are written: 1.10 stays 1.10. */
export function environmentOf(node: YamlNode | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(entriesOf(node), ([name, entry]) => [name, writtenText(entry.node)]));
}
