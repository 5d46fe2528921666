import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLog } from '../../../src/orchestrator/read-log.ts';

describe('readLog', () => {
  let folder = '';
  let log = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-log-'));
    log = join(folder, 'x.log');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function readAll(pieceBytes: number): Promise<string> {
    let text = '';
    for (let offset = 0; ; ) {
      const piece = await readLog(log, offset, pieceBytes, false);
      if (piece.text === '') return text;
      text += piece.text;
      offset = piece.next;
    }
  }

  it('gives the same text in pieces of any size, never cutting a character', async () => {
    const text = 'a£€😀 — Ünïcødé\n'.repeat(7);
    writeFileSync(log, text);
    for (let size = 4; size < 40; size++) assert.equal(await readAll(size), text);
  });

  it('comes to an end also where the log ends within a character, or is no text at all', async () => {
    writeFileSync(log, Buffer.from([0x61, 0xe2, 0x82]));
    assert.equal((await readAll(100)).at(0), 'a');
    writeFileSync(log, Buffer.from([0xff, 0xfe, 0x80, 0x80, 0x80, 0x80, 0xf0]));
    assert.ok((await readAll(4)).length > 0);
  });

  it('waits for the rest of a character while the log is open, and follows what is appended', async () => {
    writeFileSync(log, Buffer.from([0x61, 0xe2, 0x82]));
    const first = await readLog(log, 0, 100, true);
    assert.deepEqual([first.text, first.next, first.open], ['a', 1, true]);
    appendFileSync(log, Buffer.from([0xac]));
    assert.equal((await readLog(log, first.next, 100, false)).text, '€');
  });

  it('is empty where nothing was printed, and begins anew where the log is shorter than before', async () => {
    assert.deepEqual(await readLog(log, 0, 100, false), { text: '', next: 0, size: 0, open: false });
    writeFileSync(log, 'new');
    assert.equal((await readLog(log, 1000, 100, false)).text, 'new');
  });
});
