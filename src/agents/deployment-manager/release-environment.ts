import { join } from 'node:path';
import { packageFolder } from './detect-commands.ts';
import type { ReleasePlan } from './plan-release.ts';

/** What only the agent is told: who has it could speak to the engine in its name. */
const private_ = new Set(['DODECA_SOCKET', 'DODECA_TOKEN', 'DODECA_INPUT', 'ELECTRON_RUN_AS_NODE']);

/**
 * The environment of the commands of a release: everything that the agent has, tokens of registries too, and what is
 * released: `DODECA_VERSION`, `DODECA_TAG` (empty where there is none) and `DODECA_PACKAGES`, an absolute path.
 */
export function releaseEnvironment(
  env: NodeJS.ProcessEnv,
  workspace: string,
  { version, tag }: ReleasePlan,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !private_.has(entry[0].toUpperCase()),
  );
  return {
    ...Object.fromEntries(kept),
    DODECA_VERSION: version,
    DODECA_TAG: tag ?? '',
    DODECA_PACKAGES: join(workspace, packageFolder),
  };
}

const secretName = /token|secret|passw|passphrase|credential|auth|api_?key|access_?key|private_?key/i;

/** Shorter values would take ordinary words with them. */
const shortestSecret = 6;

/** Replaces in a text the values of variables that are secrets by their names, and passwords in addresses. */
export function redactor(env: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = Object.entries(env)
    .flatMap(([name, value]) =>
      secretName.test(name) && value !== undefined && value.length >= shortestSecret ? [value] : [],
    )
    // The longer first: one may begin like another.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const without = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    return without
      .replace(/(\w:\/\/)[^\s/@]{1,200}@/g, '$1***@')
      .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***');
  };
}
