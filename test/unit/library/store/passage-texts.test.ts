import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { LibraryStore } from '../../../../src/library/store/library-store.ts';
import { PassageTexts } from '../../../../src/library/store/passage-texts.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const) }),
  fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }),
);
const group = fc.record({ steps: fc.array(step, { maxLength: 12 }), fails: fc.boolean() });

describe('the full text of a library', () => {
  let tree: TemporaryTree;
  let store: LibraryStore;
  let texts: PassageTexts;

  beforeEach(async () => {
    tree = await temporaryTree();
    store = LibraryStore.open(join(tree.root, 'library.db'));
    texts = new PassageTexts(store.db);
  });
  afterEach(async () => {
    store.close();
    await tree.remove();
  });

  function found(word: string): number[] {
    return store.db
      .prepare<{ rowid: number }>('SELECT rowid FROM passage_text WHERE passage_text MATCH ? ORDER BY rowid')
      .all(word)
      .map(({ rowid }) => rowid);
  }

  it('has what was added and not removed, whatever happened in one group, and nothing of groups that failed', () => {
    let next = 1;
    let there: number[] = [];
    fc.assert(
      fc.property(fc.array(group, { maxLength: 6 }), (groups) => {
        for (const { steps, fails } of groups) {
          let coming = [...there];
          const work = () => {
            texts.forget();
            for (const one of steps) {
              if (one.kind === 'add') {
                texts.add(next, ['', '', `word w${next}`, '']);
                coming.push(next++);
              } else if (coming.length > 0) {
                const passage = coming[one.which % coming.length] ?? 0;
                texts.remove(passage);
                coming = coming.filter((other) => other !== passage);
              }
            }
            if (fails) throw new Error('it fails');
            texts.write();
            return true;
          };
          if (fails) assert.throws(() => store.group(work), /it fails/);
          else {
            store.group(work);
            there = coming;
          }
          assert.deepEqual(found('word'), there);
        }
      }),
    );
    for (const passage of there) assert.deepEqual(found(`w${passage}`), [passage]);
    store.db.exec("INSERT INTO passage_text(passage_text) VALUES ('integrity-check')");
  });
});
