import { join } from 'node:path';
import { decodeSource } from '../../common/decode-source.ts';
import { ContentReader } from '../build/content-reader.ts';
import type { ReadText } from './script-projects.ts';

/** Bytes of a file of configuration; what is larger is data, and is not parsed while others wait. */
const most = 1024 * 1024;

/** Reads small files of a workspace: `package.json` and its like. No link in the place of a file is followed. */
export function configurationText(workspace: string): ReadText {
  const reader = new ContentReader();
  return (path) => {
    const reading = reader.read(join(workspace, path), most, 0);
    return reading.kind === 'read' ? decodeSource(reading.bytes) : null;
  };
}
