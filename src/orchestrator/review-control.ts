import { UserError } from '../common/errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { Library } from '../library/library.ts';
import type { DocumentReport, FixReport, ReviewDecision } from '../model/library-review.ts';
import { newId } from '../model/new-id.ts';
import type { LibraryRecord } from './library-record.ts';

export interface ReviewControlOptions {
  readonly library: Library;
  readonly journal: Journal;
  readonly record: LibraryRecord;
}

/** What people say of documents and have mended: recorded in the journal, from which the library learns it. */
export class ReviewControl {
  readonly #library: Library;
  readonly #journal: Journal;
  readonly #record: LibraryRecord;

  constructor({ library, journal, record }: ReviewControlOptions) {
    this.#library = library;
    this.#journal = journal;
    this.#record = record;
  }

  /** Error: `unknown-document`. */
  async document(path: string): Promise<DocumentReport> {
    const report = await this.#library.ask('document', { path });
    if (report !== null) return report;
    const why = await this.#library.ask('leftOut', { path });
    const reason = why === null ? '' : ` ${why.replace(/^it /, 'It ')}.`;
    throw new UserError('unknown-document', `There is no document ${path} in the library.${reason}`);
  }

  /** Records a decision; answers with the document as it is then. Error: `unknown-document`. */
  async decide(path: string, decision: ReviewDecision, by: string): Promise<DocumentReport> {
    const before = await this.document(path);
    const hash = (await this.#library.ask('references', { path }))?.hash ?? null;
    if (decision === 'canonical') await this.#takeBack(before, by);
    this.#journal.append({ type: 'library.decided', path, decision, hash, by });
    this.#journal.commit();
    // It may be told something right now that was recorded before.
    for (let times = 0; times < 2; times++) await this.#record.upToDate();
    return await this.document(path);
  }

  /** Mends what can be mended without a person, and records every content that was made. */
  async fix(paths: readonly string[] | null, by: string): Promise<FixReport> {
    const { generations, ...report } = await this.#library.fix(paths);
    const session = newId();
    for (const generation of generations)
      this.#journal.append({ type: 'library.generation', session, ...generation, by });
    this.#journal.commit();
    return report;
  }

  /** There is one in a group that a person has marked. */
  async #takeBack({ path, group }: DocumentReport, by: string): Promise<void> {
    if (group === null || group.canonical === path) return;
    const { decision } = await this.document(group.canonical);
    if (decision?.decision !== 'canonical') return;
    this.#journal.append({
      type: 'library.decided',
      path: group.canonical,
      decision: 'clear',
      hash: null,
      by,
    });
  }
}
