import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { disposable } from '../../../src/common/disposable.ts';
import { UserError } from '../../../src/common/errors.ts';
import type { Logger } from '../../../src/common/logger.ts';
import { Journal } from '../../../src/journal/journal.ts';
import type { RecordedFacts } from '../../../src/library/record/recorded-facts.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { LibraryRecord, type LibraryRecordOptions } from '../../../src/orchestrator/library-record.ts';
import { attempt, files, finished, started } from '../journal/sample-events.ts';

const day = 86_400_000;

/** What a library keeps of what it is told, as the real one does: nothing that does not follow. */
class Told {
  readonly pieces: RecordedFacts[] = [];
  learned = 0;
  asked = 0;
  off = false;
  broken: Error | null = null;
  readonly #listeners = new Set<() => void>();

  readonly library = {
    ask: async () => {
      this.asked += 1;
      return this.learned as never;
    },
    learn: async (facts: RecordedFacts) => {
      await nextTurn();
      if (this.broken !== null) throw this.broken;
      if (this.off) return null;
      if (facts.after === this.learned) {
        this.pieces.push(facts);
        this.learned = facts.seq;
      }
      return this.learned;
    },
    onDiscard: (listener: () => void) => {
      this.#listeners.add(listener);
      return disposable(() => this.#listeners.delete(listener));
    },
  } satisfies LibraryRecordOptions['library'];

  discard(): void {
    this.learned = 0;
    this.pieces.length = 0;
    for (const listener of this.#listeners) listener();
  }

  get executions(): string[] {
    return this.pieces.flatMap(({ executions }) => executions.map(({ executionId }) => executionId));
  }
}

describe('what the library is told of the journal', () => {
  let folder: string;
  let journal: Journal;
  let now: number;
  let told: Told;
  let warnings: string[];
  let record: LibraryRecord;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-record-'));
    now = Date.UTC(2026, 0, 1);
    journal = Journal.open(join(folder, 'journal.db'), { clock: { now: () => now }, groupMs: 60_000 });
    told = new Told();
    warnings = [];
    record = newRecord();
  });
  afterEach(() => {
    record.close();
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const newRecord = () => {
    const logger = { warn: (message: string) => void warnings.push(message) } as unknown as Logger;
    return new LibraryRecord({ journal, library: told.library, logger, logsFolder: '.dodeca/logs' });
  };

  /** A run of so many executions, each with some lines of a log in the journal. */
  function run(runId: string, executions = 1): void {
    const places = Array.from({ length: executions }, (_, n) => `s/a${n}`);
    const bodies: EventBody[] = [started(runId, places)];
    for (const place of places) {
      const [begin, start, end] = attempt(runId, place, 'succeeded') as [EventBody, EventBody, EventBody];
      bodies.push(begin, start, files(runId, place, { 'in.csv': 'h' }, { 'out.csv': 'h' }), end);
    }
    for (const body of [...bodies, finished(runId)]) journal.append(body);
    journal.commit();
  }

  it('is all of it, in pieces, in order, each thing once', async () => {
    run('r1', 500);
    run('r2');
    await record.upToDate();
    assert.ok(told.pieces.length > 2);
    assert.equal(told.learned, journal.lastSeq);
    assert.deepEqual(told.executions, [...Array.from({ length: 500 }, (_, n) => `r1-s/a${n}`), 'r2-s/a0']);
    assert.deepEqual(
      told.pieces.flatMap(({ runs }) => runs.map(({ runId }) => runId)),
      ['r1', 'r2'],
    );
    assert.equal(told.pieces.flatMap(({ productions }) => productions).length, 501);
    const [execution] = told.pieces[0]?.executions ?? [];
    assert.equal(execution?.log, '.dodeca/logs/r1/r1-s/a0.log');
    run('r3');
    await record.upToDate();
    assert.deepEqual(told.executions.slice(501), ['r3-s/a0']);
    assert.equal(told.asked, 1);
  });

  it('goes on where the library stands, whoever told it before', async () => {
    run('r1');
    await record.upToDate();
    record.close();
    run('r2');
    record = newRecord();
    await record.upToDate();
    assert.deepEqual(told.executions, ['r1-s/a0', 'r2-s/a0']);
  });

  it('is not told while nobody uses the library', async () => {
    run('r1');
    record.news();
    await nextTurn();
    assert.equal(told.asked, 0);
    record.use();
    await record.upToDate();
    run('r2');
    record.news();
    await record.upToDate();
    assert.deepEqual(told.executions, ['r1-s/a0', 'r2-s/a0']);
  });

  it('is told again when the library was thrown away, also in the middle', async () => {
    run('r1', 300);
    const first = record.upToDate();
    while (told.pieces.length === 0) await nextTurn();
    told.discard();
    await first;
    await record.upToDate();
    assert.equal(told.learned, journal.lastSeq);
    assert.equal(told.executions.length, 300);
  });

  it('has which runs went, and nothing of them', async () => {
    run('old');
    now += 91 * day;
    run('young');
    await record.upToDate();
    await journal.retain();
    run('younger');
    await record.upToDate();
    assert.deepEqual(
      told.pieces.flatMap(({ retired }) => retired),
      ['old'],
    );
    told.discard();
    await record.upToDate();
    assert.deepEqual(told.executions, ['young-s/a0', 'younger-s/a0']);
  });

  it('begins anew where the library knows another journal', async () => {
    told.learned = 1000;
    run('r1');
    await record.upToDate();
    assert.equal(told.pieces[0]?.anew, true);
    assert.deepEqual(told.executions, ['r1-s/a0']);
    assert.equal(told.learned, journal.lastSeq);
  });

  it('is left where nothing is indexed, and a failure is said once', async () => {
    run('r1');
    told.off = true;
    await record.upToDate();
    assert.deepEqual([told.pieces.length, warnings.length], [0, 0]);
    record.close();
    told.off = false;
    told.broken = new UserError('library-full', 'the disk is full');
    record = newRecord();
    await record.upToDate();
    await record.upToDate();
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /the disk is full/);
  });
});
