import assert from 'node:assert/strict';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ReadLog } from '../../../src/logs/log-source.ts';
import { LogWindow, type WindowLimits } from '../../../src/logs/log-window.ts';
import { readLog } from '../../../src/orchestrator/read-log.ts';

describe('LogWindow', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-window-'));
    path = join(folder, 'a.log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The reading that the engine does, with what was asked of it. */
  function reader(isOpen = () => false): ReadLog & { bytes: number; calls: number } {
    const read = Object.assign(
      async (offset: number, limit: number) => {
        read.calls += 1;
        const piece = await readLog(path, offset, limit, isOpen());
        read.bytes += piece.next - offset;
        return piece;
      },
      { bytes: 0, calls: 0 },
    );
    return read;
  }

  /** What a window may show of a log: whole lines, and whole characters. */
  function assertSlice(window: LogWindow, bytes: Buffer): void {
    const [from, to] = [window.before, window.before + window.length];
    assert.equal(window.text, bytes.subarray(from, to).toString('utf8'));
    assert.ok(from === 0 || bytes[from - 1] === 10, `begins within a line, at ${from}`);
    assert.ok(to === bytes.length || bytes[to - 1] === 10, `ends within a line, at ${to}`);
  }

  const small: WindowLimits = { piece: 64, followed: 128, most: 1024 };
  const line = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\n', ' '));
  const lines = fc.array(line, { maxLength: 120 }).map((all) => all.join('\n'));

  it('shows a slice of the log that is cut at lines, whatever was looked at', async () => {
    const step = fc.constantFrom('end', 'beginning', 'earlier', 'later', 'grow', 'fill');
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.tuple(step, lines), { maxLength: 12 }), async (first, steps) => {
        writeFileSync(path, first);
        const window = new LogWindow(reader(), small);
        await window.showEnd();
        assertSlice(window, readFileSync(path));
        for (const [name, more] of steps) {
          if (name === 'end') await window.showEnd();
          if (name === 'beginning') await window.showBeginning();
          if (name === 'earlier') await window.earlier();
          if (name === 'later') await window.later();
          if (name === 'grow' || name === 'fill') {
            appendFileSync(path, `\n${more}`);
            await window.grow(name === 'grow');
          }
          assertSlice(window, readFileSync(path));
          assert.ok(window.length <= small.most + small.piece, `${window.length} bytes`);
        }
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('comes to every byte of a log, going back from its end', async () => {
    await fc.assert(
      fc.asyncProperty(lines, async (text) => {
        writeFileSync(path, text);
        const window = new LogWindow(reader(), { ...small, most: 1_000_000 });
        await window.showEnd();
        while (window.before > 0) {
          const { before } = window;
          const shown = window.text;
          const came = await window.earlier();
          assert.ok(window.before < before, 'it goes on');
          assert.ok(window.text.endsWith(shown));
          assert.equal(window.text.split('\n').length, shown.split('\n').length + came);
        }
        assert.equal(window.text, readFileSync(path, 'utf8'));
      }),
    );
  });

  it('finds the beginnings of lines among bytes that are no characters', async () => {
    const bytes = fc
      .uint8Array({ maxLength: 600 })
      .map((all) => Buffer.from(all.map((byte) => (byte < 40 ? 10 : byte))));
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        writeFileSync(path, content);
        const window = new LogWindow(reader(), small);
        for (const look of ['showEnd', 'earlier', 'earlier', 'later', 'showBeginning', 'later'] as const) {
          await window[look]();
          const [from, to] = [window.before, window.before + window.length];
          assert.ok(from === 0 || content[from - 1] === 10);
          assert.ok(to === content.length || content[to - 1] === 10);
          const inFile = content.subarray(from, to).toString('latin1');
          assert.equal(window.text.split('\n').length, inFile.split('\n').length);
        }
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('cuts a line that is longer than the window between characters', async () => {
    const content = 'é€🙂'.repeat(2000);
    writeFileSync(path, content);
    const window = new LogWindow(reader(), small);
    await window.showEnd();
    assert.ok(window.length > 0 && content.endsWith(window.text));
    assert.ok(!window.text.includes('\ufffd'));
    await window.earlier();
    assert.ok(content.includes(window.text) && !window.text.includes('\ufffd'));
    await window.showBeginning();
    assert.ok(content.startsWith(window.text) && window.text !== '');
  });

  it('opens a large log by its last piece, and follows it by what is new', async () => {
    const file = openSync(path, 'w');
    const block = Array.from(
      { length: 10_000 },
      (_, n) => `line ${n}: the beam is at 4.2 K, Δ = ${n % 7} mm\n`,
    ).join('');
    for (let blocks = 0; blocks < 100; blocks++) writeSync(file, block);
    closeSync(file);
    const size = Buffer.byteLength(block) * 100;
    assert.ok(size > 40_000_000);
    let open = true;
    const read = reader(() => open);
    const window = new LogWindow(read);
    await window.showEnd();
    assert.ok(read.bytes <= 513 * 1024 && read.calls <= 3, `${read.calls} calls read ${read.bytes} bytes`);
    assert.ok(window.text.endsWith('line 9999: the beam is at 4.2 K, Δ = 3 mm\n'));
    assert.equal(window.before + window.length, size);
    assert.ok(window.text.startsWith('line '));

    read.bytes = 0;
    appendFileSync(path, 'one more\n');
    assert.equal(await window.grow(true), true);
    assert.ok(window.text.endsWith('mm\none more\n'));
    assert.equal(read.bytes, 9);
    assert.equal(await window.grow(true), false);

    open = false;
    assert.equal(await window.grow(true), true);
    assert.equal(window.isOpen, false);
  });

  it('lets the oldest go while the end is followed, and keeps it for somebody who reads', async () => {
    const text = Array.from({ length: 40 }, (_, n) => `line ${n}\n`).join('');
    writeFileSync(path, '');
    const [followed, read] = [
      new LogWindow(
        reader(() => true),
        small,
      ),
      new LogWindow(
        reader(() => true),
        small,
      ),
    ];
    await Promise.all([followed.showEnd(), read.showEnd()]);
    for (let n = 0; n < 10; n++) {
      appendFileSync(path, text.slice(0, 100));
      await followed.grow(true);
      await read.grow(false);
    }
    assert.ok(followed.before > 0 && followed.length <= 2 * small.followed + small.piece);
    assert.equal(followed.after, 0);
    assert.equal(read.before, 0);
    assert.equal(read.length, 1000);
    for (let n = 0; n < 10; n++) {
      appendFileSync(path, text);
      await read.grow(false);
    }
    assert.equal(read.before, 0, 'what is read stays');
    assert.ok(read.length <= small.most + small.piece && read.after > 0);
  });

  it('leaves out what comes faster than it can be read', async () => {
    writeFileSync(path, 'begin\n');
    const read = reader(() => true);
    const window = new LogWindow(read, small);
    await window.showEnd();
    appendFileSync(path, 'much\n'.repeat(10_000));
    read.bytes = 0;
    await window.grow(true);
    assert.equal(window.after, 0);
    assert.ok(read.bytes < 1000, `${read.bytes} bytes`);
  });

  it('begins anew with a log that was begun anew, and shows nothing of one that is not there', async () => {
    const window = new LogWindow(
      reader(() => true),
      small,
    );
    await window.showEnd();
    assert.equal(window.text, '');
    writeFileSync(path, 'a long first line\n');
    await window.grow(true);
    writeFileSync(path, 'anew\n');
    await window.grow(true);
    assert.equal(window.text, 'anew\n');
  });
});
