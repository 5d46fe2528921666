import { UserError } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import type { Journal } from '../journal/journal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PastValue } from '../model/report.ts';
import type { ExecutionApi } from '../rpc/execution-api.ts';

/** What the processes of executions may ask, behind the facade. */
export class ExecutionControl implements ExecutionApi {
  readonly #kernel: Kernel;
  readonly #journal: Journal;

  constructor(kernel: Kernel, journal: Journal) {
    this.#kernel = kernel;
    this.#journal = journal;
  }

  ofToken(token: string): string | null {
    return this.#kernel.executionOf(token);
  }

  async acquireLock(request: {
    readonly token: string;
    readonly lock: string;
    readonly slots: number;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const executionId = this.#executionOf(request.token);
    const { lock, signal } = request;
    const slots = this.#kernel.declaredSlots(executionId, lock) ?? request.slots;
    const withdraw = (): void => this.#kernel.withdrawLock(executionId, lock);
    const granted = this.#kernel.acquireLock(executionId, { name: lock, slots });
    signal.addEventListener('abort', withdraw, { once: true });
    try {
      await granted;
    } finally {
      signal.removeEventListener('abort', withdraw);
    }
  }

  releaseLock(request: { readonly token: string; readonly lock: string }): void {
    this.#kernel.releaseLock(this.#executionOf(request.token), request.lock);
  }

  contextValue(request: { readonly token: string; readonly name: string }): Json {
    return this.#kernel.contextValue(this.#executionOf(request.token), request.name) ?? null;
  }

  setContextValue(request: { readonly token: string; readonly name: string; readonly value: Json }): void {
    this.#kernel.setContextValue(this.#executionOf(request.token), request.name, request.value);
  }

  pastValues(request: {
    readonly token: string;
    readonly kind: 'metric' | 'output';
    readonly name: string;
    readonly agent?: string | undefined;
    readonly limit: number;
  }): PastValue[] {
    const { kind, name, limit } = request;
    const agent = request.agent ?? this.#kernel.agentOf(this.#executionOf(request.token));
    return agent === null ? [] : this.#journal.pastValues({ agent, kind, name, limit });
  }

  #executionOf(token: string): string {
    const executionId = this.#kernel.executionOf(token);
    if (executionId === null) throw new UserError('execution-ended', 'The execution has ended.');
    return executionId;
  }
}
