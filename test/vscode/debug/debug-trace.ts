import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';

/** A message of the Debug Adapter Protocol as it is looked at here. */
interface Message {
  readonly type: 'request' | 'response' | 'event';
  readonly command?: string;
  readonly event?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly success?: boolean;
  readonly message?: string;
}

/** A message, whose session it was, and who sent it. */
export interface Traced {
  readonly session: vscode.DebugSession;
  readonly from: 'editor' | 'adapter';
  readonly message: Message;
}

/** A place where something stopped. */
export interface Stop {
  readonly session: vscode.DebugSession;
  readonly reason: string;
  readonly threadId: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether VS Code shows where it is. */
  isShown: boolean;
}

export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly source?: { readonly path?: string; readonly name?: string };
}

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
}

/** Everything that debug sessions say and hear while it is there: of ours, and of those that they open. */
export class DebugTrace implements vscode.Disposable {
  readonly messages: Traced[] = [];
  readonly sessions: vscode.DebugSession[] = [];
  readonly ended: vscode.DebugSession[] = [];
  /** How many stops were taken already. */
  #taken = 0;
  readonly #stops: Stop[] = [];
  readonly #watch: vscode.Disposable;

  constructor() {
    this.#watch = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession((session) => this.sessions.push(session)),
      vscode.debug.onDidTerminateDebugSession((session) => this.ended.push(session)),
      vscode.debug.onDidChangeActiveStackItem((item) => this.#show(item)),
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => ({
          onWillReceiveMessage: (message: Message) =>
            this.messages.push({ session, from: 'editor', message }),
          onDidSendMessage: (message: Message) => {
            this.messages.push({ session, from: 'adapter', message });
            const { event, body = {} } = message;
            if (event !== 'stopped') return;
            const { reason, threadId } = body;
            const stop = {
              session,
              reason: String(reason),
              threadId: Number(threadId),
              body,
              isShown: false,
            };
            this.#stops.push(stop);
          },
        }),
      }),
    );
  }

  /** The next stop that was not taken yet, once VS Code shows it: its commands go to what is shown. */
  async nextStop(): Promise<Stop> {
    const seen = async () => this.lines(20).join('\n');
    const stop = await until('something stops', async () => this.#stops[this.#taken], seen);
    this.#taken += 1;
    await until('the stop is shown', async () => stop.isShown, seen);
    return stop;
  }

  #show(item: vscode.DebugThread | vscode.DebugStackFrame | undefined): void {
    if (!(item instanceof vscode.DebugStackFrame)) return;
    const stop = this.#stops.findLast(({ session }) => session.id === item.session.id);
    if (stop?.threadId === item.threadId) stop.isShown = true;
  }

  /** Takes every breakpoint away; answers once each session that goes on has taken note of it. */
  async removeBreakpoints(): Promise<void> {
    const from = this.messages.length;
    vscode.debug.removeBreakpoints([...vscode.debug.breakpoints]);
    // What goes on before that stops at them once more.
    await until(
      'no session has a breakpoint',
      async () => {
        const told = this.messages.slice(from).filter(({ message }) => message.command === 'setBreakpoints');
        const asked = told.filter(({ from: by }) => by === 'editor').length;
        return asked > 0 && told.length - asked >= asked;
      },
      async () => this.lines(30).join('\n'),
    );
  }

  /** Waits until every session has ended. */
  async end(): Promise<void> {
    await until(
      'every session ends',
      async () => this.sessions.length > 0 && this.ended.length >= this.sessions.length,
      async () => this.lines(30).join('\n'),
    );
  }

  /** What one side said under a name, from the first to the last. */
  said(name: string, from?: Traced['from']): readonly Traced[] {
    return this.messages.filter(
      (traced) =>
        (traced.message.command === name || traced.message.event === name) &&
        (from === undefined || traced.from === from),
    );
  }

  /** The last messages, one a line, for whoever reads a failure. */
  lines(count: number): string[] {
    return this.messages.slice(-count).map(({ session, from, message }) => {
      const { type, command, event, message: error, body, arguments: args } = message;
      const rest = JSON.stringify(error ?? body ?? args ?? {}).slice(0, 300);
      return `${session.type}:${session.name} ${from} ${type} ${command ?? event} ${rest}`;
    });
  }

  dispose(): void {
    this.#watch.dispose();
  }
}

/** The names of the threads of a session. */
export async function threadsOf(session: vscode.DebugSession): Promise<readonly string[]> {
  const { threads } = (await session.customRequest('threads')) as {
    threads: readonly { readonly name: string }[];
  };
  return threads.map(({ name }) => name);
}

/** The frames of a thread that stands. */
export async function framesOf({ session, threadId }: Stop): Promise<readonly Frame[]> {
  const { stackFrames } = (await session.customRequest('stackTrace', {
    threadId,
    startFrame: 0,
    levels: 20,
  })) as {
    stackFrames: readonly Frame[];
  };
  return stackFrames;
}

/** The scopes of a frame by their names, as references. */
export async function scopesOf(
  session: vscode.DebugSession,
  frameId: number,
): Promise<ReadonlyMap<string, number>> {
  const { scopes } = (await session.customRequest('scopes', { frameId })) as {
    scopes: readonly { readonly name: string; readonly variablesReference: number }[];
  };
  return new Map(scopes.map(({ name, variablesReference }) => [name, variablesReference]));
}

/** What a reference holds, by name. */
export async function variablesOf(
  session: vscode.DebugSession,
  variablesReference: number,
): Promise<ReadonlyMap<string, Variable>> {
  const { variables } = (await session.customRequest('variables', { variablesReference })) as {
    variables: readonly Variable[];
  };
  return new Map(variables.map((variable) => [variable.name, variable]));
}

/** Presses a button of the debug toolbar. */
export async function press(
  button:
    | 'continue'
    | 'stepOver'
    | 'stepInto'
    | 'stepOut'
    | 'stepBack'
    | 'pause'
    | 'stop'
    | 'disconnect'
    | 'restart',
): Promise<void> {
  await vscode.commands.executeCommand(`workbench.action.debug.${button}`);
}
