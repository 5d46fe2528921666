import type { EngineClient } from '../client/engine-client.ts';
import type { RunOptions } from '../model/event.ts';

/** What a run is given beside its launch request. */
export interface LaunchExtras {
  readonly secrets: Readonly<Record<string, string>>;
  readonly missingInterpreter: RunOptions['missingInterpreter'];
}

/** What a host gives to a debug session. */
export interface DebugSessionOptions {
  /** A connection of its own to the engine of a workspace, which is started where none runs; the session closes it. */
  readonly connect: (workspace: string) => Promise<EngineClient>;
  /** Who debugs, for people: `VS Code (process 4242)`. */
  readonly by: string;
  /** What a configuration cannot say of a run in a workspace: anybody can read one, so no secret may be in it. */
  readonly launchExtras?: ((workspace: string) => Promise<LaunchExtras>) | undefined;
  /** The workspace of a launch or attach request that names none. */
  readonly defaultWorkspace?: string | undefined;
  /** Called once, when the session is over: its run has ended, or the client has left. */
  readonly onEnd?: (() => void) | undefined;
  /** Takes what is wrong with a client or with the session itself, for a log. */
  readonly onTrouble?: ((message: string) => void) | undefined;
}

/** How a session speaks to its client. */
export interface SessionWire {
  event(name: string, body?: object): void;
  /** A reverse request; resolves with its error message, null where it succeeded. */
  request(command: string, args: object): Promise<string | null>;
}
