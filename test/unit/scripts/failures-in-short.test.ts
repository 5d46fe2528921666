import assert from 'node:assert/strict';

interface Module {
  failuresInShort(output: string): readonly string[];
}

describe('failures in short', () => {
  let failuresInShort: Module['failuresInShort'];

  before(async () => {
    // Plain JavaScript, for it runs on whatever Node there is before anything is installed.
    const module: string = new URL('../../../scripts/failures-in-short.mjs', import.meta.url).href;
    ({ failuresInShort } = (await import(module)) as Module);
  });

  it('are none where none failed', () => {
    assert.deepEqual(failuresInShort('  ✔ counts 3 failing\n\n  1 passing (1s)\n'), []);
  });

  it('keep what was said and where, and leave out what a browser did and where others called', () => {
    const output = [
      '    1) opens',
      '',
      '  2 passing (1s)',
      '  2 failing',
      '',
      '  1) a window',
      '       opens:',
      '     Error: the menu to close: not within 60 s',
      '      at until (test/harness/vscode/until.ts:33:13)',
      '      at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      '',
      '  2) a window',
      '       closes:',
      '     locator.click: Timeout 60000ms exceeded.',
      'Call log:',
      '  - waiting for locator',
      '    115 × waiting for element to be visible',
      '',
      '      at close (test/e2e/a.test.ts:4:2)',
      '      at Runnable.run (node_modules/mocha/lib/runnable.js:1:1)',
      '',
    ].join('\n');
    assert.deepEqual(failuresInShort(output), [
      [
        '  1) a window',
        '       opens:',
        '     Error: the menu to close: not within 60 s',
        '      at until (test/harness/vscode/until.ts:33:13)',
        '',
      ].join('\n'),
      [
        '  2) a window',
        '       closes:',
        '     locator.click: Timeout 60000ms exceeded.',
        '      at close (test/e2e/a.test.ts:4:2)',
        '',
      ].join('\n'),
    ]);
  });

  it('are cut where they are long, which is said', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `       line ${at}`);
    const [told = ''] = failuresInShort(
      `  1 failing\n\n  1) a list\n       is equal:\n${lines.join('\n')}\n`,
    );
    assert.match(told, /line 13\n {7}… 26 more lines above\n$/);
  });
});
