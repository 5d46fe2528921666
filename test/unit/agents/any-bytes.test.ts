import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';
import { runAgentProcess, valuesOf } from './agent-process.ts';

const extensions = [
  'py',
  'pyi',
  'js',
  'mjs',
  'cjs',
  'jsx',
  'ts',
  'mts',
  'tsx',
  'd.ts',
  'json',
  'jsonc',
  'yaml',
  'toml',
  'ipynb',
  'sh',
  'md',
  'csv',
  'png',
  'txt',
];
const names = [
  ...extensions.map((extension) => `x.${extension}`),
  'tsconfig.json',
  'package.json',
  'pyproject.toml',
  'bare',
  '.gitignore',
  '.eslintrc',
  'Pipfile',
];

/** Bytes that are likely to go wrong: rubbish, halves of characters, and pieces of every language in any order. */
const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '"',
  "'",
  '`',
  '\n',
  '\r',
  '\t',
  '\\',
  '\0',
  '<',
  '>',
  ':',
  '- ',
  '&a',
  '*a',
  '#!',
  '/*',
  '//',
  '{{',
  '%',
  '!',
  'import ',
  'from . import x',
  'export ',
  'def f',
  'if ',
  '=',
  '@',
  '"nbformat": 4',
  '"cells": [',
  '\uFEFF',
  'ü',
  '😀',
  '<<EOF',
  '$(',
  '0',
  'é'.repeat(3),
);
const content = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(`\uFEFF${pieces.join('')}`, 'utf16le')),
  fc
    .constantFrom(
      '{"nbformat": 4, "cells": [{"cell_type": "code", "outputs": [], "source": ["\\ud800", "(\\u0000"]}]}',
      '__proto__: 1\nconstructor: 2\n',
      '{"__proto__": {"name": 1}}',
    )
    .map((text) => Buffer.from(text)),
);

/** Agents that read any file, and the figure that says that they did. */
const readers = [
  ['smoke-tester', 'files_checked'],
  ['artifact-analyzer', 'artifacts'],
  ['cryo-optimizer', 'files_checked'],
  ['data-validator', 'files_checked'],
  ['security-scanner', 'files_scanned'],
  ['document-consumer', 'documents'],
  ['documentation-framework', 'documents'],
] as const;

describe('the built-in agents, given any bytes under any name', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('say what they found and never crash', async function () {
    this.timeout(180_000);
    // Many folders in one workspace: a process for each would test how fast processes start.
    const folders = fc.array(fc.tuple(...names.map(() => content)), { minLength: 80, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(folders, async (contents) => {
        for (const [index, files] of contents.entries()) {
          const named = names.map((name, at) => [`${index}/${name}`, files[at] ?? Buffer.alloc(0)] as const);
          await tree.write(
            Object.fromEntries(named.filter(([path]) => !path.endsWith('.gitignore') || index % 10 === 0)),
          );
        }
        for (const [agent, figure] of readers) {
          const run = await runAgentProcess(agent, tree.root);
          assert.equal(run.errors, '', agent);
          assert.ok(run.exitCode === 0 || run.exitCode === 1, `${agent}: ${run.exitCode}`);
          assert.ok(Number(valuesOf(run, 'metric')[figure]) > 0, `${agent}: ${figure}`);
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });
});
