import assert from 'node:assert/strict';
import { access, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LogFile, type LogFileOptions } from '../../../../src/kernel/executor/log-file.ts';

describe('LogFile', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'));
    path = join(folder, 'run', 'execution.log');
  });

  afterEach(() => rm(folder, { recursive: true }));

  function open(more: Partial<LogFileOptions> = {}): LogFile {
    return new LogFile({
      path,
      title: 'attempt 1',
      capBytes: 1000,
      onFailure: assert.fail,
      onDrain: () => undefined,
      ...more,
    });
  }

  it('makes nothing where there is nothing to write', async () => {
    await open().close();
    assert.deepEqual(await readdir(folder), []);
  });

  it('keeps everything up to the cap', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 120 }), { maxLength: 9 }), async (lengths) => {
        await rm(path, { force: true });
        const log = open();
        const chunks = lengths.map((length, at) => Buffer.alloc(length, 97 + at));
        for (const chunk of chunks) {
          log.write(chunk);
          if (chunk.length % 2 === 0) await new Promise(setImmediate);
        }
        await log.close();
        const all = Buffer.concat(chunks);
        if (all.length > 0) assert.ok(all.equals(await readFile(path)));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the first and the last part of more, and says how much is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1001, max: 9000 }),
        fc.integer({ min: 1, max: 3000 }),
        async (size, step) => {
          await rm(path, { force: true });
          const all = Buffer.from(Array.from({ length: size }, (_, at) => 33 + (at % 90)));
          const log = open();
          for (let at = 0; at < size; at += step) {
            log.write(all.subarray(at, at + step));
            if (at % 3 === 0) await new Promise(setImmediate);
          }
          await log.close();
          const mark = `\n… ${size - 1000} bytes cut …\n`;
          const expected = all.toString('latin1', 0, 500) + mark + all.toString('latin1', size - 500);
          assert.equal(await readFile(path, 'utf8'), expected);
          assert.deepEqual(await readdir(join(folder, 'run')), ['execution.log']);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('begins the last part with a whole line', async () => {
    const log = open({ capBytes: 40 });
    log.write(
      Buffer.from(Array.from({ length: 30 }, (_, at) => `line ${String(at).padStart(2, '0')}\n`).join('')),
    );
    await log.close();
    assert.equal(
      await readFile(path, 'utf8'),
      'line 00\nline 01\nline\n… 204 bytes cut …\nline 28\nline 29\n',
    );
  });

  it('separates what follows, on a line of its own', async () => {
    for (const title of ['attempt 1', 'attempt 2', 'attempt 3']) {
      const log = open({ title });
      log.write(Buffer.from(title === 'attempt 2' ? 'two\n' : 'some'));
      await log.close();
    }
    assert.equal(await readFile(path, 'utf8'), 'some\n── attempt 2 ──\ntwo\n── attempt 3 ──\nsome');
  });

  it('leaves later attempts an eighth of the cap at least', async () => {
    for (let attempt = 1; attempt <= 3; attempt++) {
      const log = open({ title: `attempt ${attempt}` });
      log.write(Buffer.alloc(5000, 120));
      await log.close();
    }
    const { size } = await stat(path);
    assert.ok(size > 1200 && size < 1500, String(size));
  });

  it('asks to wait when the disk is slower, and says when it has caught up', async () => {
    let drained = 0;
    const log = open({ capBytes: 64 * 1024 * 1024, onDrain: () => (drained += 1) });
    assert.equal(log.write(Buffer.alloc(1024)), true);
    assert.equal(log.write(Buffer.alloc(2 * 1024 * 1024)), false);
    assert.equal(log.write(Buffer.alloc(1)), false);
    await log.close();
    assert.equal(drained, 1);
    await access(path);
  });

  it('tells a failure once and drops the rest', async () => {
    const failures: string[] = [];
    const log = open({ path: join(folder, 'file', 'x.log'), onFailure: (reason) => failures.push(reason) });
    await writeFile(join(folder, 'file'), '');
    for (let at = 0; at < 3; at++) {
      log.write(Buffer.from('x'));
      await new Promise(setImmediate);
    }
    await log.close();
    assert.equal(failures.length, 1);
    assert.match(failures[0] ?? '', /x\.log could not be written \(.+\); the run goes on without it$/);
  });
});
