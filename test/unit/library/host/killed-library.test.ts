import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { libraryContent } from '../build/library-content.ts';
import { databaseOf } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

const program = fileURLToPath(new URL('./build-whole-library.ts', import.meta.url));

/** Builds in a process of its own. @returns how long it took, ms; null where it was killed before its end */
async function build(root: string, database: string, killAfterMs: number | null): Promise<number | null> {
  const child = spawn(process.execPath, [program, root, database], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const ended = once(child, 'exit');
  await Promise.race([once(lines, 'line'), ended]);
  const began = performance.now();
  if (killAfterMs !== null) {
    await Promise.race([sleep(killAfterMs), ended]);
    child.kill('SIGKILL');
  }
  return (await ended)[0] === 0 ? performance.now() - began : null;
}

/** Documents of several kinds that refer to each other, some of them nearly the same. */
function documents(from: number, to: number, round: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: to - from }, (_, index) => from + index).flatMap((at) => [
      [
        `src/m${at % 9}/module_${at}.py`,
        `"""Module ${at}, round ${round}."""\n\nfrom src.m${(at + 1) % 9} import module_${at + 1}\n\n\ndef thing_${at}(x):\n    return x + ${round}\n`,
      ],
      [
        `docs/d${at % 7}/page${at}.md`,
        `# Page ${at}\n\nSee [the next](../d${(at + 1) % 7}/page${at + 1}.md).\n\n${`Words of round ${round}. `.repeat(at % 50)}\n`,
      ],
      [`data/table${at}.csv`, `name,value\n${`row,${at}\n`.repeat(1 + (at % 30))}`],
    ]),
  );
}

describe('a whole library whose process is killed', () => {
  let tree: TemporaryTree;
  let other: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
    other = await temporaryTree();
  });
  afterEach(async () => {
    await tree.remove();
    await other.remove();
  });

  it('is, after six kills at any moments, what it is when it is built at once', async function () {
    this.timeout(240_000);
    await tree.write(documents(0, 300, 0));
    let whole =
      (await build(tree.root, join(other.root, 'first.db'), null)) ?? assert.fail('it was not built');
    let [killed, rounds] = [0, 0];
    while (killed < 6) {
      const round = ++rounds;
      assert.ok(round <= 20, `${killed} of 20 were killed before their end`);
      // Early and late moments alike, not in order.
      const took = await build(tree.root, databaseOf(tree.root), whole * (((round * 7) % 10) / 10));
      if (took === null) killed += 1;
      // There was less to do than before.
      else whole = took;
      // Never those that were removed or renamed before.
      const from = 20 * (1 + ((round - 1) % 12));
      await tree.write(documents(from, from + 30, round));
      await rename(
        join(tree.root, `data/table${299 - round}.csv`),
        join(tree.root, `data/moved${round}.csv`),
      );
      await rm(join(tree.root, `docs/d${round % 7}/page${round}.md`));
    }
    assert.notEqual(await build(tree.root, databaseOf(tree.root), null), null);
    const database = join(other.root, 'library.db');
    await build(tree.root, database, null);
    const content = libraryContent(databaseOf(tree.root));
    assert.equal(content.length, 900 - rounds);
    assert.deepEqual(content, libraryContent(database));
  });
});
