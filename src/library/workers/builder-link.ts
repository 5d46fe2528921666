import type { Logger } from '../../common/logger.ts';
import type { BuildReport } from '../../model/library-report.ts';
import { type LibraryRules, plainRules } from '../library-rules.ts';
import type { RecordedFacts } from '../record/recorded-facts.ts';
import type { FixOutcome } from '../review/fix-outcome.ts';
import { WorkerLink } from './worker-link.ts';
import type { BuilderMethods, Notice, WorkerRole } from './worker-messages.ts';

export interface BuilderLinkOptions extends Omit<Extract<WorkerRole, { role: 'builder' }>, 'role' | 'rules'> {
  /** See `WorkerLinkOptions`. */
  readonly idleMs: number;
  readonly logger: Logger;
  readonly onNotice: (notice: Notice) => void;
}

/** MiB of values in the memory of the thread that builds: paths, and what was read and is not yet written. */
const heapMiB = 256;

/** The thread that builds. One that dies is started once more, and again when it has done something since. */
export class BuilderLink {
  readonly #options: BuilderLinkOptions;
  readonly #link: WorkerLink<BuilderMethods>;
  #rules = plainRules;
  #watched = false;
  #watchAsked = 0;
  /** Deaths since it has done something that was asked. */
  #deaths = 0;

  constructor({ idleMs, logger, onNotice, ...role }: BuilderLinkOptions) {
    this.#options = { idleMs, logger, onNotice, ...role };
    this.#link = new WorkerLink<BuilderMethods>({
      entry: role.entry,
      idleMs,
      heapMiB,
      role: () => ({ role: 'builder', rules: this.#rules, ...role }),
      onNotice,
      onDeath: (why) => this.#died(why),
    });
  }

  /** Brings the index up to date, by these rules from now on. */
  async build(full: boolean, rules: LibraryRules, signal?: AbortSignal): Promise<BuildReport> {
    this.#rules = rules;
    const report = await this.#link.call('build', { full, rules }, signal);
    this.#deaths = 0;
    return report;
  }

  /** Looks at everything and keeps the index up to date from then on. */
  async watch(rules: LibraryRules): Promise<BuildReport> {
    this.#rules = rules;
    this.#watched = true;
    this.#link.keep(true);
    this.#watchAsked += 1;
    try {
      const report = await this.#link.call('watch', { rules });
      this.#deaths = 0;
      return report;
    } finally {
      this.#watchAsked -= 1;
    }
  }

  /** Deletes the database, and watches no more. */
  async clear(): Promise<void> {
    this.#watched = false;
    this.#link.keep(false);
    await this.#link.call('clear', null);
  }

  /** Throws the database away; what is built in its place comes by and by. */
  async discard(reason: string): Promise<void> {
    await this.#link.call('discard', { reason });
  }

  learn(facts: RecordedFacts): Promise<number> {
    return this.#link.call('learn', facts);
  }

  fix(paths: readonly string[] | null): Promise<FixOutcome> {
    return this.#link.call('fix', { paths });
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  #died(why: string): boolean {
    const { logger, onNotice } = this.#options;
    logger.warn(`The thread that builds the library died: ${why}`);
    onNotice({ kind: 'progress', progress: null });
    this.#deaths += 1;
    const again = this.#deaths < 2;
    if (again && this.#watched && this.#watchAsked === 0)
      this.watch(this.#rules).catch((error) => logger.error('The library is not watched any more.', error));
    return again;
  }
}
