/** A finding with what it is recognised by from run to run. */
interface Recognisable {
  readonly agent: string;
  readonly path: string;
  readonly rule: string | null;
  readonly message: string;
}

/** What became of findings from one run to another. */
export interface FindingChanges<F> {
  readonly appeared: readonly F[];
  readonly gone: readonly F[];
  /** How many are in both. */
  readonly standing: number;
}

/**
 * Findings of two runs side by side. One is recognised by agent, rule, file and message: lines move. Agents that took
 * part in only one of the runs are left out, since what they did not look for is not gone.
 */
export function compareFindings<F extends Recognisable>(
  before: { readonly agents: ReadonlySet<string>; readonly findings: readonly F[] },
  after: { readonly agents: ReadonlySet<string>; readonly findings: readonly F[] },
): FindingChanges<F> {
  const inBoth = ({ agent }: F) => before.agents.has(agent) && after.agents.has(agent);
  const open = new Map<string, F[]>();
  for (const finding of before.findings.filter(inBoth)) {
    const key = keyOf(finding);
    const same = open.get(key);
    if (same) same.push(finding);
    else open.set(key, [finding]);
  }
  const appeared: F[] = [];
  let standing = 0;
  for (const finding of after.findings.filter(inBoth)) {
    if (open.get(keyOf(finding))?.pop()) standing += 1;
    else appeared.push(finding);
  }
  return { appeared, gone: [...open.values()].flat(), standing };
}

function keyOf({ agent, rule, path, message }: Recognisable): string {
  return JSON.stringify([agent, rule, path, message]);
}
