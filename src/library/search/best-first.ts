import { Heap } from '../../common/heap.ts';

/**
 * The first `limit` of many in order, without putting the others in order.
 *
 * @param compare as for sorting; no two are equal
 */
export function bestFirst<T>(all: readonly T[], limit: number, compare: (a: T, b: T) => number): T[] {
  const last = new Heap<T>((a, b) => compare(b, a));
  for (const one of all) {
    if (last.size < limit) last.push(one);
    else if (compare(one, last.peek() as T) < 0) {
      last.pop();
      last.push(one);
    }
  }
  return [...last.values()].sort(compare);
}
