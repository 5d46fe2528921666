import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Contents of files by their SHA-256: `ab/ab12…`. */
export class BlobStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  path(hash: string): string {
    return join(this.folder, hash.slice(0, 2), hash);
  }

  /** Bytes of a content; null where it is not kept. */
  size(hash: string): number | null {
    return statSync(this.path(hash), { throwIfNoEntry: false })?.size ?? null;
  }

  /** Keeps what a file or any other source holds; a `wanted` hash that it has not is refused with null. */
  async put(
    source: string | AsyncIterable<Buffer> | Iterable<Uint8Array>,
    wanted?: string,
  ): Promise<{ readonly hash: string; readonly bytes: number } | null> {
    const temporary = join(this.folder, `${randomUUID()}.tmp`);
    try {
      const kept = await copy(
        typeof source === 'string' ? createReadStream(source) : source,
        temporary,
        0o600,
      );
      if (wanted !== undefined && kept.hash !== wanted) return null;
      if (this.size(kept.hash) !== kept.bytes) {
        await mkdir(dirname(this.path(kept.hash)), { recursive: true });
        await rename(temporary, this.path(kept.hash));
      }
      return kept;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Writes a content to a file, which appears whole or not at all. False where the content is damaged. */
  async copyOut(hash: string, target: string, mode: number): Promise<boolean> {
    await mkdir(dirname(target), { recursive: true });
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      const written = await copy(createReadStream(this.path(hash)), temporary, mode);
      if (written.hash !== hash) return false;
      await chmod(temporary, mode);
      await rename(temporary, target);
      return true;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  remove(hashes: Iterable<string>): void {
    for (const hash of hashes) rmSync(this.path(hash), { force: true });
  }

  clear(): void {
    for (const name of readdirSync(this.folder)) {
      rmSync(join(this.folder, name), { recursive: true, force: true });
    }
  }

  /** Every content that is kept, and what a dead process left half-written; last changed before `beforeMs`. */
  *olderThan(beforeMs: number): Iterable<{ readonly name: string; readonly path: string }> {
    for (const entry of readdirSync(this.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats && stats.mtimeMs < beforeMs) yield { name: entry.name, path };
    }
  }
}

async function copy(
  source: AsyncIterable<Buffer> | Iterable<Uint8Array>,
  target: string,
  mode: number,
): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured() {
    for await (const piece of source) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  await pipeline(measured, createWriteStream(target, { flags: 'wx', mode }));
  return { hash: hash.digest('hex'), bytes };
}
