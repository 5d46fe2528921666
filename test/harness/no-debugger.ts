import { UserError } from '../../src/common/errors.ts';
import type { DebugApi } from '../../src/rpc/debug-api.ts';

function refuse(): never {
  throw new UserError('not-debugging', 'This engine is scripted: it has no debugger.');
}

/** The debugger of an engine that has none. */
export const noDebugger: DebugApi = {
  attach: refuse,
  detach: refuse,
  configure: refuse,
  pause: refuse,
  continue: refuse,
  step: refuse,
  goTo: refuse,
  restart: refuse,
  stepBack: refuse,
  change: refuse,
  inspect: refuse,
  evaluate: refuse,
  attachToProcess: refuse,
};
