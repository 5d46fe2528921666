import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient, type DapClientOptions } from './dap-client.ts';

/** Where a run stands when a client is told that it stands. */
interface Stop {
  readonly threadId: number;
  readonly frames: readonly DebugProtocol.StackFrame[];
}

/**
 * A conversation that is written down as it was meant: each request with its answer, and events in their order where
 * they were waited for. What depends on the machine and on the day has a name in its place.
 */
export class DapTranscript {
  readonly #client: DapClient;
  readonly #names: readonly (readonly [volatile: string, name: string])[];
  readonly #lines: string[] = [];
  #told = 0;

  /** @param names what is volatile, and what stands in its place */
  constructor(names: readonly (readonly [string, string])[], options: DapClientOptions = {}) {
    this.#client = new DapClient(options);
    this.#names = names;
  }

  /** Sends a request; answers with the body of its answer, whatever that is. */
  async ask(command: string, args?: object): Promise<Record<string, unknown>> {
    this.#lines.push(`--> ${command}${args ? ` ${this.#shown(args)}` : ''}`);
    const { success, message, body } = await this.#client.request(command, args);
    this.#lines.push(
      success
        ? `<-- ok ${body ? this.#shown(body) : ''}`.trimEnd()
        : `<-- refused: ${this.#named(message ?? '')}`,
    );
    return (body ?? {}) as Record<string, unknown>;
  }

  /** Writes events down up to the next one of a name. */
  async until(name: string): Promise<Record<string, unknown>> {
    const body = await this.#client.event(name);
    for (const { event, body } of this.#events().slice(this.#told)) {
      this.#told += 1;
      this.#lines.push(`<-- event ${event}${body ? ` ${this.#shown(body)}` : ''}`);
      if (event === name) break;
    }
    return (body ?? {}) as Record<string, unknown>;
  }

  /** Waits until the run stands, and asks where. */
  async stop(): Promise<Stop> {
    const threadId = Number((await this.until('stopped')).threadId);
    const { stackFrames } = await this.ask('stackTrace', { threadId });
    return { threadId, frames: stackFrames as DebugProtocol.StackFrame[] };
  }

  /** What was written down; the adapter is ended. */
  async text(): Promise<string> {
    await this.#client.dispose();
    for (const { event, body } of this.#events().slice(this.#told))
      this.#lines.push(`<-- event ${event}${body ? ` ${this.#shown(body)}` : ''}`);
    return `${this.#lines.join('\n')}\n`;
  }

  #events(): DebugProtocol.Event[] {
    return this.#client.said
      .filter(({ by, message }) => by === 'adapter' && message.type === 'event')
      .map(({ message }) => message as DebugProtocol.Event);
  }

  #shown(value: object): string {
    return this.#named(JSON.stringify(value));
  }

  #named(text: string): string {
    let named = text;
    for (const [volatile, name] of this.#names) named = named.replaceAll(volatile, name);
    return named
      .replaceAll(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, 'RUN')
      .replaceAll(/\(process \d+\)/g, '(process PID)')
      .replaceAll(
        /"name":"(pid|duration|log)","value":"[^"]*","type":"[a-z_]+"/g,
        '"name":"$1","value":VOLATILE',
      )
      .replaceAll(/"port":\d+/g, '"port":PORT')
      .replaceAll(/\b\d+(\.\d)? m?s\b/g, 'TIME');
  }
}
