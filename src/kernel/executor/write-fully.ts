import type { FileHandle } from 'node:fs/promises';

/** Writes all bytes, however many the system takes at a time; at the end of the file where `position` is null. */
export async function writeFully(file: FileHandle, bytes: Buffer, position: number | null): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const at = position === null ? null : position + done;
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at);
    done += bytesWritten;
  }
}
