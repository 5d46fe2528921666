import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** A file in an archive. */
export interface ZipEntry {
  readonly path: string;
  /** Permissions, as Unix has them; 0 where none were recorded. */
  readonly mode: number;
  readonly bytes: Buffer;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** The files of a ZIP archive below 4 GB, as PKWARE's APPNOTE 6.3.10 has them; a VSIX is one. */
export function readZip(archive: string): readonly ZipEntry[] {
  const data = readFileSync(archive);
  const end = data.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || data.readUInt32LE(end) !== endOfDirectory) throw new Error(`${archive} is no ZIP archive`);
  const entries: ZipEntry[] = [];
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (data.readUInt32LE(at) !== directoryEntry) throw new Error(`${archive} is damaged`);
    const lengths = [28, 30, 32].map((offset) => data.readUInt16LE(at + offset));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const path = data.toString('utf8', at + 46, at + 46 + name);
    if (!path.endsWith('/'))
      entries.push({ path, mode: data.readUInt32LE(at + 38) >>> 16, bytes: contentAt(data, at) });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** What an entry of the directory points to. */
function contentAt(data: Buffer, entry: number): Buffer {
  const method = data.readUInt16LE(entry + 10);
  const size = data.readUInt32LE(entry + 20);
  const local = data.readUInt32LE(entry + 42);
  const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
  const packed = data.subarray(start, start + size);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed);
  throw new Error(`unknown compression ${method}`);
}

/** Unpacks an archive of our own making into a folder. */
export function unpackZip(archive: string, folder: string): void {
  for (const { path, mode, bytes } of readZip(archive)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    if ((mode & 0o111) !== 0) chmodSync(file, 0o755);
  }
}
