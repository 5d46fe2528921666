import type { ActiveRun } from '../active-run.ts';
import { createRedactor, type Redactor } from '../executor/redact.ts';

const redactors = new WeakMap<ActiveRun, Redactor | null>();

/** A text without the secrets of a run and without what its patterns name; hidden altogether where those are wrong. */
export function redactFor(run: ActiveRun, text: string): string {
  let redactor = redactors.get(run);
  if (redactor === undefined) {
    const created = createRedactor({ patterns: run.definition.redact, secrets: run.secretValues });
    redactor = created.ok ? created.value : null;
    redactors.set(run, redactor);
  }
  return redactor?.redactText(text) ?? '***';
}
