import type { DodecaHost } from '../dodeca-host.ts';
import { Problems } from './problems.ts';

/** Shows what agents find in the view *Problems*. */
export function registerProblems(host: DodecaHost): void {
  host.own(new Problems(host));
}
