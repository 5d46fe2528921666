import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of heap above which what a large file left behind is collected. */
const ceiling = 96 * 1024 * 1024;
/** Bytes of a file whose syntax tree is worth a look at the heap. */
const large = 128 * 1024;

let collect: (() => void) | undefined;

/**
 * Lets go of the syntax tree of a large file before the next one is read. V8 by itself lets the heap grow to several
 * times of what is in use, since it cannot know that the next tree needs as much and this one is dead.
 *
 * @param bytes of the file that was read
 */
export function collectGarbageAfter(bytes: number): void {
  if (bytes < large || getHeapStatistics().used_heap_size < ceiling) return;
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    const exposed: unknown = runInNewContext('gc');
    collect = typeof exposed === 'function' ? () => exposed() : () => undefined;
  }
  collect();
}
