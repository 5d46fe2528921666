import assert from 'node:assert/strict';
import { leavesWorkspace, normalFolder, scriptPath } from '../../../src/pipeline/workspace-path.ts';

describe('leavesWorkspace', () => {
  const inside = [
    'a',
    './a',
    'a/../b',
    'a/b/../../c',
    '**/*.csv',
    'a/**/b',
    'file{1..3}.txt',
    '{a,b}/*',
    '..a',
    'a..b',
  ];
  const outside = [
    '..',
    '../a',
    'a/../../b',
    '**/../a',
    '/etc/passwd',
    'C:\\x',
    'c:x',
    '\\\\server\\share',
    'a\\..\\..\\b',
    '!../a',
    '{a,..}/b',
    '{.,x}./b',
    '.{.,x}/b',
    '{a/,}../../b',
    'a/{b,../../..}/c',
  ];
  for (const path of inside) it(`keeps ${path} inside`, () => assert.equal(leavesWorkspace(path), false));
  for (const path of outside) it(`tells ${path} leads out`, () => assert.equal(leavesWorkspace(path), true));
});

describe('normalFolder', () => {
  it('writes a folder in one form', () => {
    assert.deepEqual(['./a//b/', 'a\\b', '.', './', 'a/..'].map(normalFolder), [
      'a/b',
      'a/b',
      null,
      null,
      null,
    ]);
  });
});

describe('scriptPath', () => {
  it('is below the folder the agent starts in, unless it is absolute', () => {
    assert.equal(scriptPath('sub', 'a.py'), 'sub/a.py');
    assert.equal(scriptPath(null, './a.py'), './a.py');
    assert.equal(scriptPath('sub', '/opt/a.py'), '/opt/a.py');
    assert.equal(scriptPath('sub', 'C:\\a.py'), 'C:\\a.py');
  });
});
