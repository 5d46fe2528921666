import type { ParametersOf, RuleOf } from '../../builtin/builtin-agent.ts';
import type { deploymentManager } from '../../builtin/deployment-manager.ts';
import type { Finding } from '../findings.ts';

export type ReleaseParameters = ParametersOf<typeof deploymentManager>;

export type ReleaseFinding = Finding<RuleOf<typeof deploymentManager>>;

/** One thing that was looked at before a release. */
export interface Check {
  readonly name: 'version' | 'files' | 'changelog' | 'tag' | 'tree';
  /** Null where there was nothing to look at. */
  readonly passed: boolean | null;
  /** For people, in a few words. */
  readonly says: string;
}
