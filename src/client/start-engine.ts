import { type ChildProcess, spawn } from 'node:child_process';
import { agentVariables } from '../agent-protocol/agent-variables.ts';
import { errorMessage } from '../common/errors.ts';
import { withCompileCache } from '../rpc/compile-cache.ts';
import { type Handshake, handshakeSchema } from '../rpc/handshake.ts';
import { engineEntry } from './engine-entry.ts';

export interface StartEngineOptions {
  /** Absolute. */
  readonly workspace: string;
  readonly startedByCli: boolean;
  /** The engine's program; undefined is the one that belongs to this program. */
  readonly entry?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds until it must have said how its start went. */
  readonly timeoutMs: number;
}

// What dies young is collected more often, instead of growing to three times sixteen megabytes.
const smallHeap = '--max-semi-space-size=2';

/**
 * Starts an engine as a process of its own, which holds nothing of this one, and waits for what it says. An engine
 * that says nothing is ended. Never rejects.
 */
export async function startEngine(options: StartEngineOptions): Promise<Handshake> {
  const entry = options.entry ?? engineEntry();
  const args = [smallHeap, ...typeStripping(entry), entry, '--workspace', options.workspace];
  if (options.startedByCli) args.push('--started-by', 'cli');
  let child: ChildProcess;
  try {
    child = spawn(process.execPath, args, {
      cwd: options.workspace,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {
        ...withCompileCache(withoutAgent(options.env ?? process.env)),
        ...(process.versions.electron !== undefined && { ELECTRON_RUN_AS_NODE: '1' }),
      },
    });
  } catch (error) {
    return failed(errorMessage(error));
  }
  const handshake = await hear(child, options.timeoutMs);
  if (child.connected) child.disconnect();
  child.unref();
  return handshake;
}

/** An engine belongs to its workspace, and not to the execution whose agent happened to start it. */
function withoutAgent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = { ...env };
  for (const name of agentVariables) delete own[name];
  return own;
}

function hear(child: ChildProcess, timeoutMs: number): Promise<Handshake> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(failed(`it said nothing within ${timeoutMs} ms`));
    }, timeoutMs);
    const settle = (handshake: Handshake) => {
      clearTimeout(timer);
      resolve(handshake);
    };
    child.once('message', (message) => {
      const parsed = handshakeSchema.safeParse(message);
      settle(parsed.success ? parsed.data : failed('it said something unknown'));
    });
    child.once('error', (error) => settle(failed(error.message)));
    child.once('exit', (code, signal) => settle(failed(`it ended with ${signal ?? code}`)));
  });
}

function failed(why: string): Handshake {
  const message = `The engine could not be started: ${why}. Its log is .dodeca/engine.log.`;
  return { error: { code: 'engine-failed', message } };
}

/** Older versions of Node run TypeScript only when asked to. */
function typeStripping(entry: string): string[] {
  return entry.endsWith('.ts') && !process.features.typescript ? ['--experimental-strip-types'] : [];
}
