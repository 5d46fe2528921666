import * as z from 'zod';
import { errorMessage, isUserError } from '../common/errors.ts';

/** What an engine tells whoever started it, over the IPC channel, before it lets go of it. */
export const handshakeSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);

export type Handshake = z.infer<typeof handshakeSchema>;

/** The code of the error that says that another engine serves the workspace. */
export const engineRunningCode = 'engine-running';

/** The code of the error that says that the engine lets nobody in any more. */
export const engineStoppingCode = 'engine-stopping';

/** The handshake of an engine that could not start. */
export function handshakeError(error: unknown): Handshake {
  return {
    error: isUserError(error)
      ? { code: error.code, message: error.message }
      : { code: 'engine-failed', message: `The engine could not start: ${errorMessage(error)}` },
  };
}
