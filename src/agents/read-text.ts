import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSource } from '../common/decode-source.ts';

/** The text of a file of the workspace; null where it cannot be read (any more). */
export function readText(workspace: string, path: string): string | null {
  try {
    return decodeSource(readFileSync(join(workspace, path)));
  } catch {
    return null;
  }
}
