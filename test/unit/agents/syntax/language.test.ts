import assert from 'node:assert/strict';
import {
  isForeignShell,
  languageOf,
  languageOfProgram,
  needsShebang,
  shebangProgram,
} from '../../../../src/agents/syntax/language.ts';

describe('language of a file', () => {
  it('goes by extension and name', () => {
    const cases = {
      'a/b.py': 'python',
      'A.PY': 'python',
      'x.test.tsx': 'javascript',
      Pipfile: 'toml',
      'poetry.lock': 'toml',
      '.eslintrc': 'json',
      'a.yml': 'yaml',
      'n.ipynb': 'notebook',
      '.bashrc': 'shell',
    };
    for (const [path, language] of Object.entries(cases)) assert.equal(languageOf(path), language, path);
    for (const path of ['Makefile', 'a.md', 'a.py.txt', 'a.json5', '.py', 'yarn.lock'])
      assert.equal(languageOf(path), undefined, path);
  });

  it('goes by the first line where there is no extension', () => {
    assert.equal(needsShebang('bin/tool'), true);
    assert.equal(needsShebang('.hidden'), false);
    assert.equal(needsShebang('a.txt'), false);
    const cases = {
      '#!/bin/sh': 'sh',
      '#! /usr/bin/bash -eu': 'bash',
      '#!/usr/bin/env python3.11': 'python',
      '#!/usr/bin/env -S FOO=1 node --x': 'node',
      '\uFEFF#!/usr/local/bin/zsh': 'zsh',
    };
    for (const [line, program] of Object.entries(cases)) assert.equal(shebangProgram(line), program, line);
    assert.equal(shebangProgram('echo'), undefined);
    assert.equal(languageOfProgram('dash'), 'shell');
    assert.equal(languageOfProgram('perl'), undefined);
    assert.equal(isForeignShell('fish'), true);
    assert.equal(isForeignShell(undefined), false);
  });
});
