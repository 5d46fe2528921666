import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineClient } from '../client/engine-client.ts';

/** Bytes of a log that are looked at. */
const lookedAt = 4096;

/** Lines that are told. */
const toldLines = 20;

/** Logs that are told of one run: a hundred failures have one cause, and would hide all else. */
const toldLogs = 10;

/** Milliseconds that a log may take; what happens meanwhile is told after it. */
const patienceMs = 2000;

/** An attempt of an execution. */
export interface LoggedAttempt {
  readonly run: string;
  readonly stage: string;
  readonly agent: string;
  readonly attempt: number;
}

/** Tells how the logs of failed attempts end. */
export class LogEnds {
  readonly #client: EngineClient;
  readonly #told = new Set<string>();

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** The end of a log as text; null where it was told already, or enough others were. */
  read({ run, stage, agent, attempt }: LoggedAttempt): Promise<string> | null {
    const key = `${stage}/${agent}/${attempt}`;
    if (this.#told.has(key) || this.#told.size >= toldLogs) return null;
    this.#told.add(key);
    const late = new AbortController();
    const reading = this.#lines(run, `${stage}/${agent}`)
      .then((lines) => lines.map((text) => `  │ ${text}\n`).join(''))
      // It has no log, or the engine is gone: both are told elsewhere.
      .catch(() => '')
      .finally(() => late.abort());
    return Promise.race([reading, sleep(patienceMs, '', { signal: late.signal }).catch(() => reading)]);
  }

  async #lines(run: string, agent: string): Promise<readonly string[]> {
    const { size } = await this.#client.call('run/log', { run, agent, offset: 0, limit: 1 });
    const offset = Math.max(0, size - lookedAt);
    const { text } = await this.#client.call('run/log', { run, agent, offset, limit: lookedAt });
    const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    // The first one is a piece of a line where the log is longer.
    return (offset > 0 ? lines.slice(1) : lines).slice(-toldLines);
  }
}
