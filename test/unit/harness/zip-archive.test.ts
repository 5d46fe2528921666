import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { withWorkspace } from '../../harness/test-workspace.ts';
import { readZip } from '../../harness/vscode/zip-archive.ts';

/** An archive of one file, written by hand from the format's description. */
function archiveOf(name: string, content: string, compressed: boolean, mode: number): Buffer {
  const data = compressed ? deflateRawSync(content) : Buffer.from(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(compressed ? 8 : 0, 8);
  local.writeUInt16LE(Buffer.byteLength(name), 26);
  local.writeUInt16LE(4, 28);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(compressed ? 8 : 0, 10);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt16LE(Buffer.byteLength(name), 28);
  entry.writeUInt32LE((mode << 16) >>> 0, 38);
  const body = Buffer.concat([local, Buffer.from(name), Buffer.alloc(4), data]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, entry, Buffer.from(name), end]);
}

describe('a ZIP archive', () => {
  for (const compressed of [true, false]) {
    it(`is read, its files ${compressed ? 'compressed' : 'stored'}`, () =>
      withWorkspace(null, {}, async (workspace) => {
        const file = path.join(workspace.path, 'a.zip');
        writeFileSync(file, archiveOf('a/grün.txt', 'hello hello hello', compressed, 0o100755));
        const [entry, ...others] = readZip(file);
        assert.deepEqual(others, []);
        assert.equal(entry?.path, 'a/grün.txt');
        assert.equal(entry?.bytes.toString(), 'hello hello hello');
        assert.equal((entry?.mode ?? 0) & 0o777, 0o755);
      }));
  }

  it('is refused where it is none', () =>
    withWorkspace(null, { 'a.zip': 'nothing' }, async (workspace) => {
      assert.throws(() => readZip(path.join(workspace.path, 'a.zip')), /is no ZIP archive/);
    }));
});
