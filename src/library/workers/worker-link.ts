import { Worker } from 'node:worker_threads';
import { UserError } from '../../common/errors.ts';
import { arrivedError } from './carried-error.ts';
import type { FromWorker, Methods, Notice, ToWorker, WorkerRole } from './worker-messages.ts';

export interface WorkerLinkOptions {
  /** The program of the thread. */
  readonly entry: string;
  /** What a thread is started with, asked for each. */
  readonly role: () => WorkerRole;
  /** The thread ends after nothing was asked of it for so long, ms. */
  readonly idleMs: number;
  /** MiB of values that JavaScript may keep there. */
  readonly heapMiB: number;
  readonly onNotice: (notice: Notice) => void;
  /**
   * The thread died; `why` says how.
   *
   * @returns whether what was asked of it is asked of another one; otherwise it is refused
   */
  readonly onDeath: (why: string) => boolean;
}

interface Request {
  readonly method: string;
  readonly params: unknown;
  readonly signal: AbortSignal | undefined;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** How long a thread has to end by itself, ms. */
const endMs = 3000;
/** Objects that die young take no more room than this; a larger one would only be touched once more and stay. */
const youngMiB = 8;

/** A thread that is started when it is needed: requests, their answers, and what it tells by itself. */
export class WorkerLink<M extends Methods> {
  readonly #options: WorkerLinkOptions;
  readonly #requests = new Map<number, Request>();
  #worker: Worker | null = null;
  /** Why the thread dies; empty where nobody has said so. */
  #why = '';
  #lastId = 0;
  #idle: NodeJS.Timeout | undefined;
  #kept = false;
  #closed = false;

  constructor(options: WorkerLinkOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** Asks something. What the thread refuses is thrown as it was there; `library-failed` where it died, `library-closed` where it was closed. */
  call<Name extends keyof M & string>(
    method: Name,
    params: M[Name]['params'],
    signal?: AbortSignal,
  ): Promise<M[Name]['value']> {
    if (this.#closed) return Promise.reject(closedError());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#requests.set(id, { method, params, signal, resolve, reject });
      signal?.addEventListener('abort', () => this.#cancel(id), { once: true });
      this.#send(id);
    });
  }

  /** Whether the thread stays although nothing is asked of it. */
  keep(kept: boolean): void {
    this.#kept = kept;
    this.#rest();
  }

  /** Ends the thread as if it had died. */
  kill(why: string): void {
    this.#why = why;
    void this.#worker?.terminate();
  }

  /** Ends the thread; what was asked of it is refused. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#end();
    for (const [id, request] of this.#requests) {
      this.#requests.delete(id);
      request.reject(closedError());
    }
  }

  #send(id: number): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    clearTimeout(this.#idle);
    const worker = this.#start();
    worker.ref();
    const { method, params } = request;
    worker.postMessage({ kind: 'request', id, method, params } satisfies ToWorker);
    if (request.signal?.aborted) this.#cancel(id);
  }

  #cancel(id: number): void {
    if (this.#requests.has(id)) this.#worker?.postMessage({ kind: 'cancel', id } satisfies ToWorker);
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const { entry, role, heapMiB } = this.#options;
    const worker = new Worker(entry, {
      workerData: role(),
      resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: youngMiB },
    });
    this.#worker = worker;
    this.#why = '';
    worker.on('message', (message: FromWorker) => {
      if (this.#worker === worker) this.#receive(message);
    });
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#why ||= error.message;
    });
    worker.on('exit', (code) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#died(this.#why || `it ended with code ${code}`);
    });
    return worker;
  }

  #receive(message: FromWorker): void {
    if (message.kind !== 'answer' && message.kind !== 'refusal') {
      this.#options.onNotice(message);
      return;
    }
    const request = this.#requests.get(message.id);
    this.#requests.delete(message.id);
    if (message.kind === 'answer') request?.resolve(message.value);
    else request?.reject(arrivedError(message.error));
    this.#rest();
  }

  #died(why: string): void {
    const open = [...this.#requests];
    const again = !this.#closed && this.#options.onDeath(why);
    for (const [id, request] of open) {
      if (again) this.#send(id);
      else {
        this.#requests.delete(id);
        request.reject(failedError(why));
      }
    }
  }

  /** Lets the process end while nothing is asked, and the thread after a while. */
  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#requests.size > 0 || this.#worker === null) return;
    this.#worker.unref();
    if (this.#kept) return;
    this.#idle = setTimeout(() => void this.#end(), this.#options.idleMs);
    this.#idle.unref();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    if (worker === null) return;
    // What it says from now on is not heard.
    this.#worker = null;
    worker.ref();
    worker.postMessage({ kind: 'request', id: 0, method: 'close', params: null } satisfies ToWorker);
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => void worker.terminate(), endMs);
      worker.once('exit', () => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}

function closedError(): UserError {
  return new UserError('library-closed', 'The library is closed.');
}

function failedError(why: string): UserError {
  return new UserError(
    'library-failed',
    `The library could not do that: its thread died (${why}). Try again.`,
  );
}
