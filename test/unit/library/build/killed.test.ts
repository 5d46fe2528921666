import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';
import { type FileContent, libraryContent } from './library-content.ts';
import { buildOnce, databaseOf } from './open-builder.ts';

const program = fileURLToPath(new URL('./build-program.ts', import.meta.url));

/** Builds in a process of its own. @returns whether it came to its end before it was killed */
async function build(root: string, killAfterMs: number | null, deadly = ''): Promise<boolean> {
  const child = spawn(process.execPath, [program, root, deadly], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const ended = once(child, 'exit');
  const first = await Promise.race([once(lines, 'line'), ended]);
  if (first[0] === 'begun' && killAfterMs !== null) {
    await sleep(killAfterMs);
    child.kill('SIGKILL');
  }
  return (await ended)[0] === 0;
}

describe('a build that is killed', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('leaves a whole index at any moment, and the next one completes it to what it is from nothing', async function () {
    this.timeout(120_000);
    const name = (at: number) => `folder${at % 20}/file${at}.txt`;
    const text = (at: number, round: number) =>
      `file ${at}\n\n${`round ${round} words `.repeat(1 + (at % 40))}\nname: thing_${at}\n\nend`;
    const write = (from: number, to: number, round: number) =>
      tree.write(
        Object.fromEntries(
          Array.from({ length: to - from }, (_, at) => [name(from + at), text(from + at, round)]),
        ),
      );
    await write(0, 500, 0);
    let [killed, rounds] = [0, 0];
    while (killed < 5) {
      const round = ++rounds;
      assert.ok(round <= 20, `${killed} of 20 builds were killed before their end`);
      // Sooner and later in what the build takes.
      if (!(await build(tree.root, (round * 37) % 150))) killed += 1;
      const whole = await contentFromNothing(tree.root);
      const byPath = new Map(whole.map((file) => [file.path, file]));
      for (const file of libraryContent(databaseOf(tree.root))) {
        // What changed since stands there as it was, and whole as well.
        const same = byPath.get(file.path);
        if (same !== undefined && same.hash === file.hash) assert.deepEqual(asRead(file), asRead(same));
      }
      await write(round * 10, round * 10 + 100, round);
      await rename(join(tree.root, name(499 - round)), join(tree.root, `moved${round}.txt`));
      await rm(join(tree.root, name(300 + round)));
    }
    assert.equal(await build(tree.root, null), true);
    const content = libraryContent(databaseOf(tree.root));
    assert.deepEqual(content, await contentFromNothing(tree.root));
    assert.equal(content.length, 500 - rounds);
  });

  it('is not killed for ever by a file that takes its process down', async () => {
    await tree.write({ 'a.txt': 'first', 'deadly.txt': 'poison words', 'z.txt': 'last' });
    const ends: boolean[] = [];
    for (let attempt = 0; attempt < 5; attempt++) ends.push(await build(tree.root, null, 'deadly.txt'));
    assert.deepEqual(ends, [false, false, false, true, true]);
    const troubles = libraryContent(databaseOf(tree.root)).map(({ path, trouble }) => [path, trouble]);
    assert.deepEqual(troubles, [
      ['a.txt', null],
      ['deadly.txt', 'it ended the process'],
      ['z.txt', null],
    ]);
    // Another content, another chance.
    await tree.write({ 'deadly.txt': 'other words' });
    assert.equal(await build(tree.root, null, 'deadly.txt'), false);
    assert.equal(await build(tree.root, null), true);
    assert.equal(libraryContent(databaseOf(tree.root))[1]?.trouble, null);
  });
});

/** Without what is found out when all are read: where links lead, and what the review says. */
function asRead(file: FileContent): Record<string, unknown> {
  const { status: _, edges: _edges, findings: _findings, duplicate: _duplicate, ...read } = file;
  return read;
}

async function contentFromNothing(root: string) {
  const other = await temporaryTree();
  try {
    const database = join(other.root, 'library.db');
    await buildOnce(root, { database });
    return libraryContent(database);
  } finally {
    await other.remove();
  }
}
