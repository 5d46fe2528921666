import type { Readable } from 'node:stream';
import type { AgentMessage } from '../../agent-protocol/message.ts';
import { maxMessageBytes } from '../../agent-protocol/message-prefix.ts';
import { parseMessage } from '../../agent-protocol/parse-message.ts';
import { plural } from '../../common/text.ts';
import type { JobObserver } from './executor.ts';
import { LogFile } from './log-file.ts';
import { MessageSplitter } from './message-splitter.ts';
import type { Redactor } from './redact.ts';
import { StreamRedactor } from './stream-redactor.ts';
import type { WorkspacePaths } from './workspace-paths.ts';

export interface OutputOptions {
  readonly redactor: Redactor;
  readonly log: { readonly path: string; readonly title: string; readonly capBytes: number };
  readonly paths: WorkspacePaths;
  /** The working folder of the agent, which its relative paths are relative to. */
  readonly cwd: string;
  readonly observer: Pick<JobObserver, 'onMessage' | 'onWarning'>;
}

/** More than so many malformed messages of an attempt are counted, not told one by one. */
const mostWarnings = 20;

/** After so many messages at a stretch the rest of the engine has a turn. */
const messagesAtOnce = 100;

const lineEnd = Buffer.from('\n');

/**
 * What becomes of the output of an attempt: messages are split off standard output and told, the rest of it and
 * standard error go through redaction into the log. A log that is written too slowly holds the agent back.
 */
export class OutputPipeline {
  readonly #options: OutputOptions;
  readonly #log: LogFile;
  readonly #outputs: { readonly stream: Readable; readonly redactor: StreamRedactor }[] = [];
  #splitter: MessageSplitter | null = null;
  #held = false;
  #malformed = 0;
  #messages = 0;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#log = new LogFile({
      ...options.log,
      onFailure: (reason) => options.observer.onWarning(reason),
      onDrain: () => this.#resume(),
    });
  }

  /** Bytes of the log, see `LogFile.bytes`. */
  get logBytes(): number | null {
    return this.#log.bytes;
  }

  /** Whether the outputs wait for the log to be written. */
  get isHeld(): boolean {
    return this.#held;
  }

  /** Reads both outputs of a process; the first one may hold messages. */
  attach(stdout: Readable, stderr: Readable): void {
    const out = this.#redactorOf(stdout);
    const splitter = new MessageSplitter({
      onPlain: (bytes) => out.write(bytes),
      onLine: (line, complete) => this.#onLine(line, complete, out),
      onTooLong: (bytes) => {
        this.#warn(`it has more than ${maxMessageBytes} bytes`);
        out.write(bytes);
      },
    });
    this.#splitter = splitter;
    stdout.on('data', (chunk: Buffer) => {
      this.#messages = 0;
      splitter.write(chunk);
      if (this.#messages < messagesAtOnce) return;
      stdout.pause();
      setImmediate(() => {
        if (!this.#held) stdout.resume();
      });
    });
    const error = this.#redactorOf(stderr);
    stderr.on('data', (chunk: Buffer) => error.write(chunk));
  }

  /** Takes what is held back, and resolves when everything is in the log. */
  async finish(): Promise<void> {
    for (const { stream } of this.#outputs) stream.removeAllListeners('data');
    this.#splitter?.end();
    for (const { redactor } of this.#outputs) redactor.end();
    const untold = this.#malformed - mostWarnings;
    if (untold > 0)
      this.#options.observer.onWarning(`${plural(untold, 'more malformed message')} in the output`);
    await this.#log.close();
  }

  #redactorOf(stream: Readable): StreamRedactor {
    const redactor = new StreamRedactor(this.#options.redactor, (bytes) => {
      if (this.#log.write(bytes)) return;
      this.#held = true;
      for (const output of this.#outputs) output.stream.pause();
    });
    this.#outputs.push({ stream, redactor });
    // A pipe that breaks has ended; how the process did is told by the process.
    stream.on('error', () => stream.destroy());
    return redactor;
  }

  #resume(): void {
    this.#held = false;
    for (const { stream } of this.#outputs) stream.resume();
  }

  #onLine(line: Buffer, complete: boolean, out: StreamRedactor): void {
    this.#messages += 1;
    const parsed = parseMessage(line);
    const problem =
      parsed.kind === 'message'
        ? this.#tell(parsed.message, out)
        : parsed.kind === 'malformed'
          ? parsed.reason
          : null;
    if (problem !== null) this.#warn(problem);
    if (problem === null && parsed.kind === 'message') return;
    out.write(line);
    if (complete) out.write(lineEnd);
  }

  /** Passes a message on; what is wrong with it otherwise. */
  #tell(message: AgentMessage, out: StreamRedactor): string | null {
    let told = message;
    if (message.type === 'artifact' || message.type === 'finding') {
      const path = this.#options.paths.relative(message.path, this.#options.cwd, message.type === 'artifact');
      if (path === null) return `its path ${JSON.stringify(message.path)} leaves the workspace`;
      told = { ...message, path };
    }
    if (message.type === 'log') out.write(Buffer.from(`${message.level}: ${message.message}\n`));
    this.#options.observer.onMessage(this.#options.redactor.redactJson(told));
    return null;
  }

  #warn(reason: string): void {
    this.#malformed += 1;
    if (this.#malformed > mostWarnings) return;
    this.#options.observer.onWarning(this.#options.redactor.redactText(`malformed message: ${reason}`));
  }
}
