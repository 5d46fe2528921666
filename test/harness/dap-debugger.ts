import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient, type DapClientOptions } from './dap-client.ts';
import type { TestWorkspace } from './test-workspace.ts';

/** Where a run stands, as a client is shown it. */
export interface Standing {
  readonly stopped: DebugProtocol.StoppedEvent['body'];
  readonly frames: readonly DebugProtocol.StackFrame[];
  /** The name and the line of the top frame: `lint:12`. */
  readonly top: string;
}

/** A client of the protocol that debugs as people do: it asks where the run stands, looks and steps. */
export class DapDebugger extends DapClient {
  readonly #workspace: TestWorkspace;
  #threadId = 1;

  constructor(workspace: TestWorkspace, options: DapClientOptions = {}) {
    super(options);
    this.#workspace = workspace;
  }

  /** The path of the definition. */
  get definition(): string {
    return `${this.#workspace.path}/dodeca.yaml`;
  }

  /** The line, from 1, of the definition that holds a text. */
  lineOf(text: string): number {
    const lines = this.#workspace.read('dodeca.yaml').split('\n');
    const index = lines.findIndex((line) => line.includes(text));
    assert.ok(index >= 0, `the definition does not hold ${text}`);
    return index + 1;
  }

  /** Sets breakpoints on the lines that hold these texts. */
  async breakAt(
    ...wanted: readonly (string | ({ readonly at: string } & Omit<DebugProtocol.SourceBreakpoint, 'line'>))[]
  ): Promise<readonly DebugProtocol.Breakpoint[]> {
    const breakpoints = wanted.map((one) => {
      if (typeof one === 'string') return { line: this.lineOf(one) };
      const { at, ...rules } = one;
      return { line: this.lineOf(at), ...rules };
    });
    const body = await this.ask('setBreakpoints', { source: { path: this.definition }, breakpoints });
    return body.breakpoints as DebugProtocol.Breakpoint[];
  }

  /** Starts a pipeline: breakpoints and filters must have been set. */
  async launch(pipeline: string, more: object = {}): Promise<void> {
    await this.ask('launch', { pipeline, workspace: this.#workspace.path, ...more });
    await this.ask('configurationDone');
  }

  /** Joins a run. */
  async attach(run: string, more: object = {}): Promise<void> {
    await this.ask('attach', { run, workspace: this.#workspace.path, ...more });
    await this.ask('configurationDone');
  }

  /** The next place where the run stands. */
  async stopped(): Promise<Standing> {
    const stopped = await this.event<DebugProtocol.StoppedEvent>('stopped');
    assert.equal(stopped.allThreadsStopped, true);
    assert.ok(stopped.threadId !== undefined);
    this.#threadId = stopped.threadId;
    const frames = await this.frames();
    const [first] = frames;
    return { stopped, frames, top: `${first?.name}:${first?.line}` };
  }

  async frames(threadId = this.#threadId): Promise<readonly DebugProtocol.StackFrame[]> {
    return (await this.ask('stackTrace', { threadId })).stackFrames as DebugProtocol.StackFrame[];
  }

  async threads(): Promise<readonly string[]> {
    const { threads } = (await this.ask('threads')) as { threads: DebugProtocol.Thread[] };
    return threads.map(({ id, name }) => `${id} ${name}`);
  }

  /** A request about the thread where the run stands, such as `next`. */
  async go(command: string): Promise<void> {
    await this.ask(command, { threadId: this.#threadId });
  }

  /** The refusal of one. */
  async cannot(command: string): Promise<string> {
    return await this.refusal(command, { threadId: this.#threadId });
  }

  /** The variables of a scope of the top frame; the path leads into one. */
  async variables(scope: string, ...path: string[]): Promise<readonly DebugProtocol.Variable[]> {
    let found = await this.variablesOf(await this.scope(scope));
    for (const name of path) {
      const next = found.find((variable) => variable.name === name);
      assert.ok(next, `there is no ${name} in ${found.map((variable) => variable.name).join(', ')}`);
      found = await this.variablesOf(next.variablesReference);
    }
    return found;
  }

  /** The same as `name = value`. */
  async shown(scope: string, ...path: string[]): Promise<readonly string[]> {
    return (await this.variables(scope, ...path)).map(({ name, value }) => `${name} = ${value}`);
  }

  /** The number of a scope of the top frame. */
  async scope(name: string): Promise<number> {
    const [top] = await this.frames();
    const { scopes } = (await this.ask('scopes', { frameId: top?.id })) as { scopes: DebugProtocol.Scope[] };
    const scope = scopes.find((one) => one.name === name);
    assert.ok(scope, `there is no scope ${name}`);
    return scope.variablesReference;
  }

  async variablesOf(variablesReference: number): Promise<readonly DebugProtocol.Variable[]> {
    const body = await this.ask('variables', { variablesReference });
    return body.variables as DebugProtocol.Variable[];
  }

  /** What an expression gives, seen from the top frame. */
  async evaluate(expression: string, context = 'repl'): Promise<string> {
    const [top] = await this.frames();
    return String((await this.ask('evaluate', { expression, context, frameId: top?.id })).result);
  }

  /** Resolves with the exit code when the session is over. */
  async terminated(): Promise<number> {
    const { exitCode } = await this.event<DebugProtocol.ExitedEvent>('exited');
    await this.event('terminated');
    return exitCode;
  }
}

/** Hands a debugger to a test, and ends it afterwards. */
export async function withDebugger<T>(
  workspace: TestWorkspace,
  test: (debug: DapDebugger) => Promise<T>,
  options: DapClientOptions = {},
): Promise<T> {
  const debug = new DapDebugger(workspace, options);
  try {
    await debug.initialize();
    await debug.event('initialized');
    return await test(debug);
  } finally {
    await debug.dispose();
  }
}
