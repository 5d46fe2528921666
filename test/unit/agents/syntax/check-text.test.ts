import assert from 'node:assert/strict';
import type { CheckResult } from '../../../../src/agents/syntax/check.ts';
import { checkJavaScript } from '../../../../src/agents/syntax/javascript.ts';
import { allowsComments, checkJson } from '../../../../src/agents/syntax/json.ts';
import { isTemplate } from '../../../../src/agents/syntax/template.ts';
import { checkToml } from '../../../../src/agents/syntax/toml.ts';
import { checkYaml } from '../../../../src/agents/syntax/yaml.ts';

function place(result: CheckResult): string {
  return result.kind === 'fault' ? `${result.fault.line}:${result.fault.column}` : result.kind;
}

describe('checkJavaScript', () => {
  const soundFiles: [name: string, path: string, text: string][] = [
    ['scripts that return at the top', 'a.js', 'if (x) return;\nmodule.exports = 1;'],
    ['modules that await at the top', 'a.mjs', 'export const x = await y;'],
    ['a first line for the system', 'a.js', '#!/usr/bin/env node\nimport x from "y";'],
    ['JSX in .js', 'a.js', 'export const x = <a b={{ c: 1 }}>{d}</a>;'],
    ['decorators before and after export', 'a.js', '@a export class B {}\nexport @c class D {}'],
    ['resources that dispose of themselves', 'a.mjs', 'export function f() { using x = y(); }'],
    ['Flow where the file says so', 'a.js', '// @flow\nexport type A = {| +b: ?string |};'],
    [
      'merged declarations',
      'a.ts',
      'import { A } from "a";\nexport interface A {}\nexport class B {}\nexport namespace B {}\n',
    ],
    ['exports of what is declared elsewhere', 'a.ts', 'export { Undeclared };'],
    [
      'declarations of globals over and over',
      'a.d.ts',
      'declare global { interface Blob {} var Blob: typeof globalThis extends { x: infer T } ? T : 1; }\nimport { Blob } from "b";\nexport {};',
    ],
    [
      'abstract constructors and parameter decorators',
      'a.ts',
      'class A { constructor(@dep() private readonly x: B, public y?: C) {} }',
    ],
    ['generic arrows in .tsx', 'a.tsx', 'export const f = <T,>(x: T) => <A<T> x={x} />;'],
    ['assertions of the old form in .ts', 'a.ts', 'const x = <string>y;'],
    ['modules with require of TypeScript', 'a.cts', 'import a = require("a");\nexport = a;'],
    ['octal numbers and `with` in sloppy scripts', 'a.cjs', 'with (a) { b = 017; }'],
  ];
  for (const [name, path, text] of soundFiles) {
    it(`takes ${name}`, () => assert.equal(place(checkJavaScript(path, text)), 'sound'));
  }

  it('tells where a fault is, in editor lines', () => {
    assert.equal(place(checkJavaScript('a.js', 'const a = 1;\r\nconst a = 2;')), '2:7');
    assert.equal(place(checkJavaScript('a.ts', 'const a: = 1;')), '1:10');
    assert.equal(place(checkJavaScript('a.js', '/* \u2028 */\nlet x = ;')), '2:9');
    assert.equal(place(checkJavaScript('a.mjs', 'with (a) {}')), '1:1');
    assert.equal(place(checkJavaScript('a.js', 'const x: string = 1;')), '1:8');
  });

  it('does not hide another fault behind what is only a question of types', () => {
    assert.equal(place(checkJavaScript('a.ts', 'let a = 1;\nlet a = 2;\nlet b = ;')), '3:9');
  });

  it('leaves alone what is named like a script and is something else', () => {
    assert.equal(checkJavaScript('xterm.js', '\x1e\x02;\0&\0').kind, 'skipped');
    assert.equal(checkJavaScript('zeros.js', '\0\0\0\0').kind, 'fault');
    assert.equal(checkJavaScript('a.ts', '<?xml version="1.0"?><TS version="2.1"/>').kind, 'skipped');
    assert.equal(checkJavaScript('a.ts', 'G@\0\x10\0').kind, 'skipped');
  });

  it('tells the line also where the parser knows no offset', () => {
    assert.equal(place(checkJavaScript('a.ts', '0%<\r- 😀')), '2:3');
  });

  it('gives up on what is nested too deeply, without a false alarm', () => {
    assert.equal(checkJavaScript('a.ts', `x = ${'['.repeat(50_000)}${']'.repeat(50_000)}`).kind, 'skipped');
  });
});

describe('checkJson', () => {
  it('tells where the first fault is', () => {
    assert.equal(place(checkJson('a.json', '{"a": 1,\n "b": 2,\n}')), '3:1');
    assert.equal(place(checkJson('a.json', '{"a": 1\n "b": 2}')), '2:2');
    assert.equal(place(checkJson('a.json', "{'a': 1}")), '1:2');
    assert.equal(place(checkJson('a.json', '[1, 2')), '1:6');
    assert.equal(place(checkJson('a.json', '{"a": NaN}')), '1:7');
    assert.equal(place(checkJson('a.json', '[01]')), '1:3');
    assert.equal(place(checkJson('a.json', '["a\tb"]')), '1:2');
    assert.equal(place(checkJson('a.json', '\0\0\0')), '1:1');
  });

  it('allows comments where their tools do, and nowhere else', () => {
    const text = '{\n  // comment\n  "a": 1,\n}';
    const allowed = [
      'tsconfig.json',
      'web/tsconfig.app.json',
      'jsconfig.json',
      '.vscode/tasks.json',
      'x.code-workspace',
      'x.jsonc',
      '.eslintrc',
      '.eslintrc.json',
      '.devcontainer/devcontainer.json',
      'devcontainer.json',
      'dist/tsdoc-metadata.json',
    ];
    for (const path of allowed) assert.equal(place(checkJson(path, text)), 'sound', path);
    for (const path of ['package.json', 'tsconfig/a.json', 'vscode/a.json']) {
      assert.equal(allowsComments(path), false);
      assert.equal(place(checkJson(path, text)), '2:3', path);
    }
    assert.equal(place(checkJson('tsconfig.json', '{\n  "a": 1 // x\n  "b": 2\n}')), '3:3');
  });

  it('takes one object a line, and not half of one', () => {
    assert.equal(place(checkJson('a.json', '{"a": 1}\n{"a": 2}\n')), 'sound');
    assert.notEqual(place(checkJson('a.json', '{"a": 1}\n{"a": 2\n')), 'sound');
    assert.notEqual(place(checkJson('a.json', '1\n2\n')), 'sound');
  });

  it('reads any depth', () => {
    assert.equal(place(checkJson('a.json', '['.repeat(100_000) + ']'.repeat(100_000))), 'sound');
    assert.notEqual(place(checkJson('a.json', '['.repeat(100_000))), 'sound');
  });
});

describe('checkYaml', () => {
  it('takes several documents, tags of anybody, merges, anchors that explode', () => {
    assert.equal(
      place(checkYaml('a: !Ref b\n---\nc: !!python/name:d.e ""\n...\n---\n- !include x.yaml\n')),
      'sound',
    );
    assert.equal(place(checkYaml('a: &a { x: 1 }\nb:\n  <<: *a\n  <<: *a\n')), 'sound');
    const bomb = Array.from(
      { length: 30 },
      (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`,
    );
    assert.equal(place(checkYaml(['a0: &a0 x', ...bomb].join('\n'))), 'sound');
  });

  it('tells where a fault is', () => {
    assert.equal(place(checkYaml('a: 1\nb: [1, 2\nc: 3\n')), '3:1');
    assert.equal(place(checkYaml('a: 1\n---\nb: "x\n')), '4:1');
    assert.equal(place(checkYaml('a: 1\n\tb: 2\n')), '2:1');
    assert.equal(place(checkYaml('a: *nowhere\n')), '1:4');
  });

  it('tells a key that stands twice in one map, at any depth', () => {
    assert.equal(place(checkYaml('a:\n  - x: 1\n    y: 2\n    x: 3\n')), '4:5');
    assert.equal(place(checkYaml('a: { x: 1 }\nb: { x: 1 }\n')), 'sound');
  });

  it('gives up on what is too large or nested too deeply', () => {
    assert.equal(checkYaml('a: 1 # comment\n'.repeat(70_000)).kind, 'skipped');
    assert.notEqual(checkYaml('['.repeat(50_000)).kind, 'sound');
  });
});

describe('checkToml', () => {
  it('tells where a fault is', () => {
    assert.equal(place(checkToml('a = 1\n[b]\nc = 2021-01-01\n')), 'sound');
    assert.equal(place(checkToml('a = 1\nb = nope\n')), '2:5');
    assert.equal(place(checkToml('[a]\nx = 1\n[a]\ny = 1\n')).startsWith('3:'), true);
    assert.notEqual(checkToml(`a = ${'['.repeat(50_000)}`).kind, 'sound');
  });
});

describe('isTemplate', () => {
  it('knows what is to be filled in first', () => {
    assert.equal(isTemplate('chart/templates/a.yaml', 'a: {{ .Values.b }}'), true);
    assert.equal(isTemplate('{{cookiecutter.name}}/setup.py', 'name={{ cookiecutter.name }}'), true);
    assert.equal(isTemplate('recipe/meta.yaml', '{% set version = "1" %}\nversion: {{ version }}'), true);
    assert.equal(isTemplate('src/a.yaml', 'a: {{ b }}'), false);
    assert.equal(isTemplate('src/a.py', 'print("%d" % {1: {2: 3}}'), false);
    assert.equal(isTemplate('templates/a.json', '{"a": 1'), false);
  });
});
