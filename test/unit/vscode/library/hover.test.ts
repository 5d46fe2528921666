import assert from 'node:assert/strict';
import type { NameMeaning } from '../../../../src/model/library-report.ts';
import { meaningText } from '../../../../src/vscode/library/hover/meaning-text.ts';
import { nameAt } from '../../../../src/vscode/library/hover/name-at.ts';
import { declaresItself, importedFrom, mayBe } from '../../../../src/vscode/library/hover/own-meaning.ts';

/** The name at the sign `|` of a line. */
function named(marked: string, isProse = false): string | null {
  const found = nameAt(marked.replace('|', ''), marked.indexOf('|'), isProse);
  return found && `${found.isMember ? '.' : ''}${found.name}`;
}

describe('the name under a pointer', () => {
  const code: Readonly<Record<string, string | null>> = {
    'if detect_|quench(x):': 'detect_quench',
    'if |detect_quench(x):': 'detect_quench',
    'if detect_quench|(x):': 'detect_quench',
    'magnet.fi|re()': '.fire',
    'magnet . fi|re()': '.fire',
    'ret|urn x': null,
    'a|b = 1': null,
    'x = 12|34': null,
    '  |  pass': null,
    'größe|nwert = 1': 'größenwert',
  };
  for (const [line, expected] of Object.entries(code))
    it(`of ${line} is ${expected}`, () => assert.equal(named(line), expected));

  it('stands between backticks in prose', () => {
    assert.equal(named('see `detect_|quench` there', true), 'detect_quench');
    assert.equal(named('see detect_|quench there', true), null);
    assert.equal(named('`a` then detect_|quench then `b`', true), null);
  });

  it('is not looked for in a line that is data', () => {
    assert.equal(nameAt('name '.repeat(1000), 2, false), null);
  });
});

describe('a name that a text means itself', () => {
  const own = [
    'def quench():',
    'async def quench():',
    'class quench:',
    'export const quench = 1;',
    'export function quench() {',
    'interface quench {',
    'import numpy as quench',
    'quench = 1',
    '    quench: int = 1',
    'for quench in range(3):',
    'for i, quench in enumerate(x):',
  ];
  for (const line of own)
    it(`is declared by ${line}`, () => assert.ok(declaresItself(`x\n${line}\n`, 'quench')));

  const others = [
    'quench()',
    'x = quench(1)',
    'quench == 1',
    'def quench_all():',
    'self.quench = 1',
    'a.def quenches',
  ];
  for (const line of others)
    it(`is not declared by ${line}`, () => assert.ok(!declaresItself(`x\n${line}\n`, 'quench')));

  it('comes from the module that it is imported from', () => {
    assert.equal(importedFrom('from a.b import x, quench\n', 'quench'), 'a.b');
    assert.equal(importedFrom('from .b import (\n  x,\n  quench as q,\n)\n', 'quench'), '.b');
    assert.equal(importedFrom("import { a, quench } from './b.ts';\n", 'quench'), './b.ts');
    assert.equal(importedFrom("import type {\n  a,\n  quench,\n} from 'b';\n", 'quench'), 'b');
    assert.equal(importedFrom("import { a } from 'b';\nquench();\n", 'quench'), null);
    assert.equal(importedFrom('from a import quenches\n', 'quench'), null);
    assert.equal(importedFrom("import { $quench } from 'c';", '$quench'), 'c');
  });

  it('is of the workspace where the module can be', () => {
    assert.ok(mayBe('cryo.quench', 'src/cryo/quench.py'));
    assert.ok(mayBe('.quench', 'elsewhere.py'));
    assert.ok(mayBe('../lib/valve.ts', 'x.ts'));
    assert.ok(mayBe('@/lib/valve', 'x.ts'));
    assert.ok(!mayBe('os.path', 'src/paths.py'));
    assert.ok(!mayBe('node:path', 'src/join.ts'));
  });
});

describe('what a hover says', () => {
  const meaning: NameMeaning = {
    name: 'fire',
    kind: 'method',
    signature: 'def fire(self, magnet: str) -> None',
    within: 'QuenchHeater',
    summary: 'Discharges the *capacitor* bank.',
    path: 'cryo/my_quench.py',
    line: 12,
    language: 'python',
    status: 'canonical',
    others: 2,
  };
  const words = {
    within: (owner: string) => `Of ${owner}.`,
    others: (count: number) => `${count} others`,
    status: 'canonical',
  };
  const links = { declaration: 'file:///a#L12', search: 'command:x' };

  it('is the declaration as code, what it is, and where', () => {
    assert.equal(
      meaningText(meaning, words, links),
      [
        '```python\ndef fire(self, magnet: str) -> None\n```',
        'Of QuenchHeater. Discharges the \\*capacitor\\* bank\\.',
        '[cryo/my\\_quench\\.py:12](file:///a#L12) · canonical · [2 others](command:x)',
      ].join('\n\n'),
    );
  });

  it('holds nothing that there is not', () => {
    const bare = { ...meaning, signature: null, within: null, summary: null, others: 0 };
    assert.equal(
      meaningText(bare, { ...words, status: null }, links),
      '**fire** · method\n\n[cryo/my\\_quench\\.py:12](file:///a#L12)',
    );
  });

  it('cannot be left by what a file says', () => {
    const nasty = {
      ...meaning,
      signature: 'x = "```"',
      summary: '</code>[click](command:evil) <b>',
      within: '`a`',
    };
    const text = meaningText(nasty, words, links);
    assert.ok(text.startsWith('````python\nx = "```"\n````\n'));
    assert.ok(!/(?<!\\)[<[](?!cryo|2 others)/.test(text.slice(text.indexOf('Of '))));
  });
});
