import assert from 'node:assert/strict';
import { copyFile, open as openFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../../../src/common/errors.ts';
import { Library } from '../../../../src/library/library.ts';
import { programFile } from '../../../harness/program-file.ts';
import { libraryContent } from '../build/library-content.ts';
import { databaseOf } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

const workerEntry = programFile('library-worker');

describe('a library whose database is damaged', () => {
  let tree: TemporaryTree;
  let library: Library;

  beforeEach(async () => {
    tree = await temporaryTree(
      Object.fromEntries(
        Array.from({ length: 120 }, (_, at) => [
          `docs/${at % 5}/page${at}.md`,
          `# Page ${at}\n\nSee [another](../${(at + 1) % 5}/page${at + 1}.md).\n\n${'Some words here. '.repeat(at)}\n`,
        ]),
      ),
    );
    library = open();
  });
  afterEach(async () => {
    await library.close();
    await tree.remove();
  });

  function open(): Library {
    return new Library({ workspace: tree.root, database: databaseOf(tree.root), workerEntry });
  }

  for (const seed of [1, 2, 3, 4]) {
    it(`at random places is found out or does no harm, and is whole after a build of everything (${seed})`, async () => {
      const random = dice(seed);
      await library.build();
      await library.close();
      const database = databaseOf(tree.root);
      const whole = libraryContent(database);
      const sound = join(tree.root, '.dodeca', 'sound.db');
      await copyFile(database, sound);
      for (let round = 0; round < 3; round++) {
        for (const end of ['-wal', '-shm']) await rm(database + end, { force: true });
        await copyFile(sound, database);
        const { size } = await stat(database);
        const file = await openFile(database, 'r+');
        // A few bytes, or whole pages.
        for (let at = 0; at < 1 + random(20); at++)
          await file.write(
            Buffer.alloc(1 + random(random(2) === 0 ? 8 : 4096), random(256)),
            0,
            undefined,
            random(size),
          );
        await file.close();
        library = open();
        // Whoever asks is answered, or told one of the errors that there are for that.
        for (const query of ['words', 'page', 'another'])
          await library
            .search({ query })
            .catch((error) => assert.match(String(errorCode(error)), /^library-/));
        await library.build({ full: true });
        while ((await library.status()).building !== null) await sleep(20);
        await library.build();
        assert.equal((await library.search({ query: 'words' })).problem, null);
        await library.close();
        assert.deepEqual(libraryContent(database), whole, `round ${round}`);
      }
    });
  }
});

/** Whole numbers from 0 up to, not including, the given one: the same ones every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % sides;
  };
}
