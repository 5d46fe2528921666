import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { runtimeOf } from '../../../../src/kernel/executor/debug-target.ts';
import { debuggerLine, parseDebuggerLine } from '../../../../src/kernel/executor/debugger-line.ts';
import { scriptOf } from '../../../../src/kernel/executor/interpreter-flags.ts';
import { plainWords } from '../../../../src/kernel/executor/plain-words.ts';

describe('what a debugger gets into', () => {
  it('is known by the names of interpreters', () => {
    for (const [name, runtime] of [
      ['/usr/bin/python', 'python'],
      ['python3', 'python'],
      ['python3.13t', 'python'],
      ['py.exe', 'python'],
      ['Python3.exe', 'python'],
      ['/opt/node', 'node'],
      ['nodejs', 'node'],
      ['node22', 'node'],
      [process.execPath, 'node'],
      ['pypy3', null],
      ['python-config', null],
      ['pytest', null],
      ['node-gyp', null],
      ['nodemon', null],
      ['deno', null],
      ['bash', null],
    ] as const)
      assert.equal(runtimeOf(name), runtime, name);
  });

  it('has a script behind the flags of its interpreter', () => {
    for (const [runtime, line, script] of [
      ['python', 'a.py -c x', 'a.py'],
      ['python', '-u -X dev -Werror -W error -OO a.py', 'a.py'],
      ['python', '-3.12 -I a.py', 'a.py'],
      ['python', '-V:3.12 a.py', 'a.py'],
      ['python', '-m pytest a.py', null],
      ['python', '-um pytest', null],
      ['python', '-c pass', null],
      ['python', '- a', null],
      ['python', '-u', null],
      ['node', '--no-warnings --import ./x.mjs -r y a.js', 'a.js'],
      ['node', '--max-old-space-size=100 a.js --eval', 'a.js'],
      ['node', '-e 1', null],
      ['node', '--eval=1', null],
      ['node', '-pe 1', null],
      ['node', '--test a.js', null],
      ['node', '', null],
    ] as const) {
      const words = line.split(' ').filter((word) => word !== '');
      const at = scriptOf(runtime, words);
      assert.equal(at === null ? null : words[at], script, `${runtime} ${line}`);
    }
  });

  it('is a shell command only where a shell would do no more than split it', () => {
    for (const [line, words] of [
      ['python3 a.py', ['python3', 'a.py']],
      ['  node  "a b.js" \'$x * "y"\' --n=1 ""', ['node', 'a b.js', '$x * "y"', '--n=1', '']],
      ['python "a"\'b\'c', ['python', 'abc']],
      ['', []],
      ['X=1 python a.py', null],
      ['python a.py > out', null],
      ['python a.py; ls', null],
      ['python a.py && ls', null],
      ['python a.py | cat', null],
      ['python a.py &', null],
      ['python $FILE', null],
      ['python "$FILE"', null],
      ['python `which a`', null],
      ['python *.py', null],
      ['python ~/a.py', null],
      ['python a\\ b.py', null],
      ['python a.py # comment', null],
      ['python a.py\nls', null],
      ['python "a.py', null],
      ['(python a.py)', null],
      ['python {a,b}.py', null],
    ] as const)
      assert.deepEqual(plainWords(line), words, line);
  });
});

describe('the line of a debugger', () => {
  it('names the port of the loopback, or why there is none', () => {
    for (const [line, told] of [
      ['Debugger listening on ws://127.0.0.1:9229/0f2c', { kind: 'listening', port: 9229 }],
      ['Debugger listening on 127.0.0.1:5678\r', { kind: 'listening', port: 5678 }],
      ['Debugger listening on ws://0.0.0.0:9229/0f2c', null],
      [' Debugger listening on 127.0.0.1:5678', null],
      [
        'Starting inspector on 127.0.0.1:9229 failed: address already in use',
        { kind: 'failed', reason: '127.0.0.1:9229 (address already in use)' },
      ],
      ['Debugger attached.', null],
    ] as const)
      assert.deepEqual(parseDebuggerLine(line), told, line);
  });

  it('is found across chunks, among long lines', async () => {
    const stream = new PassThrough();
    const line = debuggerLine(stream, new AbortController().signal);
    stream.resume();
    for (const part of ['x'.repeat(5000), '\nDebugger liste', 'ning on 127.0.0.1:12', '34\nmore']) {
      stream.write(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(await line, { kind: 'listening', port: 1234 });
  });

  it('is nothing where the stream ends, or nobody waits any more', async () => {
    const ended = new PassThrough();
    const none = debuggerLine(ended, new AbortController().signal);
    ended.resume().end('Debugger listening on');
    assert.equal(await none, null);
    const gone = new AbortController();
    const left = debuggerLine(new PassThrough(), gone.signal);
    gone.abort();
    assert.equal(await left, null);
  });
});
