import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filesCalled, namesBeginning } from '../../../../src/library/search/look-up-names.ts';
import { NameIndex } from '../../../../src/library/search/name-index.ts';
import { NameTable } from '../../../../src/library/search/name-table.ts';
import { Occurrences } from '../../../../src/library/search/occurrences.ts';
import { SearchedWorkspace } from './searched-workspace.ts';

describe('names that are looked up', () => {
  let workspace: SearchedWorkspace;

  before(async () => {
    workspace = await SearchedWorkspace.open({
      'src/get_user.py': 'def getUser():\n    pass\n\n\ndef größe_messen():\n    pass\n',
      'src/user.ts': 'export class GetUser {}\nexport const ab = 1;\n',
      'docs/a/b.md': '# Get user\n\n## a/b\n\n## GRÖSSE\n\nWords.\n',
      'docs/100%.md': '# 100 %\n\n## a_b\n',
      'get.user.md': '# Other\n\n## İstanbul\n',
    });
  });
  after(() => workspace.close());

  it('are the same as those in memory: files that hold what is called exactly so, and names that begin so', () => {
    const { db } = workspace.store;
    const occurrences = new Occurrences();
    const index = new NameIndex((name) => occurrences.countOf(name));
    const names = new NameTable(db, index, occurrences);
    const files = db.prepare<{ id: number; path: string }>('SELECT id, path FROM files').all();
    names.put(files);
    const inOrder = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b);
    const typed = fc.oneof(
      fc.constantFrom(
        'get user',
        'GET_USER',
        'getUser',
        'getuser.py',
        'get_user.py',
        'ab',
        'b',
        'a/b',
        'GRÖSSE',
      ),
      fc.constantFrom(
        'größe messen',
        '100',
        '100%',
        '%',
        '_',
        'İstanbul',
        'istanbul',
        'other',
        'user',
        'get.user',
      ),
      fc.string({ unit: fc.constantFrom(...'abgetuser_%.ö/ '), maxLength: 8 }),
    );
    fc.assert(
      fc.property(typed, (text) => {
        assert.deepEqual(inOrder(filesCalled(db, text)), inOrder(names.filesCalled(text)));
        assert.deepEqual(namesBeginning(db, text, 3), index.beginning(text, 3));
      }),
    );
    assert.equal(filesCalled(db, 'get user').size, 4);
    assert.equal(filesCalled(db, 'b').size, 1);
    assert.deepEqual(namesBeginning(db, 'user', 2), ['user.ts', 'GetUser']);
  });
});
