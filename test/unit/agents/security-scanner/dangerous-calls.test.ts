import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallFinder } from '../../../../src/agents/security-scanner/calls/find-calls.ts';
import { securityScanner } from '../../../../src/builtin/security-scanner.ts';
import type { Grammar } from '../../../../src/syntax-tree/grammar.ts';
import { temporaryTree } from '../../library/temporary-tree.ts';
import { agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { found, planted } from './planted.ts';

const finder = new CallFinder();
const rules: Readonly<Record<string, { readonly severity: string }>> = securityScanner.rules;

async function rulesIn(grammar: Grammar, text: string): Promise<string[]> {
  return (await finder.find('x', grammar, text)).map(({ line, rule }) => `${line} ${rule}`);
}

describe('dangerous calls', () => {
  it('are all found where they were planted, and nothing that only looks like one', async () => {
    const folder = agentFixture('security-scanner/calls');
    const run = await runAgentProcess('security-scanner', folder, { secrets: false, dependencies: false });
    const files = ['faults.js', 'faults.py', 'faults.ts', 'faults.tsx', 'sound.js', 'sound.py'];
    const expected = planted(folder, files, (rule) => rules[rule]?.severity ?? '?');
    assert.equal(expected.length, 64);
    assert.deepEqual(found(run), expected);
    assert.equal(valuesOf(run, 'metric').dangerous_calls, expected.length);
    const fixed = messagesOf(run, 'finding').flatMap(({ rule, fix }) =>
      fix ? [`${rule}: ${fix.title}`] : [],
    );
    assert.deepEqual(fixed.sort(), [
      'buffer-constructor: Use Buffer.alloc',
      'buffer-constructor: Use Buffer.from',
      "unsafe-extract: Give filter='data'",
      'unsafe-yaml: Use safe_load',
    ]);
  });

  it('are followed through imports, aliases and destructuring of JavaScript', async () => {
    const call = (head: string, callee: string) => `${head};\nfunction f(x) { ${callee}(\`ls \${x}\`); }`;
    for (const [head, callee] of [
      ["import { exec } from 'child_process'", 'exec'],
      ["import { exec as e } from 'node:child_process'", 'e'],
      ["import * as cp from 'child_process'", 'cp.exec'],
      ["import cp from 'child_process'", 'cp.execSync'],
      ["const cp = require('child_process')", "cp['exec']"],
      ["const { exec: e } = require('child_process')", 'e'],
      ["const e = require('child_process').exec", 'e'],
      [
        "import { createRequire } from 'module'; const r = createRequire(import.meta.url)",
        "r('child_process').exec",
      ],
      ["let e; e = require('child_process').exec", 'e'],
      ["const e = require('util').promisify(require('child_process').exec)", 'await e'],
    ] as const) {
      assert.deepEqual(await rulesIn('javascript', call(head, callee)), ['2 shell-injection'], head);
    }
    for (const [head, callee] of [
      ["import { exec } from './child_process.js'", 'exec'],
      ["import { exec } from 'other'; const y = 'child_process'", 'exec'],
      ["const { spawn: exec } = require('child_process')", 'exec'],
      ["const { exec } = require('child_process'); { const exec = y; }", 'y'],
      ["const { exec } = require('child_process'); const run = (exec, x) => exec('a' + x)", 'run'],
      ["let { exec } = require('child_process'); exec = (y) => y", 'exec'],
      ["const { exec } = require('child_process'); try {} catch (exec) { exec('a' + y) }", 'y'],
      ["const { exec } = require('child_process'); for (const exec of y) exec('a' + y)", 'y'],
    ] as const) {
      assert.deepEqual(await rulesIn('javascript', call(head, callee)), [], head);
    }
  });

  it('are followed through imports and aliases of Python', async () => {
    const call = (head: string, callee: string) => `${head}\ndef f(x):\n    ${callee}("ls " + x)\n`;
    for (const [head, callee] of [
      ['import os', 'os.system'],
      ['import os as o', 'o.system'],
      ['import os.path', 'os.system'],
      ['from os import system', 'system'],
      ['from os import system as s', 's'],
      ['from os import *', 'system'],
      ['import os; s = os.system', 's'],
      ['s = __import__("os").system', 's'],
    ] as const) {
      assert.deepEqual(await rulesIn('python', call(head, callee)), ['3 shell-injection'], head);
    }
    for (const [head, callee] of [
      ['from .os import system', 'system'],
      ['from other import system', 'system'],
      ['import os; system = print', 'system'],
      ['from os import system; system = print', 'system'],
      ['class os:\n  system = print', 'os.system'],
    ] as const) {
      assert.deepEqual(await rulesIn('python', call(head, callee)), [], head);
    }
  });

  it('tell a value in a statement of SQL from the name of a table', async () => {
    const query = (text: string) => `def f(cursor, x, y):\n    cursor.execute(${text})\n`;
    for (const text of [
      'f"SELECT a FROM t WHERE b = {x}"',
      '"SELECT a FROM t WHERE b LIKE \'%" + x + "%\'"',
      '"INSERT INTO t VALUES (%s, 1)" % x',
      '"INSERT INTO t (a, b) VALUES (1, \'{}\')".format(x)',
      'f"SELECT a FROM {y} WHERE b > \'{x}\'"',
      'f"SELECT a FROM t LIMIT {x}"',
    ]) {
      assert.deepEqual(await rulesIn('python', query(text)), ['2 sql-injection'], text);
    }
    for (const text of [
      'f"SELECT a FROM {x}"',
      'f"SELECT {x} FROM t"',
      'f"CREATE TABLE {x} (a int)"',
      'f"SELECT a FROM t ORDER BY {x}"',
      '"SELECT a FROM t WHERE b = %s", (x,)',
      '"SELECT a FROM t LIMIT %d" % x',
      'f"SELECT a FROM t WHERE b = {int(x)}"',
      'f"SELECT a FROM t WHERE b = {x:d}"',
      'f"pick one from x = {x}"',
    ]) {
      assert.deepEqual(await rulesIn('python', query(text)), [], text);
    }
  });

  it('are told without the texts that stand in them', async () => {
    const secret = `q7Rt9WbL2xZc${'0Km4'}`;
    for (const [grammar, text] of [
      ['javascript', `require('child_process').exec('a ' + f("${secret}"))`],
      ['javascript', `g("${secret}").innerHTML = f('${secret}')`],
      ['python', `import os\nos.system("a " + f(token="${secret}"))`],
      ['python', `c.execute("SELECT a FROM b WHERE c = " + f('${secret}'))`],
    ] as const) {
      const [one] = await finder.find('x', grammar, text);
      assert.ok(one && !one.message.includes(secret.slice(0, 8)), one?.message);
    }
  });

  it('are left out of tests, packed and generated files, and are hints in examples', async () => {
    const text = 'function f(x) {\n  eval(x);\n}\n';
    const tree = await temporaryTree({
      'src/a.js': text,
      'examples/a.js': text,
      'test/a.js': text,
      'src/a.test.js': text,
      'src/__tests__/a.js': text,
      'dist/a.js': text,
      'src/a.min.js': text,
      'vendor/a.js': text,
      'src/generated.js': `// Code generated by a tool. DO NOT EDIT.\n${text}`,
      'src/packed.js': `${'x=1;'.repeat(1000)}eval(x)`,
      'latest/contest.js': text,
    });
    try {
      const run = await runAgentProcess('security-scanner', tree.root);
      assert.deepEqual(found(run), [
        'examples/a.js:2 dynamic-code info',
        'latest/contest.js:2 dynamic-code warning',
        'src/a.js:2 dynamic-code warning',
      ]);
      assert.match(run.text, /5 files of generated, packed or vendored code/);
      assert.match(run.text, /3 files of tests/);
    } finally {
      await tree.remove();
    }
  });

  it('are looked for in any text without an end or a crash', async function () {
    this.timeout(120_000);
    const piece = fc.constantFrom(
      'eval(',
      'exec(',
      'os.system(',
      'import os\n',
      'from os import *\n',
      "require('child_process')",
      'x',
      '"a"',
      "f'{x}'",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a piece of a program
      '`a${x}`',
      '+',
      '=',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '.',
      '\n',
      '    ',
      'def f',
      'class A',
      'lambda x',
      'function f',
      '=>',
      'const ',
      'let ',
      'for ',
      ' in ',
      ' of ',
      'with ',
      ' as ',
      'global x\n',
      '.innerHTML',
      '.execute(',
      '"SELECT a FROM b WHERE c = "',
      '%',
      '.format(',
      'catch (e)',
      'new Buffer(',
      'Math.random()',
      'token',
      'ü',
      '😀',
      '\0',
      '//',
      '#',
      '/*',
      '<div ',
      'import {a as b} from "c";',
      'hashlib.md5(',
      '*',
      '**',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        for (const grammar of ['python', 'javascript', 'typescript', 'tsx'] as const) {
          const text = pieces.join('');
          for (const { line, column } of await finder.find('x', grammar, `${text}\neval(y)`)) {
            assert.ok(line >= 1 && column >= 1);
          }
        }
      }),
      { numRuns: 150 },
    );
    const names = Array.from({ length: 60 }, (_, at) => `x${at + 1} = x${at} + x${at}`).join('\n');
    assert.deepEqual(await rulesIn('python', `${names}\nexec(x60)`), ['61 dynamic-code']);
    const scripts = Array.from({ length: 60 }, (_, at) => `const x${at + 1} = x${at} + x${at};`).join('\n');
    assert.deepEqual(await rulesIn('javascript', `${scripts}\neval(x60)`), ['61 dynamic-code']);
    const chain = Array.from({ length: 20_000 }, () => 'x').join(' + ');
    assert.deepEqual(await rulesIn('javascript', `eval(${chain})`), ['1 dynamic-code']);
    assert.deepEqual(await rulesIn('python', `eval(${chain})`), ['1 dynamic-code']);
    await rulesIn('python', `eval(${'('.repeat(20_000)}x${')'.repeat(20_000)})`);
    await rulesIn('javascript', `eval(${'['.repeat(20_000)}`);
  });
});
