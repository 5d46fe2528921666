import type { FingerprintParts } from './fingerprint.ts';

const namesAtMost = 3;

/** Why a result cannot be taken, in words: what is different from the last time the agent was cached. */
export function differenceReason(before: FingerprintParts, now: FingerprintParts): string {
  const reasons: string[] = [];
  if (before.definition !== now.definition) reasons.push('the definition of the agent changed');
  const parameters = difference(before.parameters, now.parameters);
  const changed = [...parameters.changed, ...parameters.added, ...parameters.removed].sort();
  if (changed.length > 0) reasons.push(`parameter ${list(changed)} changed`);
  const files = difference(before.files, now.files);
  if (files.changed.length > 0) reasons.push(`input ${list(files.changed)} changed`);
  if (files.added.length > 0) reasons.push(`input added: ${list(files.added)}`);
  if (files.removed.length > 0) reasons.push(`input removed: ${list(files.removed)}`);
  return reasons.join('; ') || 'the earlier result is no longer kept';
}

interface Difference {
  readonly changed: string[];
  readonly added: string[];
  readonly removed: string[];
}

function difference(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): Difference {
  const old = new Map(Object.entries(before));
  const fresh = new Map(Object.entries(now));
  return {
    changed: [...fresh.keys()].filter((name) => old.has(name) && old.get(name) !== fresh.get(name)),
    added: [...fresh.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !fresh.has(name)),
  };
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, namesAtMost).join(', ');
  return names.length > namesAtMost ? `${shown} and ${names.length - namesAtMost} more` : shown;
}
