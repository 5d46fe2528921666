import type { DebugApi } from '../rpc/debug-api.ts';
import type { debugMethods } from '../rpc/debug-schemas.ts';
import type { Handlers } from './call.ts';

/** How the methods of a debugger are answered. */
export function debugHandlers(debug: DebugApi): Handlers<keyof typeof debugMethods> {
  const done =
    <P>(act: (params: P) => unknown) =>
    async (params: P): Promise<null> => {
      await act(params);
      return null;
    };
  return {
    'debug/attach': (params, { gone }) => debug.attach(params, gone),
    'debug/detach': done((params) => debug.detach(params)),
    'debug/configure': done((params) => debug.configure(params)),
    'debug/pause': done((params) => debug.pause(params)),
    'debug/continue': done((params) => debug.continue(params)),
    'debug/step': done((params) => debug.step(params)),
    'debug/go-to': done((params) => debug.goTo(params)),
    'debug/restart': done((params) => debug.restart(params)),
    'debug/step-back': done((params) => debug.stepBack(params)),
    'debug/change': done((params) => debug.change(params)),
    'debug/inspect': (params) => debug.inspect(params),
    'debug/evaluate': (params) => debug.evaluate(params),
    'debug/attach-to-process': (params) => debug.attachToProcess(params),
  };
}
