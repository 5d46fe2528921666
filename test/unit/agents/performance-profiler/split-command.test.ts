import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandText, splitCommand } from '../../../../src/agents/performance-profiler/split-command.ts';

describe('split command', () => {
  it('takes plain and quoted words apart', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['python bench.py', ['python', 'bench.py']],
      ['  node\t bench.js   --n=3 ', ['node', 'bench.js', '--n=3']],
      [`node "my bench.js" 'a b'c ""`, ['node', 'my bench.js', 'a bc', '']],
      [`node '$HOME' "it's"`, ['node', '$HOME', "it's"]],
      ['./run -x', ['./run', '-x']],
    ];
    for (const [text, words] of cases)
      assert.deepEqual(splitCommand(text, false), { kind: 'program', words });
  });

  it('leaves to the shell what only a shell knows', () => {
    for (const line of [
      'a | b',
      'a && b',
      'a > b',
      'echo $HOME',
      'echo "$HOME"',
      'ls *.py',
      'A=1 node a.js',
      'a; b',
      'echo `a`',
      'a "unfinished',
      'echo a\\ b',
      '~/bin/a',
      'a\nb',
      '',
      ' ',
    ])
      assert.deepEqual(splitCommand(line, false), { kind: 'shell', line }, line);
  });

  it('takes a backslash for a folder on Windows, and a percent sign for a variable', () => {
    assert.deepEqual(splitCommand('bin\\a.exe "c:\\x y"', true), {
      kind: 'program',
      words: ['bin\\a.exe', 'c:\\x y'],
    });
    assert.equal(splitCommand('echo %PATH%', true).kind, 'shell');
  });

  it('takes a list as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (words) => {
        assert.deepEqual(splitCommand(words), { kind: 'program', words });
      }),
    );
  });

  it('reads its own text of a program again, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, windows) => {
        commandText(splitCommand(text, windows));
      }),
    );
    const plain = fc.array(fc.stringMatching(/^[a-z0-9 ./'-]+$/), { minLength: 1 });
    fc.assert(
      fc.property(plain, (words) => {
        const text = commandText(splitCommand(words));
        assert.deepEqual(splitCommand(text, false), { kind: 'program', words });
      }),
    );
  });
});
