import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { errorCode, isUserError } from '../../../src/common/errors.ts';
import { Journal } from '../../../src/journal/journal.ts';
import { attempt, finished, ref, started } from './sample-events.ts';

describe('durability of the journal', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-journal-'));
    path = join(folder, 'journal.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function seqs(journal: Journal, behind: number): number[] {
    const all: number[] = [];
    for (let after = behind; ; after = all.at(-1) ?? behind) {
      const page = journal.read({ after, limit: 5000 });
      if (page.length === 0) return all;
      all.push(...page.map((event) => event.seq));
    }
  }

  /** Looks at every event, or at those behind one. */
  function assertGapless(journal: Journal, behind = 0): void {
    const all = seqs(journal, behind);
    assert.equal(all.length, journal.lastSeq - behind);
    assert.ok(all.every((seq, index) => seq === behind + index + 1));
  }

  function write(runs: number): void {
    const journal = Journal.open(path);
    for (let n = 0; n < runs; n++) {
      journal.append(started(`R${n}`, ['s/a', 's/b']));
      for (const body of attempt(`R${n}`, 's/a', 'succeeded')) journal.append(body);
      journal.append({ type: 'execution.output', ...ref(`R${n}`, 's/a'), name: 'x', value: 'y'.repeat(100) });
      journal.append(finished(`R${n}`));
      if (n % 10 === 0) journal.commit();
    }
    journal.close();
  }

  it('keeps everything that was committed when its writer is killed at any moment', async () => {
    const program = fileURLToPath(new URL('./write-events.ts', import.meta.url));
    let before = 0;
    for (const delay of [0, 3, 11, 24, 37, 60]) {
      const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      await once(child.stdout, 'data');
      await wait(delay);
      child.kill('SIGKILL');
      await once(child, 'close');
      const told = said.slice(0, said.lastIndexOf('\n')).split('\n').map(Number).at(-1) ?? 0;
      const journal = Journal.open(path);
      assert.equal(journal.setAside, null);
      assert.ok(told > before, `${told} > ${before}`);
      assert.ok(journal.lastSeq >= told, `${journal.lastSeq} >= ${told}`);
      assertGapless(journal, before);
      before = journal.lastSeq;
      journal.close();
    }
    const journal = Journal.open(path);
    assertGapless(journal);
    const unfinished = journal.unfinishedRuns().map((run) => run.runId);
    journal.rebuild();
    assert.deepEqual(
      journal.unfinishedRuns().map((run) => run.runId),
      unfinished,
    );
    journal.close();
  });

  it('goes on without the write-ahead log, from what the file holds', async () => {
    const program = fileURLToPath(new URL('./write-events.ts', import.meta.url));
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.resume();
    await once(child.stdout, 'data');
    await wait(100);
    child.kill('SIGKILL');
    await once(child, 'close');
    rmSync(`${path}-wal`);
    rmSync(`${path}-shm`, { force: true });
    const journal = Journal.open(path);
    assertGapless(journal);
    journal.append(started('next', []));
    journal.commit();
    assertGapless(journal);
    journal.close();
  });

  it('refuses a journal of the future', () => {
    write(1);
    const bytes = readFileSync(path);
    bytes.writeUInt32BE(1000, 60);
    writeFileSync(path, bytes);
    assert.throws(() => Journal.open(path), {
      name: 'UserError',
      code: 'journal-newer',
      message: /1000, this program knows up to \d/,
    });
    assert.deepEqual(readFileSync(path), bytes);
  });

  it('sets any damaged file aside or works with it, and never throws anything but a clear message', () => {
    write(60);
    const good = readFileSync(path);
    let aside = 0;
    fc.assert(
      fc.property(
        fc.option(fc.nat(good.length), { nil: good.length }),
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 200 })), {
          maxLength: 4,
        }),
        (length, wounds) => {
          for (const name of readdirSync(folder)) rmSync(join(folder, name));
          const bytes = Buffer.from(good);
          for (const [at, wound] of wounds) bytes.set(wound.subarray(0, good.length - at), at);
          writeFileSync(path, bytes);
          truncateSync(path, length);
          const damaged = readFileSync(path);
          let journal: Journal;
          try {
            journal = Journal.open(path);
          } catch (error) {
            assert.ok(isUserError(error), String(error));
            assert.ok(['journal-newer', 'journal-foreign'].includes(errorCode(error) ?? ''), error.code);
            return;
          }
          try {
            if (journal.setAside !== null) {
              aside += 1;
              assert.ok(existsSync(journal.setAside));
              assert.equal(readFileSync(journal.setAside).length, damaged.length);
              assert.equal(journal.lastSeq, 0);
            }
            journal.append(started('next', ['s/a']));
            journal.commit();
            assert.equal(journal.run('next')?.status, 'running');
          } finally {
            journal.close();
          }
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(aside > 20, `${aside} were set aside`);
  });
});
