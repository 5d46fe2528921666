import assert from 'node:assert/strict';
import { SearchedWorkspace } from './searched-workspace.ts';

describe('what a name means', () => {
  let workspace: SearchedWorkspace;

  afterEach(() => workspace.close());

  async function open(files: Readonly<Record<string, string>>): Promise<void> {
    workspace = await SearchedWorkspace.open(files);
  }

  const define = (name: string, language: string | null = null) =>
    workspace.searcher.define({ name, language });

  it('is told by its declaration, with what that says of itself', async () => {
    await open({
      'src/fit.py':
        '"""Fits of orbits."""\n\n\ndef fit_orbit(points, order=2):\n    """Fits an orbit to points. Slowly."""\n    return points\n',
      'src/orbit.ts':
        '/** An orbit as it was measured. More of it. */\nexport class Orbit {\n  // Turns it.\n  turn(angle: number): void {}\n}\n',
    });
    assert.deepEqual(define('fit_orbit'), {
      name: 'fit_orbit',
      kind: 'function',
      signature: 'def fit_orbit(points, order=2)',
      within: null,
      summary: 'Fits an orbit to points.',
      path: 'src/fit.py',
      line: 4,
      language: 'python',
      status: 'found',
      others: 0,
    });
    assert.equal(define('Orbit')?.summary, 'An orbit as it was measured.');
    assert.deepEqual([define('turn')?.within, define('turn')?.summary], ['Orbit', 'Turns it.']);
    assert.equal(define('nothing_is_called_so'), null);
    assert.equal(define(''), null);
  });

  it('is told by what its document says, where the declaration says nothing or the file has changed', async () => {
    await open({ 'src/fit.py': '"""Fits of orbits."""\n\n\ndef fit_orbit(points):\n    return points\n' });
    assert.equal(define('fit_orbit')?.summary, 'Fits of orbits.');
    await workspace.tree.write({ 'src/fit.py': '# one\n# two\n# A comment of something else.\nother = 1\n' });
    assert.equal(define('fit_orbit')?.summary, 'Fits of orbits.');
  });

  it('is what is written exactly so, or else what is written in another way', async () => {
    await open({
      'a.py': 'def get_user():\n    pass\n',
      'b.ts': 'export function getUser() {}\n',
      'c.ts': 'export class GetUser {}\n',
    });
    assert.equal(define('getUser')?.path, 'b.ts');
    assert.equal(define('GetUser')?.path, 'c.ts');
    assert.equal(define('get_user')?.path, 'a.py');
    assert.notEqual(define('GETUSER'), null);
  });

  it('is that of the same language first, then what one can rely on most, never what was rejected before others', async () => {
    const declared = (more: string) => `def load(path):\n    return path\n\n\n${more} = 1\n`;
    await open({
      'a.py': declared('A'),
      'b.py': declared('B'),
      'deep/in/it/c.py': declared('C'),
      'd.ts': 'export function load() {}\n',
    });
    assert.equal(define('load', 'typescript')?.path, 'd.ts');
    assert.equal(define('load', 'python')?.path, 'a.py');
    assert.equal(define('load', 'python')?.others, 3);
    workspace.judge({ 'b.py': 'reviewed', 'deep/in/it/c.py': 'canonical', 'd.ts': 'canonical' });
    assert.equal(define('load', 'python')?.path, 'deep/in/it/c.py');
    workspace.judge({ 'a.py': 'rejected', 'b.py': 'rejected', 'deep/in/it/c.py': 'rejected' });
    assert.equal(define('load', 'python')?.path, 'd.ts');
    workspace.judge({ 'd.ts': 'rejected' });
    assert.equal(define('load', 'python')?.path, 'a.py');
  });

  it('is a class sooner than a heading, and what is imported most before what has the shortest path', async () => {
    await open({
      'docs/orbit.md': '# Orbit\n\nWords.\n\n## Orbit\n',
      'src/deep/orbit.py': 'class Orbit:\n    pass\n',
      'src/orbit.py': 'class Orbit:\n    pass\n',
      'src/user.py': 'x = 1\n',
    });
    assert.equal(define('Orbit')?.path, 'src/orbit.py');
    workspace.insert('edges', {
      from_file: workspace.idOf('src/user.py'),
      line: 1,
      kind: 'import',
      to_path: 'src/deep/orbit.py',
    });
    assert.equal(define('Orbit')?.path, 'src/deep/orbit.py');
  });

  it('tells no secret', async () => {
    await open({
      'a.py': 'def connect():\n    """Connects with AKIAIOSFODNN7EXAMPLE now."""\n    return 1\n',
    });
    assert.match(define('connect')?.summary ?? '', /^Connects with/);
    assert.doesNotMatch(define('connect')?.summary ?? '', /AKIAIOSFODNN7EXAMPLE/);
  });

  it('is never a file or its title, which declare nothing', async () => {
    await open({ 'magnet.txt': 'words\n' });
    assert.equal(define('magnet'), null);
    assert.equal(define('magnet.txt'), null);
  });
});
