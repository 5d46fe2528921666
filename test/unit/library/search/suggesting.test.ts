import assert from 'node:assert/strict';
import { SearchedWorkspace } from './searched-workspace.ts';

describe('suggesting names', () => {
  let workspace: SearchedWorkspace;

  before(async () => {
    workspace = await SearchedWorkspace.open({
      'src/users.ts': [
        'export interface User {',
        '  id: number;',
        '}',
        'export function getUserName(user: User) {',
        '  return user.id;',
        '}',
        'export function getUserById(id: number) {',
        '  return id;',
        '}',
        'export class HTTPServer {}',
        '',
      ].join('\n'),
      'src/user_store.py': 'def get_user_email(user):\n    return user\n\n\ndef unrelated():\n    return 1\n',
      'docs/user-guide.md': '# User guide\n\nWords.\n\n## Getting started\n\nMore.\n',
    });
    workspace.searcher.complete();
  });
  after(() => workspace.close());

  function suggested(text: string, limit = 10): string[] {
    return workspace.searcher.suggest({ text, limit }).map((suggestion) => suggestion.text);
  }

  it('gives what is called so first, then what begins so, then what has a part that does', () => {
    const found = suggested('user', 20);
    assert.equal(found[0], 'User');
    for (const name of [
      'users.ts',
      'user_store.py',
      'user-guide.md',
      'User guide',
      'getUserName',
      'get_user_email',
    ])
      assert.ok(found.includes(name), `${name} is not in ${found}`);
    assert.ok(found.indexOf('users.ts') < found.indexOf('getUserName'));
  });

  it('takes every way to write a name for the same', () => {
    for (const typed of ['getUserN', 'getusern', 'get_user_n', 'get user n', 'GET-USER-N'])
      assert.equal(suggested(typed)[0], 'getUserName', typed);
  });

  it('begins at any part of a name, also of capitals', () => {
    assert.deepEqual(suggested('serv'), ['HTTPServer']);
    assert.ok(suggested('email').includes('get_user_email'));
  });

  it('asks for all words, in any order', () => {
    assert.deepEqual(suggested('name user'), ['getUserName']);
    assert.ok(suggested('started').includes('Getting started'));
  });

  it('forgives what is typed wrong, behind everything that was typed right', () => {
    assert.ok(suggested('emial').includes('get_user_email'));
    assert.equal(suggested('unrelted')[0], 'unrelated');
    assert.deepEqual(suggested('qqqqqqq'), []);
  });

  it('gives paths where a path is typed', () => {
    assert.deepEqual(suggested('src/us'), ['src/users.ts', 'src/user_store.py']);
  });

  it('tells where a name is', () => {
    const [first] = workspace.searcher.suggest({ text: 'getuserbyid' });
    assert.deepEqual(
      { ...first, score: 0 },
      { text: 'getUserById', kind: 'function', path: 'src/users.ts', line: 7, score: 0 },
    );
  });

  it('gives no more than were asked for, the same ones first, and the scores fall', () => {
    const all = workspace.searcher.suggest({ text: 'u', limit: 100 });
    assert.ok(all.length > 3);
    assert.deepEqual(workspace.searcher.suggest({ text: 'u', limit: 3 }), all.slice(0, 3));
    for (const [at, { score }] of all.entries()) assert.ok(at === 0 || score <= (all[at - 1]?.score ?? 0));
  });

  it('gives nothing for nothing', () => {
    for (const typed of ['', '  ', '...']) assert.deepEqual(suggested(typed), []);
  });
});
